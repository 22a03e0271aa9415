import { decodeIntervals, type LineIntervals } from './perf-hist-tc-mib.js';
import { integer, optional, type RawCells, unsigned32 } from './smi.js';

/** DS1-MIB (RFC 4805), which covers E1: dsx1ConfigTable and dsx1IntervalTable. The index is the line's ifIndex. */
const DSX1_CONFIG_ENTRY = '1.3.6.1.2.1.10.18.6.1';
const DSX1_INTERVAL_ENTRY = '1.3.6.1.2.1.10.18.8.1';

/** Columns of the line as it is now. */
export const DS1_LINE_COLUMNS = {
  timeElapsed: `${DSX1_CONFIG_ENTRY}.3`,
  validIntervals: `${DSX1_CONFIG_ENTRY}.4`,
  status: `${DSX1_CONFIG_ENTRY}.10`,
  lastChange: `${DSX1_CONFIG_ENTRY}.16`,
} as const;

/** Columns of a past interval; below them index and number of the interval, 1 the newest. PCV counts CRC-4 or frame errors. */
export const DS1_INTERVAL_COLUMNS = {
  es: `${DSX1_INTERVAL_ENTRY}.3`,
  ses: `${DSX1_INTERVAL_ENTRY}.4`,
  uas: `${DSX1_INTERVAL_ENTRY}.6`,
  cv: `${DSX1_INTERVAL_ENTRY}.8`,
  validData: `${DSX1_INTERVAL_ENTRY}.13`,
} as const;

/** A line of either kind as it is now. */
export interface LineState {
  /** The sum of its alarms. */
  readonly status: number;
  /** sysUpTime when it entered this status, in hundredths of a second; null where the MIB does not tell. */
  readonly lastChange: number | null;
  readonly intervals: LineIntervals | null;
}

/**
 * @returns null when the device has no such line
 * @throws SmiError
 */
export function decodeDs1Line(cells: RawCells<keyof typeof DS1_LINE_COLUMNS>): LineState | null {
  const status = optional(cells.status, integer);
  if (status === null) return null;
  return {
    status,
    lastChange: optional(cells.lastChange, unsigned32),
    intervals: decodeIntervals(cells),
  };
}
