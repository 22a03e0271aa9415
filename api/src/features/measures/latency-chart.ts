import { Inject, Injectable } from '@nestjs/common';
import type { LatencySeries } from '@linewatch/shared';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../../platform/clock/clock.js';
import { BUCKET_S, bucketStart, bucketWidth, fiveMinutes, hour, type KeptDays, SHANGHAI } from '../telemetry/index.js';
import { bucketEntries, byBucket, type PointRange, singleEntries } from './chart-buckets.js';
import { addSums, latencyColumns, latencyStats, type LatencySum, storedSum, sumOfRun } from './latency-series.js';
import { MeasureReader } from './measure-reader.js';
import { MeasureSumRepository } from './measure-sum.repository.js';
import type { SumTable } from './measure-sums.js';

/** The longest range that is drawn run by run. */
const RUNS_RANGE_S = 2 * 3_600;
const DAY_S = 86_400;

type LatencyTable = Extract<SumTable['name'], `latency_${string}`>;
const WIDTH_S: Readonly<Record<LatencyTable, number>> = {
  latency_5m: BUCKET_S['5m'],
  latency_1h: BUCKET_S['1h'],
  latency_1d: BUCKET_S['1d'],
};

/** Loss, delay and jitter of one point, at the resolution that fits the screen. */
@Injectable()
export class LatencyChart {
  constructor(
    private readonly reader: MeasureReader,
    private readonly sums: MeasureSumRepository,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptDays,
  ) {}

  async draw(
    range: PointRange,
  ): Promise<Pick<LatencySeries, keyof ReturnType<typeof latencyColumns> | 'bucketS' | 'stats'>> {
    const { from, to, points, intervalS } = range;
    const isShort = to - from <= RUNS_RANGE_S && from >= this.oldestKept('RETAIN_RAW_DAYS');
    if (isShort) {
      const runs = await this.runs(range.pointId, from, to);
      const entries = singleEntries(runs, intervalS);
      if (entries.length <= points) return { bucketS: 0, ...latencyColumns(entries), stats: latencyStats(runs) };
      return drawBuckets(runs, range, bucketWidth(from, to, points, intervalS, SHANGHAI));
    }
    const table = this.tableFor(range);
    const widthS = bucketWidth(from, to, points, WIDTH_S[table], SHANGHAI);
    const first = bucketStart(from, widthS, SHANGHAI);
    const found =
      table === 'latency_5m'
        ? await this.fineSums(range.pointId, first, to)
        : (await this.reader.sums(table, range.pointId, first, to)).map(storedSum);
    return drawBuckets(found, range, widthS);
  }

  /** The coarsest sums that are fine enough, unless only coarser ones are kept of the time the range begins at. */
  private tableFor({ from, to, points }: PointRange): LatencyTable {
    const neededS = (to - from) / points;
    if (neededS >= WIDTH_S.latency_1d || from < this.oldestKept('RETAIN_1H_DAYS')) return 'latency_1d';
    if (neededS >= WIDTH_S.latency_1h || from < this.oldestKept('RETAIN_5M_DAYS')) return 'latency_1h';
    return 'latency_5m';
  }

  /** Sums of [from, to): those that are made, and the runs themselves where they are still to be. */
  private async fineSums(pointId: number, from: number, to: number): Promise<LatencySum[]> {
    const now = Math.floor(this.clock.now() / 1_000);
    const waiting = await this.sums.oldestDirty('latency_5m', hour(now - DAY_S));
    const tail = Math.min(waiting ?? fiveMinutes(now), fiveMinutes(now));
    const made = await this.reader.sums('latency_5m', pointId, from, Math.min(to, tail));
    const runs = to <= tail ? [] : await this.runs(pointId, Math.max(from, tail), to);
    return [...made.map(storedSum), ...runs];
  }

  private async runs(pointId: number, from: number, to: number): Promise<LatencySum[]> {
    const rows = await this.reader.measurements('measure_latency', pointId, from, to);
    return rows.flatMap((row) => sumOfRun(row) ?? []);
  }

  /** Epoch seconds from which on a level of the history is kept. */
  private oldestKept(level: keyof KeptDays): number {
    return Math.floor(this.clock.now() / 1_000) - this.kept[level] * DAY_S;
  }
}

function drawBuckets(
  sums: readonly LatencySum[],
  range: PointRange,
  widthS: number,
): Pick<LatencySeries, keyof ReturnType<typeof latencyColumns> | 'bucketS' | 'stats'> {
  const entries = bucketEntries(byBucket(sums, widthS, addSums), range, widthS);
  return {
    bucketS: widthS,
    ...latencyColumns(entries),
    stats: latencyStats(sums.filter(({ at }) => at >= bucketStart(range.from, widthS, SHANGHAI))),
  };
}
