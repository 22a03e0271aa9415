import { Injectable } from '@nestjs/common';
import { type CircuitMeasures, DomainError, type MeasureSeries, type MeasureSeriesQuery } from '@linewatch/shared';
import { z } from 'zod';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { checkRange } from '../telemetry/index.js';
import { LatencyChart } from './latency-chart.js';
import { LineChart } from './line-chart.js';
import type { PointRange } from './chart-buckets.js';
import { type CircuitPoint, MeasuredCircuitRepository } from './measured-circuit.repository.js';
import { toCircuitMeasure } from './measure.mapper.js';
import { MeasureReader } from './measure-reader.js';
import { OpticalChart } from './optical-chart.js';

const TABLES = { LINE: 'measure_line', OPTICAL: 'measure_optical', LATENCY: 'measure_latency' } as const;
const KINDS = { latency: 'LATENCY', optical: 'OPTICAL', line: 'LINE' } as const;
/** Series in one answer: an SDH port has four layers, and an end may be probed in more than one way. */
const MOST_SERIES = 8;

/** What people read of the measurements of a circuit. Knows neither HTTP nor SQL. */
@Injectable()
export class MeasuresService {
  constructor(
    private readonly circuits: MeasuredCircuitRepository,
    private readonly reader: MeasureReader,
    private readonly latency: LatencyChart,
    private readonly optical: OpticalChart,
    private readonly line: LineChart,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `circuit.not-found` */
  async list(scope: Scope, circuitId: string): Promise<CircuitMeasures> {
    const points = await this.pointsOf(scope, circuitId);
    const now = this.clock.now();
    const latest = await Promise.all(
      (['LINE', 'OPTICAL', 'LATENCY'] as const).map((kind) => {
        const own = points.filter((point) => point.kind === kind).map(({ pointId }) => pointId);
        return this.reader.latest(TABLES[kind], own, Math.floor(now / 1_000));
      }),
    );
    const byPoint = new Map(latest.flatMap((rows) => [...rows]));
    return {
      at: new Date(now).toISOString(),
      items: points.map((point) => toCircuitMeasure(point, byPoint.get(point.pointId))),
    };
  }

  /** @throws DomainError `circuit.not-found`, `chart.range-invalid` */
  async series(scope: Scope, circuitId: string, query: MeasureSeriesQuery): Promise<MeasureSeries> {
    const all = await this.pointsOf(scope, circuitId);
    checkRange(query);
    const wanted = all.filter(({ kind, side }) => kind === KINDS[query.kind] && side === query.side);
    const points = wanted.slice(0, MOST_SERIES);
    const { side, from, to } = query;
    const range = { circuitId, side, from, to };
    const draw = <Drawn>(one: (range: PointRange) => Promise<Drawn>): Promise<(PublicPoint & Drawn)[]> =>
      Promise.all(points.map(async (point) => ({ ...publicPoint(point), ...(await one(rangeOf(point, query))) })));
    switch (query.kind) {
      case 'latency':
        return { ...range, kind: query.kind, items: await draw((one) => this.latency.draw(one)) };
      case 'optical':
        return { ...range, kind: query.kind, items: await draw((one) => this.optical.draw(one)) };
      case 'line':
        return { ...range, kind: query.kind, items: await draw((one) => this.line.draw(one, this.clock.now())) };
    }
  }

  private async pointsOf(scope: Scope, circuitId: string): Promise<CircuitPoint[]> {
    const known = z.uuid().safeParse(circuitId).success;
    const points = known ? await this.circuits.pointsOf(scope, circuitId) : undefined;
    if (points === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    return points;
  }
}

type PublicPoint = Omit<CircuitPoint, 'kind'>;

function publicPoint({ pointId, side, source, layer, intervalS }: CircuitPoint): PublicPoint {
  return { pointId, side, source, layer, intervalS };
}

function rangeOf({ pointId, intervalS }: CircuitPoint, { from, to, points }: MeasureSeriesQuery): PointRange {
  return { pointId, intervalS, from: Math.floor(from / 1_000), to: Math.ceil(to / 1_000), points };
}
