import { Injectable } from '@nestjs/common';
import { DomainError, type SampleQuery, type SampleSeries } from '@linewatch/shared';
import { z } from 'zod';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { BUCKET_S, fiveMinutes, hour, SHANGHAI } from './buckets.js';
import { checkRange } from './chart-range.js';
import { type ChartedCircuit, CircuitHistoryRepository } from './circuit-history.repository.js';
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
  type TrafficSum,
} from './sample-series.js';
import type { TrafficSample } from './sample-rows.js';
import { RAW_RETENTION_S, SampleStore } from './sample-store.js';

/** The longest range that is drawn reading by reading. */
const RAW_RANGE_S = 2 * 3_600;
/** How far back readings stand in for roll-ups that are still to be made; after a long backlog the rest follows soon. */
const TAIL_S = 86_400;

/** One range of one end, epoch seconds. */
interface Range {
  readonly portId: number;
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
}

/** Charts of one end of a circuit, at the resolution that fits the screen. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly circuits: CircuitHistoryRepository,
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
    private readonly clock: Clock,
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
      ...drawn.columns,
      coverage: coverage(drawn.sums, query.from, end),
      stats: {
        in: directionStats('in', drawn.sums, drawn.fineSums),
        out: directionStats('out', drawn.sums, drawn.fineSums),
      },
    };
  }

  private async draw({ portId, intervalS }: ChartedCircuit, { from, to, points }: SampleQuery): Promise<Drawn> {
    if (portId === null) return { bucketS: 0, columns: readingColumns([], intervalS), sums: [], fineSums: [] };
    const range = { portId, intervalS, from: Math.floor(from / 1_000), to: Math.ceil(to / 1_000), points };
    const oldestRaw = Math.floor(this.clock.now() / 1_000) - RAW_RETENTION_S;
    const short = range.to - range.from <= RAW_RANGE_S && range.from >= oldestRaw;
    return short ? this.drawReadings(range) : this.drawRollups(range);
  }

  private async drawReadings({ portId, intervalS, from, to, points }: Range): Promise<Drawn> {
    const samples = await this.samples.traffic(portId, from, to);
    const sums = sumsOf(samples);
    const fineSums = byFiveMinutes(sums);
    // One null may stand between any two readings.
    const columns = readingColumns(samples, intervalS);
    if (columns.at.length <= points) return { bucketS: 0, columns, sums, fineSums };
    const widthS = bucketWidth(from, to, points, intervalS, SHANGHAI);
    const merged = merge(sums, (epochS) => bucketStart(epochS, widthS, SHANGHAI));
    return { bucketS: widthS, columns: bucketColumns(merged, from, to, widthS, SHANGHAI), sums, fineSums };
  }

  private async drawRollups({ portId, from, to, points }: Range): Promise<Drawn> {
    const widthS = bucketWidth(from, to, points, BUCKET_S['5m'], SHANGHAI);
    const first = bucketStart(from, widthS, SHANGHAI);
    const fineSums = await this.fineSums(portId, fiveMinutes(first), to);
    const merged = merge(fineSums, (epochS) => bucketStart(epochS, widthS, SHANGHAI));
    const columns = bucketColumns(merged, from, to, widthS, SHANGHAI);
    const sums = fineSums.filter(({ bucket }) => bucket >= fiveMinutes(from));
    return { bucketS: widthS, columns, sums, fineSums: sums };
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
