import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type SampleQuery, type SampleSeries } from '@linewatch/shared';
import { z } from 'zod';
import { ENV } from '../../config/env.token.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { BUCKET_S, fiveMinutes, hour, type RollupLevel, SHANGHAI } from './buckets.js';
import { checkRange } from './chart-range.js';
import { BundleSums } from './bundle-sums.js';
import { type ChartedCircuit, CircuitHistoryRepository } from './circuit-history.repository.js';
import type { KeptDays } from './retention.js';
import { RollupRepository } from './rollup.repository.js';
import {
  bucketColumns,
  bucketStart,
  bucketWidth,
  byFiveMinutes,
  coverage,
  directionStats,
  merge,
  readingColumns,
  type SeriesColumns,
  sumOfSample,
  sumP95,
  type TrafficSum,
} from './sample-series.js';
import type { TrafficSample } from './sample-rows.js';
import { SampleStore } from './sample-store.js';

/** The longest range that is drawn reading by reading. */
const RAW_RANGE_S = 2 * 3_600;
const DAY_S = 86_400;
/** How far back readings stand in for roll-ups that are still to be made; after a long backlog the rest follows soon. */
const TAIL_S = DAY_S;

/** One range of one end, epoch seconds. */
interface Range {
  readonly portIds: readonly number[];
  readonly intervalS: number;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** What a range holds: the columns of the chart, and the sums that its figures are made of. */
interface Drawn {
  readonly bucketS: number;
  readonly columns: SeriesColumns;
  readonly sums: readonly TrafficSum[];
  readonly fineSums: readonly TrafficSum[];
  /** Ports that were ever heard of, and are in the sums. */
  readonly heard: number;
}

/** Charts of one end of a circuit, at the resolution that fits the screen. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly circuits: CircuitHistoryRepository,
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptDays,
  ) {}

  /** @throws DomainError `circuit.not-found`, `chart.range-invalid` */
  async series(scope: Scope, circuitId: string, query: SampleQuery): Promise<SampleSeries> {
    const known = z.uuid().safeParse(circuitId).success;
    const circuit = known ? await this.circuits.findCharted(scope, circuitId, query.side) : undefined;
    if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    checkRange(query);
    const drawn = await this.draw(circuit, query);
    const end = Math.min(query.to, this.clock.now());
    return {
      circuitId,
      side: query.side,
      from: query.from,
      to: query.to,
      bucketS: drawn.bucketS,
      contractedBps: circuit.contractedBps,
      ports: { bound: circuit.portIds.length, heard: drawn.heard },
      ...drawn.columns,
      coverage: coverage(drawn.sums, query.from, end),
      stats: {
        in: directionStats('in', drawn.sums, drawn.fineSums),
        out: directionStats('out', drawn.sums, drawn.fineSums),
        sumP95: sumP95(drawn.fineSums),
      },
    };
  }

  private async draw({ portIds, intervalS }: ChartedCircuit, { from, to, points }: SampleQuery): Promise<Drawn> {
    const [port] = portIds;
    if (port === undefined)
      return { bucketS: 0, columns: readingColumns([], intervalS), sums: [], fineSums: [], heard: 0 };
    const range = { portIds, intervalS, from: Math.floor(from / 1_000), to: Math.ceil(to / 1_000), points };
    const oldestRaw = this.oldestKept('RETAIN_RAW_DAYS');
    const short = range.to - range.from <= RAW_RANGE_S && range.from >= oldestRaw;
    if (!short) return this.drawRollups(range);
    return portIds.length === 1 ? this.drawReadings(port, range) : this.drawBundledReadings(range);
  }

  private async drawReadings(portId: number, { intervalS, from, to, points }: Range): Promise<Drawn> {
    const samples = await this.samples.traffic(portId, from, to);
    const sums = sumsOf(samples);
    const fineSums = byFiveMinutes(sums);
    // One null may stand between any two readings.
    const columns = readingColumns(samples, intervalS);
    if (columns.at.length <= points) return { bucketS: 0, columns, sums, fineSums, heard: 1 };
    const widthS = bucketWidth(from, to, points, intervalS, SHANGHAI);
    const merged = merge(sums, (epochS) => bucketStart(epochS, widthS, SHANGHAI));
    return { bucketS: widthS, columns: bucketColumns(merged, from, to, widthS, SHANGHAI), sums, fineSums, heard: 1 };
  }

