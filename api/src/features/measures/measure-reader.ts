import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../database/database.js';
import type { OPTICAL_VALUES, SumTable } from './measure-sums.js';

/** A row of measurements or sums by the names of its columns. bigint columns and sums are text on MySQL. */
export type ValueRow = Readonly<Partial<Record<ValueName, number | string | null>>>;

type OpticalName = (typeof OPTICAL_VALUES)[number];
type ValueName =
  | ('point_id' | 'slot' | 'bucket' | 'taken_at' | 'status' | 'was_at' | 'newest')
  | ('alarm_bits' | 'changed_at' | 'es' | 'ses' | 'uas' | 'cv')
  | ('sent' | 'received' | 'min_us' | 'mean_us' | 'max_us' | 'jitter_us')
  | ('delay_n' | 'delay_sum_us' | 'jitter_n' | 'jitter_sum_us')
  | OpticalName
  | `${OpticalName}_${'n' | 'sum' | 'min' | 'max'}`;

/** The newest measurements of a point: how the last one went, and the last one that brought values. */
export interface LatestOfPoint {
  readonly newest: ValueRow;
  readonly good: ValueRow | undefined;
}

/** How far back the last good values are looked for. */
const GOOD_WITHIN_S = 7 * 86_400;

/** Reads measurements of points that were found by a scope before; committed rows only. */
@Injectable()
export class MeasureReader {
  constructor(private readonly database: Database) {}

  /** By point; points without any measurement are left out. One statement, an index look-up a point. */
  async latest(table: string, points: readonly number[], nowS: number): Promise<Map<number, LatestOfPoint>> {
    if (points.length === 0) return new Map();
    const any = points.map((_, place) => newestOf(table, `n${String(place)}`, ''));
    const good = points.map((_, place) => newestOf(table, `g${String(place)}`, " AND status = 'OK' AND slot >= ?"));
    const rows = await this.database.read<ValueRow>([...any, ...good].join(' UNION ALL '), [
      ...points,
      ...points.flatMap((id) => [id, nowS - GOOD_WITHIN_S]),
    ]);
    const latest = new Map<number, LatestOfPoint>();
    for (const row of rows) {
      const id = Number(row.point_id);
      const known = latest.get(id);
      if (known === undefined) latest.set(id, { newest: row, good: row.status === 'OK' ? row : undefined });
      else if (known.good === undefined && row.status === 'OK') latest.set(id, { newest: known.newest, good: row });
    }
    return latest;
  }

  /** Measurements of a point with a slot in [from, to), in order. */
  measurements(table: string, point: number, from: number, to: number): Promise<ValueRow[]> {
    return this.between(table, 'slot', point, from, to);
  }

  /** Sums of a point that begin in [from, to), in order. */
  sums(table: SumTable['name'], point: number, from: number, to: number): Promise<ValueRow[]> {
    return this.between(table, 'bucket', point, from, to);
  }

  /**
   * The measurements of a line within [from, to) that differ from the one before (`was_at`, null for the first), or
   * come more than `holeS` after it; newest first, at most `limit`.
   */
  changes(point: number, from: number, to: number, holeS: number, limit: number): Promise<ValueRow[]> {
    return this.database.read<ValueRow>(
      `SELECT slot, status, alarm_bits, was_at FROM (
         SELECT slot, status, alarm_bits, LAG(slot) OVER w AS was_at, LAG(status) OVER w AS was_status,
           LAG(alarm_bits) OVER w AS was_bits
         FROM measure_line WHERE point_id = ? AND slot >= ? AND slot < ? WINDOW w AS (ORDER BY slot)
       ) told
       WHERE was_at IS NULL OR was_status <> status OR COALESCE(was_bits, -1) <> COALESCE(alarm_bits, -1)
         OR slot - was_at > ? ORDER BY slot DESC LIMIT ${String(limit)}`,
      [point, from, to, holeS],
    );
  }

  /** The newest slot of a point in [from, to); null when it has none there. */
  async newestSlot(table: string, point: number, from: number, to: number): Promise<number | null> {
    const [row] = await this.database.read<ValueRow>(
      `SELECT MAX(slot) AS newest FROM ${table} WHERE point_id = ? AND slot >= ? AND slot < ?`,
      [point, from, to],
    );
    return row?.newest === undefined || row.newest === null ? null : Number(row.newest);
  }

  private between(table: string, time: string, point: number, from: number, to: number): Promise<ValueRow[]> {
    const values: SqlValue[] = [point, from, to];
    return this.database.read<ValueRow>(
      `SELECT * FROM ${table} WHERE point_id = ? AND ${time} >= ? AND ${time} < ? ORDER BY ${time}`,
      values,
    );
  }
}

function newestOf(table: string, alias: string, condition: string): string {
  return `SELECT * FROM (SELECT * FROM ${table} WHERE point_id = ?${condition} ORDER BY slot DESC LIMIT 1) ${alias}`;
}
