import { Injectable } from '@nestjs/common';
import type { LineEvidence, TestedErrors, TestedLight, TestedProbe } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { OpenFaults } from '../faults/index.js';
import { MeasureReader, type ValueRow } from '../measures/index.js';
import { SampleStore } from '../telemetry/index.js';
import { WorksCover } from '../works-cover/index.js';
import type { LineTest } from './line-test.repository.js';
import { type LinePoint, TestedLine, type WatchedEnd } from './tested-line.repository.js';

const QUARTER_S = 15 * 60;
const DAY_S = 86_400;
/** A value that is older than so many of its intervals says nothing of now. */
const INTERVALS_THAT_COUNT = 3;
const LEAST_AGE_S = 120;
const PERCENT = 100;

/** Collects what a line test goes by: how the line is, how it was a day before, and what the operator knows of it. */
@Injectable()
export class EvidenceSearch {
  constructor(
    private readonly database: Database,
    private readonly line: TestedLine,
    private readonly samples: SampleStore,
    private readonly measures: MeasureReader,
    private readonly works: WorksCover,
    private readonly faults: OpenFaults,
  ) {}

  /** @param now ms */
  async search(test: LineTest, ends: readonly WatchedEnd[], now: number): Promise<LineEvidence> {
    const { circuitId, hasPower, askedAt } = test;
    const points = await this.line.points(circuitId);
    const [errors, light, probes, utilisation, works, faults] = await Promise.all([
      this.errors(ends, now),
      this.light(points, now),
      this.probes(points, now),
      this.line.utilisation(circuitId, askedAt),
      this.works.runningOn(this.database, [circuitId], now),
      this.faults.of(this.database, [circuitId]),
    ]);
    const work = works.get(circuitId);
    const open = faults.get(circuitId) ?? [];
    const fault = open.find(isEvent) ?? open[0];
    return {
      ...{ hasPower, errors, light, probes, utilisation },
      ends: ends.map(({ side, status, readAt }) => ({
        ...{ side, status, readAt },
        isFresh: readAt !== null && readAt >= askedAt,
      })),
      work: work === undefined ? null : { id: work.windowId, number: work.number, until: work.until },
      fault: fault === undefined ? null : faultOf(fault),
    };
  }

  /** Errored frames of the last quarter of an hour, and of the same one a day before. */
  private async errors(ends: readonly WatchedEnd[], now: number): Promise<TestedErrors[]> {
    const nowS = Math.floor(now / 1_000) + 1;
    const ports = ends.map(({ portId }) => portId);
    const [today, yesterday] = await Promise.all([
      this.samples.counted(ports, nowS - QUARTER_S, nowS),
      this.samples.counted(ports, nowS - DAY_S - QUARTER_S, nowS - DAY_S),
    ]);
    return ends.flatMap(({ side, portId }) => {
      const errors = errorsOf(today.get(portId));
      return errors === null ? [] : [{ side, now: errors, before: errorsOf(yesterday.get(portId)) }];
    });
  }

  private async light(points: readonly LinePoint[], now: number): Promise<TestedLight[]> {
    const own = points.filter(({ kind }) => kind === 'OPTICAL');
    const found = await this.newest('measure_optical', own, now);
    return found.flatMap(({ point, value, before }) => {
      const nowDbm = numberOf(value, 'rx_dbm');
      return nowDbm === null ? [] : [{ side: point.side, nowDbm, beforeDbm: numberOf(before, 'rx_dbm') }];
    });
  }

  private async probes(points: readonly LinePoint[], now: number): Promise<TestedProbe[]> {
    const own = points.filter(({ kind }) => kind === 'LATENCY');
    const found = await this.newest('measure_latency', own, now);
    return found.flatMap(({ point, value, before }) => {
      const [sent, received] = [numberOf(value, 'sent') ?? 0, numberOf(value, 'received') ?? 0];
      if (sent === 0) return [];
      return [
        {
          side: point.side,
          lossPct: ((sent - received) / sent) * PERCENT,
          meanUs: numberOf(value, 'mean_us'),
          beforeMeanUs: numberOf(before, 'mean_us'),
          measuredAt: numberOf(value, 'taken_at') ?? now,
        },
      ];
    });
  }

  /** The newest good value of each point that is young enough, with the last one of the quarter a day before. */
  private async newest(
    table: 'measure_latency' | 'measure_optical',
    points: readonly LinePoint[],
    now: number,
  ): Promise<{ point: LinePoint; value: ValueRow; before: ValueRow | undefined }[]> {
    const nowS = Math.floor(now / 1_000);
    const latest = await this.measures.latest(
      table,
      points.map(({ pointId }) => pointId),
      nowS,
    );
    const found = points.map(async (point) => {
      const value = latest.get(point.pointId)?.good;
      const oldest = nowS - Math.max(LEAST_AGE_S, INTERVALS_THAT_COUNT * point.intervalS);
      if (value === undefined || Number(value.slot ?? 0) < oldest) return [];
      const at = Number(value.slot) - DAY_S;
      const past = await this.measures.measurements(table, point.pointId, at - QUARTER_S, at + 1);
      return [{ point, value, before: past.findLast(({ status }) => status === 'OK') }];
    });
    return (await Promise.all(found)).flat();
  }
}

type OpenFault = NonNullable<ReturnType<Awaited<ReturnType<OpenFaults['of']>>['get']>>[number];

function isEvent({ eventId, reason }: OpenFault): boolean {
  return eventId !== null || reason === 'networkEvent';
}

function faultOf(fault: OpenFault): NonNullable<LineEvidence['fault']> {
  const { id, kind, reason, suspected, since } = fault;
  return { id, kind, reason, suspected, since, isEvent: isEvent(fault) };
}

interface Counted {
  readonly inErrors: number | null;
  readonly outErrors: number | null;
}

/** Null where nothing was counted. */
function errorsOf(samples: readonly Counted[] | undefined): number | null {
  const counted = (samples ?? []).filter(({ inErrors, outErrors }) => inErrors !== null || outErrors !== null);
  if (counted.length === 0) return null;
  return counted.reduce((sum, { inErrors, outErrors }) => sum + (inErrors ?? 0) + (outErrors ?? 0), 0);
}

function numberOf(row: ValueRow | undefined, name: keyof ValueRow): number | null {
  const value = row?.[name] ?? null;
  return value === null ? null : Number(value);
}
