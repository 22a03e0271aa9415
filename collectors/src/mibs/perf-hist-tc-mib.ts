import { integer, optional, type RawCells, truth, unsigned32 } from './smi.js';

/** PerfHist-TC-MIB (RFC 3593): what the tables of 15-minute intervals have in common. */

/** Where in the present 15 minutes the device is, and how many past ones it has. */
export interface LineIntervals {
  readonly elapsedS: number;
  readonly valid: number;
}

/** Columns of a past interval; not every table has all of them. */
export type IntervalColumn = 'es' | 'ses' | 'uas' | 'cv' | 'validData';

/** One past interval, null where the agent does not count something. */
export interface LineInterval {
  readonly es: number | null;
  readonly ses: number | null;
  readonly uas: number | null;
  readonly cv: number | null;
  /** Whether the device stands by its numbers. */
  readonly isValid: boolean;
}

/** @throws SmiError */
export function decodeIntervals({
  timeElapsed,
  validIntervals,
}: RawCells<'timeElapsed' | 'validIntervals'>): LineIntervals | null {
  const elapsedS = optional(timeElapsed, integer);
  const valid = optional(validIntervals, integer);
  return elapsedS === null || valid === null ? null : { elapsedS, valid };
}

/**
 * A row of an interval table. PerfIntervalCount is a Gauge32 (RFC 3593); agents that leave validData out mean true.
 *
 * @returns null when the device has no such interval
 * @throws SmiError
 */
export function decodeInterval(cells: RawCells<IntervalColumn>): LineInterval | null {
  const counts = {
    es: optional(cells.es, unsigned32),
    ses: optional(cells.ses, unsigned32),
    uas: optional(cells.uas, unsigned32),
    cv: optional(cells.cv, unsigned32),
  };
  if (Object.values(counts).every((count) => count === null)) return null;
  return { ...counts, isValid: optional(cells.validData, truth) ?? true };
}
