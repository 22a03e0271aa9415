import { portStatus, type ReadingTable } from '@linewatch/shared';
import { FIELD, type PortPage } from '../port-pages/index.js';
import { fiveMinutes } from './buckets.js';
import { isSpoilt } from './changed-objects.js';
import { AHEAD_MS, LIMITS, SLOT_DISTANCE_S, STATUS } from './check-readings.js';
import { countBefore } from './counter-line.js';
import { isSilent } from './port-transitions.js';
import { LATEST_S } from './sample-store.js';
import type { PortFacts } from './topology.js';

/** What the readings of a batch are laid beside. Times in ms, `runningFrom` in epoch seconds. */
export interface QuietMoment {
  readonly now: number;
  /** When a newest reading is judged too old, or null while nothing may be called silent. */
  readonly judgedAt: number | null;
  /** The first five minutes that still run. */
  readonly runningFrom: number;
}

/** What a table says of all its rows: columns without values that cannot be, and words that statuses can be. */
export function isSound(table: ReadingTable): boolean {
  return table.words.every((word) => STATUS.test(word)) && COUNTS.every(([name, most]) => isCounts(table[name], most));
}

const { DT_MS, UINT32, COUNT, ADMIN, OPER, INT32, RESUME } = LIMITS;
const COUNTS = [
  ['portId', INT32],
  ['slot', Number.MAX_SAFE_INTEGER],
  ['takenAt', Number.MAX_SAFE_INTEGER],
  ['dtMs', DT_MS],
  ['inOctets', Number.MAX_SAFE_INTEGER],
  ['outOctets', Number.MAX_SAFE_INTEGER],
  ['inErrors', Number.MAX_SAFE_INTEGER],
  ['outErrors', Number.MAX_SAFE_INTEGER],
  ['inDiscards', Number.MAX_SAFE_INTEGER],
  ['outDiscards', Number.MAX_SAFE_INTEGER],
  ['inPackets', Number.MAX_SAFE_INTEGER],
  ['outPackets', Number.MAX_SAFE_INTEGER],
  ['adminStatus', ADMIN],
  ['operStatus', OPER],
  ['lastChangeAt', Number.MAX_SAFE_INTEGER],
  ['ifIndex', INT32],
  ['speedBps', Number.MAX_SAFE_INTEGER],
  ['fromTicks', UINT32],
  ['toTicks', UINT32],
  ['inCount', COUNT],
  ['outCount', COUNT],
] as const;

/**
 * Whether a reading of a sound table says what the one before said, and goes on exactly where that ended, so that its
 * numbers are all that it changes: nothing is to be judged, repaired or told. What nearly all readings are.
 *
 * @param page of the port
 */
export function isQuiet(
  table: ReadingTable,
  row: number,
  page: PortPage,
  facts: PortFacts,
  { now, judgedAt, runningFrom }: QuietMoment,
): boolean {
  const { cells } = page;
  const at = page.cellsOf(facts.portId);
  const slot = table.slot[row] ?? NaN;
  const takenAt = table.takenAt[row] ?? NaN;
  const sampleAt = cells[at + FIELD.sampleAt] ?? NaN;
  // A comparison with NaN, what is not known, is false.
  const isInTime =
    takenAt <= now + AHEAD_MS &&
    slot >= now / 1_000 - LATEST_S &&
    Math.abs(takenAt / 1_000 - slot) <= SLOT_DISTANCE_S &&
    fiveMinutes(slot) >= runningFrom;
  if (!isInTime || !(takenAt > sampleAt) || !(slot > (cells[at + FIELD.reach] ?? NaN))) return false;
  return (
    noteLength(table, row) <= RESUME &&
    isSame(table.ifIndex[row], cells[at + FIELD.ifIndex]) &&
    isSame(table.speedBps[row], cells[at + FIELD.speedBps]) &&
    holdsItsStatus(table, row, page.statusOf(facts.portId), facts) &&
    !isSilent(sampleAt, facts.intervalMs, takenAt) &&
    (judgedAt === null || !isSilent(takenAt, facts.intervalMs, judgedAt)) &&
    !changedSince(table, row, sampleAt) &&
    countsOn(table, row, cells, at)
  );
}

function noteLength({ noteAt }: ReadingTable, row: number): number {
  return (noteAt[row + 1] ?? NaN) - (noteAt[row] ?? NaN);
}

function holdsItsStatus(table: ReadingTable, row: number, status: string | undefined, { role }: PortFacts): boolean {
  if (status === undefined || status === 'UNKNOWN') return false;
  return portStatus(orNull(table.adminStatus[row]), orNull(table.operStatus[row]), role) === status;
}

/** As `isSuspect`: the port may have changed between both readings. */
function changedSince(table: ReadingTable, row: number, sampleAt: number): boolean {
  const lastChangeAt = table.lastChangeAt[row] ?? NaN;
  return lastChangeAt > sampleAt && lastChangeAt <= (table.takenAt[row] ?? NaN);
}

/** Whether its deltas begin where the last reading ended, or it has none; and are no reason to look at the port. */
function countsOn(table: ReadingTable, row: number, cells: Float64Array, at: number): boolean {
  const [inBps, outBps] = [table.inBps[row] ?? NaN, table.outBps[row] ?? NaN];
  if (table.words[table.status[row] ?? NaN] !== 'OK') return hasNoNumbers(table, row);
  const [inOctets, outOctets] = [table.inOctets[row] ?? NaN, table.outOctets[row] ?? NaN];
  if (!(inBps >= 0 && inBps < Infinity && outBps >= 0 && outBps < Infinity)) return false;
  if (Number.isNaN(inOctets) || Number.isNaN(outOctets) || !((table.dtMs[row] ?? NaN) > 0)) return false;
  return (
    table.fromTicks[row] === cells[at + FIELD.endTicks] &&
    isSame(countBefore(orNull(table.inCount[row]), inOctets) ?? NaN, cells[at + FIELD.endInCount]) &&
    isSame(countBefore(orNull(table.outCount[row]), outOctets) ?? NaN, cells[at + FIELD.endOutCount]) &&
    !isSpoilt(orNull(table.inErrors[row]), orNull(table.inPackets[row]))
  );
}

const NUMBERS = [
  ...['dtMs', 'inBps', 'outBps', 'inOctets', 'outOctets', 'inErrors', 'outErrors'],
  ...['inDiscards', 'outDiscards', 'inPackets', 'outPackets'],
] as const;

/** What P-RATE refused a number for has none at all. */
function hasNoNumbers(table: ReadingTable, row: number): boolean {
  return NUMBERS.every((name) => Number.isNaN(table[name as 'dtMs'][row] ?? NaN));
}

function isSame(one: number | undefined, other: number | undefined): boolean {
  return one === other || (Number.isNaN(one) && Number.isNaN(other));
}

function orNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function isCounts(column: Float64Array, most: number): boolean {
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    if (!(Number.isSafeInteger(value) && value >= 0 && value <= most)) return false;
  }
  return true;
}
