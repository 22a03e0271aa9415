import {
  type Batch,
  type DevicePoll,
  type Reading,
  READING_COLUMNS,
  type ReadingColumn,
  unpackReadings,
} from '@linewatch/shared';
import { packSheets, type ReadingSheet } from '../readings/reading-sheet.js';

/** More than a batch may hold. */
const MOST_READINGS = 100_000;

/** A batch in the form of the contract, its readings packed. */
export function batchOf(
  epoch: string,
  seq: number,
  readings: readonly ReadingSheet[],
  devices: readonly DevicePoll[],
): Batch {
  const { octets, notes } = packSheets(readings);
  const packed = Buffer.from(octets.buffer).toString('base64');
  return { epoch, seq, readings: { packed, notes }, devices: [...devices] };
}

/** The readings of a batch, packed or in columns as earlier versions spooled them. */
export function readingsOf({ readings }: Pick<Batch, 'readings'>): Reading[] {
  if ('packed' in readings) {
    const { packed, notes } = readings;
    return unpackReadings({ octets: Buffer.from(packed, 'base64'), notes }, MOST_READINGS);
  }
  return readings.portId.map((_, row) => {
    const cells: Partial<Record<ReadingColumn, unknown>> = {};
    for (const name of READING_COLUMNS) cells[name] = readings[name][row];
    return cells as Reading;
  });
}
