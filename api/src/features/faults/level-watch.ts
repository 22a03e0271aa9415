import { Injectable } from '@nestjs/common';
import { HOUSE_LEVELS, isCrossed, type Severity, severityOf, unitOf } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { type Notice, NoticeBoard } from '../../platform/notices/notice-board.js';
import type { AlarmBook, Showing } from './alarm-book.js';
import { isStanding, keyOf, type TouchedCircuit } from './alarm-row.js';
import type { Finding } from './finding.js';
import { LineMap } from './line-map.repository.js';
import { MetricValues, type Wanted } from './metric-values.js';
import { PointWatch } from './point-watch.js';
import { type Threshold, ThresholdRepository } from './threshold.repository.js';

/** Below this nothing begins, and above it whoever has an alarm is looked at. */
const LOOKED_AT_PERCENT = 80;
const MOST = 5_000;

/** Holds measured values against levels: those of the house and those that customers set. */
@Injectable()
export class LevelWatch {
  constructor(
    private readonly database: Database,
    private readonly metrics: MetricValues,
    private readonly thresholds: ThresholdRepository,
    private readonly points: PointWatch,
    private readonly map: LineMap,
    private readonly board: NoticeBoard,
  ) {}

  /** Reads what is committed; nothing is written. */
  async look(now: number): Promise<Finding[]> {
    return [...(await this.utilisation(now)), ...(await this.points.look(now)), ...(await this.own(now))];
  }

  /** Brings alarms in step with findings; an alarm whose level is no longer watched is over. */
  async settle(tx: Transaction, book: AlarmBook, findings: readonly Finding[], now: number): Promise<void> {
    await book.read(
      tx,
      findings.map(({ key }) => key),
    );
    for (const { key, showing } of findings) {
      if (showing === null) book.clear(key, now);
      else if (isStanding(book.get(key))) this.refresh(book, key, showing, now);
      else book.raise(showing);
    }
    const own = findings.flatMap((finding) => (finding.threshold === null ? [] : [finding]));
    for (const { threshold, newest } of own) {
      if (threshold !== null && newest !== undefined && newest.at !== threshold.observedAt) {
        await this.thresholds.observed(tx, threshold.id, newest.value, newest.at);
      }
    }
    await this.tell(tx, book, own, now);
  }

  /** A value that moves is no news; another severity is. */
  private refresh(book: AlarmBook, key: string, showing: Showing, now: number): void {
    if (book.get(key)?.severity !== showing.severity) book.raise({ ...showing, at: now });
  }

  private async utilisation(now: number): Promise<Finding[]> {
    const rows = await this.database.read<
      TouchedCircuit & { code: string; intervalS: number; severity: Severity | null }
    >(
      `SELECT c.id AS circuitId, c.customer_id AS customerId, c.code AS code, cs.interval_s AS intervalS,
         a.severity AS severity
       FROM circuit_state cs JOIN circuit c ON c.id = cs.circuit_id
       LEFT JOIN alarm a ON a.circuit_id = c.id AND a.code = 'UTIL_HIGH' AND a.active_key IS NOT NULL
       WHERE cs.utilisation >= ? OR a.id IS NOT NULL ORDER BY c.id LIMIT ?`,
      [LOOKED_AT_PERCENT, MOST],
    );
    const wanted = rows.map(({ circuitId, intervalS }): Wanted => {
      return { circuitId, metric: 'UTILISATION', side: null, backMs: 4 * intervalS * 1_000 };
    });
    const series = await this.metrics.of(wanted, now);
    return rows.flatMap(({ circuitId, customerId, code, severity: before }, index): Finding[] => {
      const { values = [] } = series[index] ?? {};
      const newest = values.at(-1);
      // Nothing was heard: what stood stands.
      if (newest === undefined) return [];
      const object = { type: 'CIRCUIT', id: circuitId, name: code, deviceId: null, circuitId } as const;
      const severity = severityOf(
        'UTILISATION',
        values.map(({ value }) => value),
        HOUSE_LEVELS.UTILISATION,
        before,
      );
      const level = HOUSE_LEVELS.UTILISATION.levels.find((one) => one.severity === severity)?.level ?? 0;
      const facts = { observed: round(newest.value), level, unit: '%' };
      const circuits = [{ circuitId, customerId }];
      const showing =
        severity === null ? null : ({ object, code: 'UTIL_HIGH', severity, facts, at: newest.at, circuits } as const);
      return [{ key: keyOf(object, 'UTIL_HIGH'), showing, threshold: null, newest }];
    });
  }

