import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, Interval, LineLayer, MeasureKind, Severity } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import type { AlarmObject } from './alarm-row.js';

/** Where the values of a kind of point lie. */
export interface PointValues {
  readonly kind: MeasureKind;
  readonly table: 'measure_line' | 'measure_latency' | 'measure_optical';
  /** Of the table as `v`. */
  readonly value: string;
}

/** A point with the names that its alarms need. */
export interface AlarmPoint {
  readonly pointId: number;
  readonly circuitId: string;
  readonly customerId: string;
  readonly circuitCode: string;
  readonly side: CircuitEndSide;
  readonly intervalS: number;
  readonly layer: LineLayer;
  readonly portId: number | null;
  readonly deviceId: string | null;
}

/** One stored measurement; `at` and `changedAt` in ms. */
export interface PointValue {
  readonly at: number;
  readonly value: number;
  readonly changedAt: number | null;
}

/** A standing alarm of a point. */
export interface PointAlarm {
  readonly key: string;
  readonly pointId: number;
  readonly severity: Severity;
}

type Numbers<Row> = { readonly [Name in keyof Row]: Row[Name] | string };

const POINTS_A_QUERY = 400;
const MOST_POINTS = 5_000;
/** Points that are measured more rarely than this are judged by what lies in it. */
const LONGEST_LOOK_S = 4 * 3_600;

/** Measuring points of the whole house, for the engine: which of them show something, and their newest values. */
@Injectable()
export class PointRepository {
  constructor(private readonly database: Database) {}

  /** Epoch seconds: so far back lie `count` measurements of every point of a kind. */
  async lookFrom(kind: MeasureKind, count: number, now: number): Promise<number> {
    const [row] = await this.database.read<{ intervalS: number | null }>(
      'SELECT MAX(interval_s) AS intervalS FROM measure_point WHERE kind = ?',
      [kind],
    );
    return Math.floor(now / 1_000) - Math.min(count * (row?.intervalS ?? 0), LONGEST_LOOK_S);
  }

  /** The points of which any value since `fromS` is on the bad side. */
  async crossing(
    { table, value }: PointValues,
    bad: '>=' | '<=' | '<>',
    level: number,
    fromS: number,
  ): Promise<number[]> {
    const rows = await this.database.read<{ pointId: number }>(
      `SELECT DISTINCT v.point_id AS pointId FROM ${table} v
       WHERE v.slot >= ? AND v.status = 'OK' AND ${value} ${bad} ? ORDER BY v.point_id LIMIT ?`,
      [fromS, level, MOST_POINTS],
    );
    return rows.map(({ pointId }) => pointId);
  }

  /** What stands of some codes, by code and point. */
  async standing(codes: readonly string[]): Promise<PointAlarm[]> {
    const rows = await this.database.read<{ alarmKey: string; qualifier: string; severity: Severity }>(
      `SELECT a.alarm_key AS alarmKey, a.qualifier AS qualifier, a.severity AS severity FROM alarm a
       WHERE a.active_key IS NOT NULL AND a.code IN (${marks(codes)}) ORDER BY a.id LIMIT ?`,
      [...codes, MOST_POINTS],
    );
    return rows.map(({ qualifier, alarmKey, severity }) => ({ key: alarmKey, severity, pointId: Number(qualifier) }));
  }

  async points(ids: readonly number[]): Promise<Map<number, AlarmPoint>> {
    const found = new Map<number, AlarmPoint>();
    for (const some of toChunks(ids, POINTS_A_QUERY)) {
      const rows = await this.database.read<Omit<AlarmPoint, 'layer'> & { source: string; settings: string }>(
        `SELECT m.id AS pointId, m.circuit_id AS circuitId, m.customer_id AS customerId, c.code AS circuitCode,
           m.side AS side, m.interval_s AS intervalS, m.source AS source, m.settings_json AS settings,
           e.port_id AS portId, COALESCE(m.device_id, p.device_id) AS deviceId
         FROM measure_point m JOIN circuit c ON c.id = m.circuit_id
         LEFT JOIN circuit_end e ON e.circuit_id = m.circuit_id AND e.side = m.side AND e.seq = 1
         LEFT JOIN port p ON p.id = e.port_id WHERE m.id IN (${marks(some)}) ORDER BY m.id`,
        some,
      );
      for (const { source, settings, ...point } of rows) {
        const layer = source === 'SONET' ? (JSON.parse(settings) as { layer: LineLayer }).layer : 'E1';
        found.set(point.pointId, { ...point, layer });
      }
    }
    return found;
  }

  /** When circuits were down since `from` (ms), by circuit. */
  async downTimes(circuitIds: readonly string[], from: number): Promise<Map<string, Interval[]>> {
    const found = new Map<string, Interval[]>();
    for (const some of toChunks(circuitIds, POINTS_A_QUERY)) {
      const rows = await this.database.read<{ id: string; begun: number | string; ended: number | string | null }>(
        `SELECT object_id AS id, from_at AS begun, to_at AS ended FROM state_interval
         WHERE object_type = 'circuit' AND object_id IN (${marks(some)}) AND status = 'failed'
         AND (to_at IS NULL OR to_at >= ?)`,
        [...some, from],
      );
      for (const { id, begun, ended } of rows) {
        const down = { from: Number(begun), to: ended === null ? Number.POSITIVE_INFINITY : Number(ended) };
        found.set(id, [...(found.get(id) ?? []), down]);
      }
    }
    return found;
  }

  /** Good values since `fromS`, oldest first. */
  async values(
    { table, value }: PointValues,
    ids: readonly number[],
    fromS: number,
  ): Promise<Map<number, PointValue[]>> {
    const found = new Map<number, PointValue[]>();
    const changed = table === 'measure_line' ? 'v.changed_at' : 'NULL';
    for (const some of toChunks(ids, POINTS_A_QUERY)) {
      const rows = await this.database.read<Numbers<PointValue> & { pointId: number }>(
        `SELECT v.point_id AS pointId, v.taken_at AS at, ${value} AS value, ${changed} AS changedAt FROM ${table} v
         WHERE v.point_id IN (${marks(some)}) AND v.slot >= ? AND v.status = 'OK' AND ${value} IS NOT NULL
         ORDER BY v.point_id, v.slot`,
        [...some, fromS],
      );
      for (const { pointId, at, value: measured, changedAt } of rows) {
        const one = {
          at: Number(at),
          value: Number(measured),
          changedAt: changedAt === null ? null : Number(changedAt),
        };
        const known = found.get(pointId);
        if (known === undefined) found.set(pointId, [one]);
        else known.push(one);
      }
    }
    return found;
  }
}

/** An alarm of a point is of the port that it stands at, and touches its circuit alone. */
export function pointObject({ pointId, portId, circuitId, circuitCode, side, deviceId }: AlarmPoint): AlarmObject {
  const id = portId === null ? `point-${String(pointId)}` : String(portId);
  return { type: 'POINT', id, name: `${circuitCode} ${side}`, deviceId, circuitId };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
