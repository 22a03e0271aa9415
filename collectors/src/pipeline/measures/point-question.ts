import type { DeviceMeasure, Measurements, MeasureStatus } from '@linewatch/shared';
import type { RawCells, RawValue } from '../../mibs/smi.js';

/** When an answer came. */
export interface AnsweredAt {
  /** ms since the epoch. */
  readonly takenAt: number;
  /** Of the same message, in hundredths of a second. */
  readonly sysUpTime: number;
}

/** What is asked of a device for one point, and what becomes of the answer. */
export interface PointQuestion {
  readonly point: DeviceMeasure;
  /** Instances, each once. */
  readonly oids: readonly string[];
  /**
   * @param cells by their instance
   * @throws SmiError when a value is not what its MIB says
   */
  understand(cells: ReadonlyMap<string, RawValue>, at: AnsweredAt): PointAnswer;
  /** What it comes to when there is no answer to understand. */
  without(status: Exclude<MeasureStatus, 'OK'>, takenAt: number): Measurements;
}

/** What was measured, and what has to be asked besides. */
export interface PointAnswer {
  readonly measures: Measurements;
  readonly next: PointQuestion | null;
}

/** OIDs by the names of their columns; a column that a table does not have is left out. */
export type RowOids<Column extends string> = Partial<Readonly<Record<Column, string>>>;

/** An instance of each column. */
export function instances<Column extends string>(columns: RowOids<Column>, index: number | string): RowOids<Column> {
  const row: Partial<Record<Column, string>> = {};
  for (const name of Object.keys(columns) as Column[]) row[name] = `${columns[name] ?? ''}.${String(index)}`;
  return row;
}

/** The cells of one row, by the names of their columns. */
export function rowOf<Column extends string>(
  row: RowOids<Column>,
  cells: ReadonlyMap<string, RawValue>,
): RawCells<Column> {
  const found: Partial<Record<Column, RawValue>> = {};
  for (const name of Object.keys(row) as Column[]) {
    const cell = cells.get(row[name] ?? '');
    if (cell !== undefined) found[name] = cell;
  }
  return found;
}