  private async own(now: number): Promise<Finding[]> {
    const thresholds = await this.thresholds.watched();
    const wanted = thresholds.map(({ circuitId, metric, side, forS }): Wanted => {
      return { circuitId, metric, side, backMs: forS * 1_000 };
    });
    const series = await this.metrics.of(wanted, now);
    const found = thresholds.flatMap((threshold, index): Finding[] => {
      const { values, gapMs } = series[index] ?? { values: [], gapMs: 0 };
      const newest = values.at(-1);
      const isOver = isCrossed(
        { ...threshold, forMs: threshold.forS * 1_000 },
        values,
        gapMs,
        threshold.since !== null,
      );
      return [
        {
          key: keyOfThreshold(threshold),
          showing: isOver ? showingOf(threshold, newest, now) : null,
          threshold,
          newest,
        },
      ];
    });
    const known = new Set(found.map(({ key }) => key));
    const orphans = await this.database.read<{ alarmKey: string }>(
      `SELECT a.alarm_key AS alarmKey FROM alarm a WHERE a.code = 'THRESHOLD_CROSSED' AND a.active_key IS NOT NULL LIMIT ?`,
      [MOST],
    );
    const gone = orphans.filter(({ alarmKey }) => !known.has(alarmKey));
    return [
      ...found,
      ...gone.map(({ alarmKey }) => ({ key: alarmKey, showing: null, threshold: null, newest: undefined })),
    ];
  }

  private async tell(tx: Transaction, book: AlarmBook, findings: readonly Finding[], now: number): Promise<void> {
    const changed = new Map(book.changed().map((alarm) => [alarm.alarmKey, alarm]));
    const told = findings.flatMap(({ key, threshold, newest }) => {
      const alarm = changed.get(key);
      return alarm === undefined || threshold === null ? [] : [{ alarm, threshold, newest }];
    });
    if (told.length === 0) return;
    const circuits = await this.map.circuits(tx, [...new Set(told.map(({ threshold }) => threshold.circuitId))]);
    const sites = new Map(
      circuits.map(({ circuitId, ends }) => [circuitId, [...new Set(ends.flatMap(({ siteId }) => siteId ?? []))]]),
    );
    const notices = told.map(({ alarm, threshold, newest }): Notice => {
      const kind = alarm.activeKey === null ? 'threshold.cleared' : 'threshold.raised';
      return {
        kind,
        customerId: threshold.customerId,
        circuitIds: [threshold.circuitId],
        siteIds: sites.get(threshold.circuitId) ?? [],
        severity: threshold.severity,
        object: { type: 'circuit', id: threshold.circuitId },
        cause: threshold.id,
        once: `${kind}:${alarm.id}:${String(alarm.version)}`,
        facts: {
          circuitCode: threshold.circuitCode,
          circuitName: threshold.circuitName,
          metric: threshold.metric,
          side: threshold.side,
          level: threshold.level,
          unit: unitOf(threshold.metric),
          forS: threshold.forS,
          observed: newest === undefined ? null : round(newest.value),
          at: new Date(alarm.changedAt).toISOString(),
        },
      };
    });
    await this.board.pin(tx, notices, now);
  }
}

function keyOfThreshold({ circuitId, id }: Threshold): string {
  return keyOf({ type: 'CIRCUIT', id: circuitId }, 'THRESHOLD_CROSSED', id);
}

function showingOf(threshold: Threshold, newest: Finding['newest'], now: number): Showing {
  const { id, circuitId, customerId, circuitCode, metric, level, severity } = threshold;
  return {
    object: { type: 'CIRCUIT', id: circuitId, name: circuitCode, deviceId: null, circuitId },
    code: 'THRESHOLD_CROSSED',
    qualifier: id,
    severity,
    facts: { metric, level, unit: unitOf(metric), ...(newest !== undefined && { observed: round(newest.value) }) },
    at: newest?.at ?? now,
    circuits: [{ circuitId, customerId }],
    customerId,
  };
}

/** To what a person reads. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
