import { DomainError, type Reading, READING_COLUMNS, type ReadingColumn } from '@linewatch/shared';
import { LATEST_S } from './sample-store.js';

/** Readings as they came: a value a row in every column, all of one length. */
export interface ReadingColumns {
  readonly rows: number;
  readonly columns: Readonly<Record<ReadingColumn, readonly unknown[]>>;
}

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
const AHEAD_MS = 5 * 60_000;
/** How far the answer may lie from the slot it was scheduled for: a long poll, or a clock that was set meanwhile. */
const SLOT_DISTANCE_S = 3_600;
/** A delta may belong to three intervals of an hour at most (P-RATE, GAP). */
const LONGEST_DT_MS = 3 * 3_600_000;
const RESUME_LENGTH = 400;
/** ifAdminStatus and ifOperStatus (RFC 2863 section 6). */
const ADMIN_STATUSES = 3;
const OPER_STATUSES = 7;
const INT32_MAX = 2_147_483_647;

/**
 * Takes the columns of a batch for what they should be.
 *
 * @throws DomainError `ingest.batch-malformed` when a column is absent or the columns are of different lengths: then
 *   no value can be said to belong to a row
 */
export function readColumns(readings: Partial<Record<ReadingColumn, readonly unknown[]>>): ReadingColumns {
  const rows = readings.portId?.length ?? -1;
  const columns: Partial<Record<ReadingColumn, readonly unknown[]>> = {};
  for (const name of READING_COLUMNS) {
    const column = readings[name];
    if (column?.length !== rows) {
      throw new DomainError('ingest.batch-malformed', 'The columns of a batch must be of equal length', {
        column: name,
      });
    }
    columns[name] = column;
  }
  return { rows, columns: columns as ReadingColumns['columns'] };
}

/** The port numbers that a batch names, each once, so that they can be looked up together. */
export function namedPorts({ columns }: ReadingColumns): number[] {
  return [...new Set(columns.portId.filter((value) => isCount(value, INT32_MAX)))];
}

/**
 * Checks a batch row by row, so that one bad row does not cost the others.
 *
 * @param known the ports of this house among those named
 * @param now ms
 */
export function checkReadings(batch: ReadingColumns, known: ReadonlySet<number>, now: number): CheckedReadings {
  const readings: Reading[] = [];
  const aside: AsideRow[] = [];
  const seen = new Set<string>();
  for (let row = 0; row < batch.rows; row += 1) {
    const values = rowOf(batch, row);
    const reason = reasonAgainst(values, known, now) ?? (seen.has(keyOf(values)) ? 'slot-twice-in-batch' : undefined);
    if (reason !== undefined) {
      aside.push({ row, reason });
      continue;
    }
    seen.add(keyOf(values));
    readings.push(values as unknown as Reading);
  }
  return { readings, aside };
}

type UncheckedRow = Record<ReadingColumn, unknown>;

/** One row as it came. */
export function rowOf({ columns }: ReadingColumns, row: number): UncheckedRow {
  return Object.fromEntries(READING_COLUMNS.map((name) => [name, columns[name][row] ?? null])) as UncheckedRow;
}

function keyOf(row: UncheckedRow): string {
  return `${String(row.portId)} ${String(row.slot)}`;
}

function reasonAgainst(row: UncheckedRow, known: ReadonlySet<number>, now: number): string | undefined {
  return reasonAgainstIdentity(row, known, now) ?? reasonAgainstRates(row) ?? reasonAgainstState(row);
}

function reasonAgainstIdentity(row: UncheckedRow, known: ReadonlySet<number>, now: number): string | undefined {
  if (!isCount(row.portId, INT32_MAX)) return 'port-invalid';
  if (!known.has(row.portId)) return 'port-unknown';
  if (!isCount(row.slot)) return 'slot-invalid';
  if (!isCount(row.takenAt)) return 'time-invalid';
  if (row.takenAt > now + AHEAD_MS) return 'time-in-future';
  if (row.slot < now / 1_000 - LATEST_S) return 'too-late';
  if (Math.abs(row.takenAt / 1_000 - row.slot) > SLOT_DISTANCE_S) return 'slot-far-from-time';
  return undefined;
}

const RATES = ['inBps', 'outBps'] as const;
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

function reasonAgainstRates(row: UncheckedRow): string | undefined {
  if (typeof row.status !== 'string' || !/^[A-Z][A-Z_]{1,23}$/.test(row.status)) return 'status-invalid';
  if (!isNullOr(row.dtMs, (value) => isCount(value, LONGEST_DT_MS))) return 'dt-invalid';
  if (!RATES.every((name) => isNullOr(row[name], isRate))) return 'rate-invalid';
  if (!DELTAS.every((name) => isNullOr(row[name], (value) => isCount(value)))) return 'delta-invalid';
  if (row.status === 'OK') {
    const needed = [row.dtMs, row.inBps, row.outBps, row.inOctets, row.outOctets];
    return needed.includes(null) || row.dtMs === 0 ? 'rate-missing' : undefined;
  }
  // A number that P-RATE refused must not come back through the sums.
  return [...RATES, ...DELTAS].every((name) => row[name] === null) ? undefined : 'rate-unexpected';
}

function reasonAgainstState(row: UncheckedRow): string | undefined {
  if (!isNullOr(row.adminStatus, (value) => isCount(value, ADMIN_STATUSES))) return 'admin-status-invalid';
  if (!isNullOr(row.operStatus, (value) => isCount(value, OPER_STATUSES))) return 'oper-status-invalid';
  if (!isNullOr(row.lastChangeAt, (value) => isCount(value))) return 'last-change-invalid';
  if (!isNullOr(row.ifIndex, (value) => isCount(value, INT32_MAX))) return 'if-index-invalid';
  if (!isNullOr(row.speedBps, (value) => isCount(value))) return 'speed-invalid';
  if (typeof row.resume !== 'string' || row.resume.length > RESUME_LENGTH) return 'resume-invalid';
  return undefined;
}

function isNullOr(value: unknown, accepts: (value: unknown) => boolean): boolean {
  return value === null || accepts(value);
}

function isRate(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown, most: number = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;
}
