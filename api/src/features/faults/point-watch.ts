import { Injectable } from '@nestjs/common';
import {
  type AlarmCode,
  crosses,
  defectSince,
  HOUSE_LEVELS,
  LINE_DEFECTS,
  lineDefects,
  METRIC_RANGES,
  NO_LINE_ALARM,
  type Severity,
  severityOf,
  type ThresholdMetric,
  unitOf,
} from '@linewatch/shared';
import { keyOf } from './alarm-row.js';
import type { Finding } from './finding.js';
import {
  type AlarmPoint,
  type PointAlarm,
  pointObject,
  PointRepository,
  type PointValue,
  type PointValues,
} from './point.repository.js';

/** What is measured at points and held against a level of the house. */
const MEASURED: readonly (PointValues & { readonly code: AlarmCode; readonly metric: ThresholdMetric })[] = [
  {
    code: 'LOSS_HIGH',
    metric: 'LOSS',
    kind: 'LATENCY',
    table: 'measure_latency',
    value: '(100.0 * (v.sent - v.received) / NULLIF(v.sent, 0))',
  },
  { code: 'DELAY_HIGH', metric: 'DELAY', kind: 'LATENCY', table: 'measure_latency', value: '(v.mean_us / 1000.0)' },
  { code: 'JITTER_HIGH', metric: 'JITTER', kind: 'LATENCY', table: 'measure_latency', value: '(v.jitter_us / 1000.0)' },
  { code: 'RX_POWER_LOW', metric: 'RX_POWER', kind: 'OPTICAL', table: 'measure_optical', value: 'v.rx_dbm' },
];
const LINE: PointValues = { kind: 'LINE', table: 'measure_line', value: 'v.alarm_bits' };
/** Enough to see that a defect is gone for a minute, however often it is read. */
const LINE_READINGS = 4;
const LINE_LOOK_S = 300;
/** Nothing begins by what was measured before so long. */
const STALE_MS = 15 * 60_000;
const GAP_INTERVALS = 2.5;

/** Holds what is measured at points against the house's levels, and reads the defects in the status of E1 and SDH lines. */
@Injectable()
export class PointWatch {
  constructor(private readonly points: PointRepository) {}

  /** Reads what is committed; of a point that was not heard of nothing is found, so that what stood stands. */
  async look(now: number): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const measured of MEASURED) findings.push(...(await this.levels(measured, now)));
    return [...findings, ...(await this.defects(now))];
  }

  private async levels({ code, metric, ...where }: (typeof MEASURED)[number], now: number): Promise<Finding[]> {
    const house = HOUSE_LEVELS[metric];
    const fromS = await this.points.lookFrom(where.kind, house.rule.of + 1, now);
    const bad = METRIC_RANGES[metric].bad === 'ABOVE' ? '>=' : '<=';
    const crossing = await this.points.crossing(where, bad, house.levels[0]?.level ?? 0, fromS);
    const standing = new Map((await this.points.standing([code])).map((alarm) => [alarm.pointId, alarm]));
    const ids = [...new Set([...crossing, ...standing.keys()])];
    const points = await this.points.points(ids);
    const values = await this.points.values(where, ids, fromS);
    const circuitIds = [...new Set([...points.values()].map(({ circuitId }) => circuitId))];
    const downs = await this.points.downTimes(circuitIds, fromS * 1_000);
    const found = [...points.values()].flatMap((point): Finding[] => {
      const down = downs.get(point.circuitId) ?? [];
      // What is measured while the line is down says nothing of its quality.
      const own = (values.get(point.pointId) ?? []).filter(
        ({ at }) => !down.some(({ from, to }) => from <= at && at < to),
      );
      const newest = own.at(-1);
      const before = standing.get(point.pointId)?.severity ?? null;
      if (newest === undefined || (before === null && isStale(newest, point, now))) return [];
      const severity = severityOf(
        metric,
        own.map(({ value }) => value),
        house,
        before,
      );
      const level = house.levels.find((one) => one.severity === severity)?.level ?? 0;
      const since = own.findLast(
        ({ value }, place) => crosses(metric, level, value) && !badAt(place - 1, own, metric, level),
      );
      const facts = { observed: Math.round(newest.value * 100) / 100, level, unit: unitOf(metric), side: point.side };
      return [finding(code, point, severity, facts, since?.at ?? newest.at, newest)];
    });
    return [...found, ...gone([...standing.values()], points)];
  }

  private async defects(now: number): Promise<Finding[]> {
    const fromS = Math.min(
      await this.points.lookFrom('LINE', LINE_READINGS, now),
      Math.floor(now / 1_000) - LINE_LOOK_S,
    );
    const standing = await this.points.standing(LINE_DEFECTS);
    const shown = await this.points.crossing(LINE, '<>', NO_LINE_ALARM, fromS);
    const ids = [...new Set([...shown, ...standing.map(({ pointId }) => pointId)])];
    const points = await this.points.points(ids);
    const values = await this.points.values(LINE, ids, fromS);
    const keys = new Set(standing.map(({ key }) => key));
    const found = [...points.values()].flatMap((point) =>
      LINE_DEFECTS.flatMap((code) => defect(code, point, values.get(point.pointId) ?? [], keys, now)),
    );
    return [...found, ...gone(standing, points)];
  }
}

function defect(
  code: AlarmCode,
  point: AlarmPoint,
  values: readonly PointValue[],
  standing: ReadonlySet<string>,
  now: number,
): Finding[] {
  const newest = values.at(-1);
  const stood = standing.has(keyOf(pointObject(point), code, String(point.pointId)));
  const readings = values.map(({ at, value, changedAt }) => {
    return { at, isThere: lineDefects(point.layer, value).includes(code), changedAt };
  });
  if (newest === undefined || (!stood && (isStale(newest, point, now) || readings.every(({ isThere }) => !isThere)))) {
    return [];
  }
  const since = defectSince(code, readings, stood);
  return [finding(code, point, since === null ? null : undefined, { side: point.side }, since ?? newest.at, newest)];
}

/** @param severity null: well; undefined: the one of the code */
function finding(
  code: AlarmCode,
  point: AlarmPoint,
  severity: Severity | null | undefined,
  facts: Readonly<Record<string, string | number>>,
  at: number,
  newest: PointValue,
): Finding {
  const { circuitId, customerId } = point;
  const object = pointObject(point);
  const qualifier = String(point.pointId);
  const circuits = [{ circuitId, customerId }];
  const showing = { object, code, qualifier, facts, at, circuits, ...(severity && { severity }) };
  return { key: keyOf(object, code, qualifier), showing: severity === null ? null : showing, threshold: null, newest };
}

/** Points that are no more have no alarms. */
function gone(standing: readonly PointAlarm[], points: ReadonlyMap<number, AlarmPoint>): Finding[] {
  return standing
    .filter(({ pointId }) => !points.has(pointId))
    .map(({ key }) => ({ key, showing: null, threshold: null, newest: undefined }));
}

function badAt(place: number, values: readonly PointValue[], metric: ThresholdMetric, level: number): boolean {
  const value = values[place]?.value;
  return value !== undefined && crosses(metric, level, value);
}

function isStale({ at }: PointValue, { intervalS }: AlarmPoint, now: number): boolean {
  return now - at > Math.max(STALE_MS, GAP_INTERVALS * intervalS * 1_000);
}
