import {
  type Batch,
  DomainError,
  openTable,
  readingAt,
  type Reading,
  READING_COLUMNS,
  type ReadingColumn,
  type ReadingTable,
} from '@linewatch/shared';
import { LATEST_S } from './sample-store.js';

/** One row as it came: nothing is known of its values yet. */
export type UncheckedRow = Readonly<Record<ReadingColumn, unknown>>;

/** A row that cannot be stored, and why. */
export interface AsideRow {
  readonly row: number;
  readonly reason: string;
}

export interface CheckedReadings {
  readonly readings: readonly Reading[];
  readonly aside: readonly AsideRow[];
}

/** How far a collector's clock may be ahead of ours. */
export const AHEAD_MS = 5 * 60_000;
/** How far the answer may lie from the slot it was scheduled for: a long poll, or a clock that was set meanwhile. */
export const SLOT_DISTANCE_S = 3_600;
/** Rows of a batch, in whichever form. */
const MOST_ROWS = 10_000;
/** The most that values may be. */
export const LIMITS = {
  /** A delta may belong to three intervals of an hour at most (P-RATE, GAP). */
  DT_MS: 3 * 3_600_000,
  /** Characters. */
  RESUME: 400,
  /** ifAdminStatus and ifOperStatus (RFC 2863 section 6). */
  ADMIN: 3,
  OPER: 7,
  INT32: 2_147_483_647,
  UINT32: 2 ** 32 - 1,
  /** Counts are told modulo 2^48. */
  COUNT: 2 ** 48 - 1,
} as const;

/**
 * Takes the readings of a batch for what they should be: a table where they came packed, else rows.
 *
 * @throws DomainError `ingest.batch-malformed` when they are no rows: then no value can be said to belong to one
 */
export function openReadings(readings: Batch['readings']): ReadingTable | readonly UncheckedRow[] {
  return 'packed' in readings ? openedTable(readings) : rowsOfColumns(readings);
}

/** The rows of readings, whichever form they came in. */
export function rowsOf(opened: ReadingTable | readonly UncheckedRow[]): readonly UncheckedRow[] {
  if (!isTable(opened)) return opened;
  return Array.from({ length: opened.rows }, (_, row) => readingAt(opened, row));
}

export function isTable(opened: ReadingTable | readonly UncheckedRow[]): opened is ReadingTable {
  return 'rows' in opened;
}

function openedTable({ packed, notes }: { readonly packed: string; readonly notes: string }): ReadingTable {
  try {
    return openTable({ octets: Buffer.from(packed, 'base64'), notes }, MOST_ROWS);
  } catch (error) {
    // Whether octets are packed readings shows only when they are unpacked.
    if (!(error instanceof RangeError)) throw error;
    throw new DomainError('ingest.batch-malformed', 'The packed readings cannot be read', { reason: error.message });
  }
}

function rowsOfColumns(readings: Partial<Record<ReadingColumn, readonly unknown[]>>): UncheckedRow[] {
  const rows = readings.portId?.length ?? -1;
  for (const column of READING_COLUMNS) {
    if (readings[column]?.length === rows) continue;
    throw new DomainError('ingest.batch-malformed', 'The columns of a batch must be of equal length', { column });
  }
  return Array.from({ length: rows }, (_, row) => {
    const values: Partial<Record<ReadingColumn, unknown>> = {};
    for (const name of READING_COLUMNS) values[name] = readings[name]?.[row] ?? null;
    return values as UncheckedRow;
  });
}

/** The port numbers that rows name, each once, so that they can be looked up together. */
export function namedPorts(rows: readonly UncheckedRow[]): number[] {
  const ports = new Set<number>();
  for (const { portId } of rows) if (isCount(portId, LIMITS.INT32)) ports.add(portId);
  return [...ports];
}

/**
 * Checks a batch row by row, so that one bad row does not cost the others.
 *
 * @param isKnown whether a port is one of this house
 * @param now ms
 */
export function checkReadings(
  rows: readonly UncheckedRow[],
  isKnown: (portId: number) => boolean,
  now: number,
): CheckedReadings {
  const readings: Reading[] = [];
  const aside: AsideRow[] = [];
  const seen = new Map<unknown, Set<unknown>>();
  for (const [row, values] of rows.entries()) {
    const reason = reasonAgainst(values, isKnown, now) ?? reasonAgainstTwice(values, seen);
    if (reason === undefined) readings.push(values as unknown as Reading);
    else aside.push({ row, reason });
  }
  return { readings, aside };
}