  /** Ports are read at moments of their own: they meet in buckets in which each is read at least once. */
  private async drawBundledReadings({ portIds, intervalS, from, to, points }: Range): Promise<Drawn> {
    const widthS = bucketWidth(from, to, points, intervalS, SHANGHAI);
    const startOf = (epochS: number): number => bucketStart(epochS, widthS, SHANGHAI);
    const since = await this.rollups.heardSince('5m', portIds);
    const [coarse, fine] = [new BundleSums(), new BundleSums()];
    for (const [index, portId] of portIds.entries()) {
      const own = sumsOf(await this.samples.traffic(portId, from, to));
      const heardSince = since[index] ?? own[0]?.bucket;
      coarse.add(merge(own, startOf).values(), heardSince);
      fine.add(byFiveMinutes(own), heardSince);
    }
    const sums = coarse.whole();
    const columns = bucketColumns(merge(sums, startOf), from, to, widthS, SHANGHAI);
    return { bucketS: widthS, columns, sums, fineSums: fine.whole(), heard: coarse.heard };
  }

  /** From the finest sums that are still kept of the time the range begins at. */
  private async drawRollups({ portIds, from, to, points }: Range): Promise<Drawn> {
    const level = this.finestKept(from);
    const widthS = bucketWidth(from, to, points, BUCKET_S[level], SHANGHAI);
    const first = bucketStart(from, widthS, SHANGHAI);
    const { sums: found, heard } = await this.rolledSums(level, portIds, first, to);
    const merged = merge(found, (epochS) => bucketStart(epochS, widthS, SHANGHAI));
    const columns = bucketColumns(merged, from, to, widthS, SHANGHAI);
    const sums = found.filter(({ bucket }) => bucket >= bucketStart(from, BUCKET_S[level], SHANGHAI));
    // A percentile is taken on means of five minutes or not at all.
    return { bucketS: widthS, columns, sums, fineSums: level === '5m' ? sums : [], heard };
  }

  private async rolledSums(
    level: RollupLevel,
    portIds: readonly number[],
    from: number,
    to: number,
  ): Promise<Pick<Drawn, 'sums' | 'heard'>> {
    const ofPort = (portId: number): Promise<TrafficSum[]> =>
      level === '5m' ? this.fineSums(portId, fiveMinutes(from), to) : this.rollups.ofPort(level, portId, from, to);
    const [port, ...others] = portIds;
    if (port !== undefined && others.length === 0) return { sums: await ofPort(port), heard: 1 };
    const since = await this.rollups.heardSince(level, portIds);
    const bundle = new BundleSums();
    for (const [index, portId] of portIds.entries()) {
      const own = await ofPort(portId);
      bundle.add(own, since[index] ?? own[0]?.bucket);
    }
    return { sums: bundle.whole(), heard: bundle.heard };
  }

  private finestKept(from: number): RollupLevel {
    if (from >= this.oldestKept('RETAIN_5M_DAYS')) return '5m';
    return from >= this.oldestKept('RETAIN_1H_DAYS') ? '1h' : '1d';
  }

  /** Epoch seconds from which on a level of the history is kept. */
  private oldestKept(level: keyof KeptDays): number {
    return Math.floor(this.clock.now() / 1_000) - this.kept[level] * DAY_S;
  }

  /** Five-minute sums of [from, to): from the roll-ups, and from the readings where those are still to be made. */
  private async fineSums(portId: number, from: number, to: number): Promise<TrafficSum[]> {
    const tail = await this.tailFrom();
    const rolled = await this.rollups.ofPort('5m', portId, from, Math.min(to, tail));
    if (to <= tail) return rolled;
    const live = await this.samples.traffic(portId, Math.max(from, tail), to);
    return [...rolled, ...byFiveMinutes(sumsOf(live))];
  }

  /** Epoch seconds from which on the readings are asked: the oldest five minutes that still wait for their roll-up. */
  private async tailFrom(): Promise<number> {
    const now = Math.floor(this.clock.now() / 1_000);
    const waiting = await this.rollups.oldestDirty('5m', hour(now - TAIL_S));
    return Math.min(waiting ?? fiveMinutes(now), fiveMinutes(now));
  }
}

function sumsOf(samples: readonly TrafficSample[]): TrafficSum[] {
  return samples.map(sumOfSample).filter((sum) => sum !== undefined);
}
