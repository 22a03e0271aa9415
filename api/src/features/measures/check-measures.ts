import { DomainError, MEASURE_STATUSES, type MeasureKind } from '@linewatch/shared';
import { LATEST_S } from '../telemetry/index.js';
import type { MeasureColumnName, MeasureGroup, MeasureGroupName } from './measure-groups.js';

/** One row of a group by the names of its columns, as it came. */
export type MeasureRow = Readonly<Partial<Record<MeasureColumnName, unknown>>>;

/** A row that has every value that its group needs, in their ranges. */
export interface CheckedMeasure extends Omit<MeasureRow, 'pointId' | 'slot' | 'takenAt' | 'status'> {
  readonly pointId: number;
  readonly slot: number;
  readonly takenAt: number;
  readonly status: string;
}

export interface CheckedGroup {
  readonly rows: readonly CheckedMeasure[];
  readonly aside: readonly { readonly reason: string; readonly row: MeasureRow }[];
}

/** How far a collector's clock may be ahead of ours. */
const AHEAD_MS = 5 * 60_000;
/** How far a value may be taken from its slot. */
const SLOT_DISTANCE_S = 3_600;
/** An agent keeps 96 intervals of 15 minutes, and they may be read after a day of silence. */
const INTERVAL_DISTANCE_S = 26 * 3_600;
const INTERVAL_SECONDS = 900;
const INT32_MAX = 2_147_483_647;
/** RFC 3433 section 3.2 knows no dBm; optics lie far within, and a value outside is another unit. */
const POWER_DBM = 60;
const SENSOR_LIMIT = 1_000_000;
const LONGEST_US = 3_600_000_000;

/**
 * Takes the columns of one group apart into rows.
 *
 * @throws DomainError `ingest.batch-malformed` when a column is absent or of another length
 */
export function rowsOf(
  group: MeasureGroup,
  columns: Readonly<Partial<Record<MeasureColumnName, readonly unknown[]>>>,
): MeasureRow[] {
  const rows = columns.pointId?.length ?? -1;
  for (const name of group.columns) {
    if (columns[name]?.length !== rows) {
      throw new DomainError('ingest.batch-malformed', 'The columns of a batch must be of equal length', {
        column: `${group.name}.${name}`,
      });
    }
  }
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(group.columns.map((name) => [name, columns[name]?.[row] ?? null])),
  );
}

/** The numbers of points that rows name, each once. */
export function namedPoints(rows: readonly MeasureRow[]): number[] {
  return [...new Set(rows.map(({ pointId }) => pointId).filter((id): id is number => isCount(id, INT32_MAX)))];
}

/**
 * Checks a group row by row, so that one bad row does not cost the others.
 *
 * @param known kinds of the points of this house among those named
 * @param now ms
 */
export function checkGroup(
  group: MeasureGroup,
  rows: readonly MeasureRow[],
  known: ReadonlyMap<number, MeasureKind>,
  now: number,
): CheckedGroup {
  const good: CheckedMeasure[] = [];
  const aside: { reason: string; row: MeasureRow }[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const key = `${String(row.pointId)} ${String(row.slot)}`;
    const reason =
      reasonAgainstPlace(group, row, known, now) ??
      reasonAgainstValues(group, row) ??
      (seen.has(key) ? 'slot-twice-in-batch' : undefined);
    if (reason === undefined) {
      seen.add(key);
      good.push(row as CheckedMeasure);
    } else aside.push({ reason: `${group.name}-${reason}`, row });
  }
  return { rows: good, aside };
}

function reasonAgainstPlace(
  { name, kind }: MeasureGroup,
  row: MeasureRow,
  known: ReadonlyMap<number, MeasureKind>,
  now: number,
): string | undefined {
  if (!isCount(row.pointId, INT32_MAX)) return 'point-invalid';
  if (known.get(row.pointId) !== kind) return 'point-unknown';
  if (!isCount(row.slot)) return 'slot-invalid';
  if (!isCount(row.takenAt)) return 'time-invalid';
  if (row.takenAt > now + AHEAD_MS) return 'time-in-future';
  if (row.slot < now / 1_000 - LATEST_S) return 'too-late';
  const distanceS = name === 'performance' ? INTERVAL_DISTANCE_S : SLOT_DISTANCE_S;
  return Math.abs(row.takenAt / 1_000 - row.slot) > distanceS ? 'slot-far-from-time' : undefined;
}

function reasonAgainstValues(group: MeasureGroup, row: MeasureRow): string | undefined {
  if (!MEASURE_STATUSES.some((status) => status === row.status)) return 'status-invalid';
  if (group.name === 'performance' && typeof row.isFinal !== 'boolean') return 'final-invalid';
  if (row.status === 'OK') return REASONS[group.name](row);
  const values = group.columns.slice(PLACE_COLUMNS).filter((name) => name !== 'isFinal');
  // When a line entered a status may be known while the status itself cannot be used.
  return values.every((name) => row[name] === null || name === 'changedAt') ? undefined : 'value-unexpected';
}

/** pointId, slot, takenAt and status come first in every group. */
const PLACE_COLUMNS = 4;

const REASONS: Readonly<Record<MeasureGroupName, (row: MeasureRow) => string | undefined>> = {
  line: (row) => {
    if (!isCount(row.alarmBits, 0xffff_ffff)) return 'alarms-invalid';
    return isNullOr(row.changedAt, (value) => isCount(value)) ? undefined : 'change-invalid';
  },
  performance: (row) => {
    const seconds = [row.es, row.ses, row.uas];
    if (!seconds.every((value) => isNullOr(value, (one) => isCount(one, INTERVAL_SECONDS)))) return 'seconds-invalid';
    return isNullOr(row.cv, (value) => isCount(value)) ? undefined : 'violations-invalid';
  },
  optical: (row) => {
    if (![row.rxDbm, row.txDbm].every((value) => isNullOr(value, within(POWER_DBM)))) return 'power-invalid';
    const others = [row.temperatureC, row.voltageV, row.biasMa];
    return others.every((value) => isNullOr(value, within(SENSOR_LIMIT))) ? undefined : 'sensor-invalid';
  },
  latency: reasonAgainstLatency,
};

function reasonAgainstLatency(row: MeasureRow): string | undefined {
  const { sent, received } = row;
  if (!isCount(sent, INT32_MAX) || sent === 0 || !isCount(received, sent)) return 'count-invalid';
  const times = [row.minUs, row.meanUs, row.maxUs, row.jitterUs];
  if (!times.every((value) => isNullOr(value, (one) => isCount(one, LONGEST_US)))) return 'delay-invalid';
  if (received === 0 && times.some((value) => value !== null)) return 'delay-unexpected';
  const ordered = times.slice(0, 3).filter((value) => value !== null) as number[];
  return ordered.every((value, place) => value >= (ordered[place - 1] ?? 0)) ? undefined : 'delay-invalid';
}

function isNullOr(value: unknown, accepts: (value: unknown) => boolean): boolean {
  return value === null || accepts(value);
}

function within(limit: number): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= limit;
}

function isCount(value: unknown, most: number = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;
}
