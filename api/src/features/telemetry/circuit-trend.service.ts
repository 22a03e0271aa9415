import { Injectable } from '@nestjs/common';
import {
  type CircuitTrend,
  type DayLoad,
  DomainError,
  loadTrend,
  percentile95,
  TREND_LEAST_DAYS,
  type TrendQuery,
} from '@linewatch/shared';
import { z } from 'zod';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { day } from './buckets.js';
import { BundleSums } from './bundle-sums.js';
import { groupBy } from './chunks.js';
import { CircuitHistoryRepository } from './circuit-history.repository.js';
import { RollupRepository } from './rollup.repository.js';
import { meanBps, type TrafficSum } from './sample-series.js';

const DAY_S = 86_400;
/** A quarter: long enough for a line, short enough that it is still about the present. */
const DAYS = 92;
/** Half a day of five minutes: a day with less says little about its busy hours. */
const LEAST_BUCKETS = 144;

/** Where the load of a circuit is going. */
@Injectable()
export class CircuitTrendService {
  constructor(
    private readonly circuits: CircuitHistoryRepository,
    private readonly rollups: RollupRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @param now ms: the trend of the days before it, looked at from there
   * @throws DomainError `circuit.not-found`
   */
  async trend(
    scope: Scope,
    circuitId: string,
    { side, share }: TrendQuery,
    now = this.clock.now(),
  ): Promise<CircuitTrend> {
    const known = z.uuid().safeParse(circuitId).success;
    const circuit = known ? await this.circuits.findCharted(scope, circuitId, side) : undefined;
    if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    const { portIds, contractedBps } = circuit;
    const loads = await this.dailyLoads(portIds, now);
    const { slopeBps, verdict } = loadTrend(loads, (contractedBps * share) / 100, now);
    return {
      ...{ circuitId, side, contractedBps, share, leastDays: TREND_LEAST_DAYS, slopeBps, verdict },
      at: loads.map(({ at }) => at),
      p95Bps: loads.map(({ bps }) => bps),
    };
  }

  /** Whole days only: the last one is not over. */
  private async dailyLoads(portIds: readonly number[], now: number): Promise<DayLoad[]> {
    const today = day(Math.floor(now / 1_000));
    const buckets = await this.bucketsOf(portIds, today - DAYS * DAY_S, today);
    return [...groupBy(buckets, ({ bucket }) => day(bucket))]
      .map(([begin, own]) => ({ at: begin * 1_000, own }))
      .filter(({ own }) => own.length >= LEAST_BUCKETS)
      .map(({ at, own }) => ({ at, bps: Math.max(p95(own, 'in'), p95(own, 'out')) }));
  }

  private async bucketsOf(portIds: readonly number[], from: number, to: number): Promise<TrafficSum[]> {
    const [port, ...others] = portIds;
    if (port === undefined) return [];
    if (others.length === 0) return this.rollups.ofPort('5m', port, from, to);
    const since = await this.rollups.heardSince('5m', portIds);
    const bundle = new BundleSums();
    for (const [index, portId] of portIds.entries()) {
      bundle.add(await this.rollups.ofPort('5m', portId, from, to), since[index]);
    }
    return bundle.whole();
  }
}

function p95(buckets: readonly TrafficSum[], direction: 'in' | 'out'): number {
  return percentile95(buckets.map((bucket) => meanBps(bucket, direction)))?.value ?? 0;
}
