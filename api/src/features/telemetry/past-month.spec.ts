import { randomUUID } from 'node:crypto';
import { percentile95, type Reading } from '@linewatch/shared';
import { PracticeSeries } from '../../bench/practice-series.js';
import { makeScope } from '../../platform/auth/scope.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { aPackedBatch } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry } from '../../testing/test-telemetry.js';
import { fiveMinutes } from './buckets.js';
import { CircuitHistoryRepository } from './circuit-history.repository.js';
import { SamplesService } from './samples.service.js';

/** A midnight in Shanghai, a month before which everything is over. */
const MONTH_S = 1_793_462_400;
const DAYS = 31;
const DAY_S = 86_400;
const INTERVAL_S = 100;
const KEPT = { RETAIN_RAW_DAYS: 10, RETAIN_5M_DAYS: 400, RETAIN_1H_DAYS: 400, RETAIN_1D_DAYS: 400 };

/** COL8. */
describe('A month that is over', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

  afterEach(() => test.close());

  it('has the maximum, the mean and the 95th percentile that its readings had', async () => {
    const clock = new ManualClock(MONTH_S * 1_000);
    const telemetry = await startTelemetry(test.database, clock);
    const line = await aStoredLine(test.database, { intervalS: INTERVAL_S });
    const series = new PracticeSeries(line.portA, INTERVAL_S);
    const readings: Reading[] = [];
    for (let day = 0; day < DAYS; day += 1) {
      const own = Array.from({ length: DAY_S / INTERVAL_S }, (_, at) =>
        series.next(MONTH_S + day * DAY_S + at * INTERVAL_S),
      );
      clock.advance(DAY_S * 1_000);
      await telemetry.ingest.take(randomUUID(), aPackedBatch(own));
      while ((await telemetry.rollUps.run()) > 0);
      readings.push(...own);
    }
    clock.advance(15 * DAY_S * 1_000);
    const history = new CircuitHistoryRepository(test.database);
    const service = new SamplesService(history, telemetry.samples, telemetry.rollups, clock, KEPT);
    const range = { from: MONTH_S * 1_000, to: (MONTH_S + DAYS * DAY_S) * 1_000 };
    const month = await service.series(makeScope({ kind: 'customer', customerId: line.customerId }), line.circuitId, {
      ...range,
      side: 'A',
      points: 500,
    });

    for (const way of ['in', 'out'] as const) {
      const wanted = ofReadings(readings, way);
      const { max, mean, p95 } = month.stats[way];
      expect([max, mean, p95].map((value, at) => Math.abs((value ?? 0) / (wanted[at] ?? NaN) - 1) < 0.001)).toEqual([
        true,
        true,
        true,
      ]);
    }
  }, 180_000);
});

/** Maximum, mean and P-95 straight from readings, bit/s. */
function ofReadings(readings: readonly Reading[], way: 'in' | 'out'): number[] {
  const sums = new Map<number, { octets: number; ms: number }>();
  let [max, octets, ms] = [0, 0, 0];
  for (const reading of readings) {
    const [rate, own] = way === 'in' ? [reading.inBps, reading.inOctets] : [reading.outBps, reading.outOctets];
    if (rate === null || own === null || reading.dtMs === null) continue;
    max = Math.max(max, rate);
    octets += own;
    ms += reading.dtMs;
    const sum = sums.get(fiveMinutes(reading.slot)) ?? { octets: 0, ms: 0 };
    sums.set(fiveMinutes(reading.slot), { octets: sum.octets + own, ms: sum.ms + reading.dtMs });
  }
  const means = [...sums.values()].map((sum) => (8_000 * sum.octets) / sum.ms);
  return [max, (8_000 * octets) / ms, percentile95(means)?.value ?? NaN];
}
