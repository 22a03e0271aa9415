import { Batch, type Reading, READING_COLUMNS, type ReadingColumn } from '@linewatch/shared';
import { readingsOf } from '../uplink/batch-body.js';

/** A batch with its readings as columns, in which specs look for values. */
export interface ColumnBatch extends Omit<Batch, 'readings'> {
  readonly readings: Readonly<Record<ReadingColumn, unknown[]>>;
}

/** @param body JSON of the contract's Batch. @throws when it is none */
export function columnBatch(body: string): ColumnBatch {
  const batch = Batch.parse(JSON.parse(body));
  const rows = readingsOf(batch);
  const columns = READING_COLUMNS.map((name) => [name, rows.map((row: Reading) => row[name])] as const);
  return { ...batch, readings: Object.fromEntries(columns) as Record<ReadingColumn, unknown[]> };
}