/** @param seen ports by slot */
function reasonAgainstTwice({ portId, slot }: UncheckedRow, seen: Map<unknown, Set<unknown>>): string | undefined {
  const ports = seen.get(slot);
  if (ports === undefined) {
    seen.set(slot, new Set([portId]));
    return undefined;
  }
  if (ports.has(portId)) return 'slot-twice-in-batch';
  ports.add(portId);
  return undefined;
}

function reasonAgainst(row: UncheckedRow, isKnown: (portId: number) => boolean, now: number): string | undefined {
  return reasonAgainstIdentity(row, isKnown, now) ?? reasonAgainstRates(row) ?? reasonAgainstState(row);
}

function reasonAgainstIdentity(
  row: UncheckedRow,
  isKnown: (portId: number) => boolean,
  now: number,
): string | undefined {
  if (!isCount(row.portId, LIMITS.INT32)) return 'port-invalid';
  if (!isKnown(row.portId)) return 'port-unknown';
  if (!isCount(row.slot)) return 'slot-invalid';
  if (!isCount(row.takenAt)) return 'time-invalid';
  if (row.takenAt > now + AHEAD_MS) return 'time-in-future';
  if (row.slot < now / 1_000 - LATEST_S) return 'too-late';
  if (Math.abs(row.takenAt / 1_000 - row.slot) > SLOT_DISTANCE_S) return 'slot-far-from-time';
  return undefined;
}

const RATES = ['inBps', 'outBps'] as const;
const NEEDED = ['dtMs', 'inBps', 'outBps', 'inOctets', 'outOctets'] as const;
const DELTAS = [
  'inOctets',
  'outOctets',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
  'inPackets',
  'outPackets',
] as const;

const TICKS = ['fromTicks', 'toTicks'] as const;
const COUNTS = ['inCount', 'outCount'] as const;
/** The words of P-RATE. */
export const STATUS = /^[A-Z][A-Z_]{1,23}$/;

function reasonAgainstRates(row: UncheckedRow): string | undefined {
  const { status } = row;
  if (typeof status !== 'string' || (status !== 'OK' && !STATUS.test(status))) return 'status-invalid';
  if (!isCountOrNull(row.dtMs, LIMITS.DT_MS)) return 'dt-invalid';
  for (const name of RATES) if (row[name] !== null && !isRate(row[name])) return 'rate-invalid';
  for (const name of DELTAS) if (!isCountOrNull(row[name])) return 'delta-invalid';
  if (status === 'OK') {
    for (const name of NEEDED) if (row[name] === null) return 'rate-missing';
    return row.dtMs === 0 ? 'rate-missing' : undefined;
  }
  // A number that P-RATE refused must not come back through the sums.
  for (const name of RATES) if (row[name] !== null) return 'rate-unexpected';
  for (const name of DELTAS) if (row[name] !== null) return 'rate-unexpected';
  return undefined;
}

function reasonAgainstState(row: UncheckedRow): string | undefined {
  if (!isCountOrNull(row.adminStatus, LIMITS.ADMIN)) return 'admin-status-invalid';
  if (!isCountOrNull(row.operStatus, LIMITS.OPER)) return 'oper-status-invalid';
  if (!isCountOrNull(row.lastChangeAt)) return 'last-change-invalid';
  if (!isCountOrNull(row.ifIndex, LIMITS.INT32)) return 'if-index-invalid';
  if (!isCountOrNull(row.speedBps)) return 'speed-invalid';
  for (const name of TICKS) if (!isCountOrNull(row[name], LIMITS.UINT32)) return 'ticks-invalid';
  for (const name of COUNTS) if (!isCountOrNull(row[name], LIMITS.COUNT)) return 'count-invalid';
  if (typeof row.resume !== 'string' || row.resume.length > LIMITS.RESUME) return 'resume-invalid';
  return undefined;
}

function isCountOrNull(value: unknown, most?: number): boolean {
  return value === null || isCount(value, most);
}

function isRate(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown, most: number = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;
}
