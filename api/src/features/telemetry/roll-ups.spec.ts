import { randomUUID } from 'node:crypto';
import type { Reading } from '@linewatch/shared';
import fc from 'fast-check';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading, aReadingWithoutRate } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { KEPT, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import { blockOf } from '../port-pages/index.js';
import { day, fiveMinutes, hour, type RollupLevel } from './buckets.js';
import type { BucketRow } from './sample-rows.js';

describe('RollUps', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let line: StoredLine;
  let start: number;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    line = await aStoredLine(test.database);
    start = hour(clock.now() / 1_000);
  });

  afterEach(() => test.close());

  async function deliver(...readings: readonly Reading[]): Promise<void> {
    await telemetry.ingest.take(randomUUID(), aBatch(readings));
  }

  async function runAll(): Promise<void> {
    while ((await telemetry.rollUps.run()) > 0);
  }

  function rolled(level: RollupLevel): Promise<BucketRow[]> {
    return telemetry.rollups.ofPort(level, line.portA, 0, start + 10 * 86_400);
  }

  it('makes anew of five minutes that are over only what a late reading touched, at every level', async () => {
    const lines = await storedLines(test.database, 40);
    const [near, far] = [line.portA, lines.at(-1)?.portA ?? 0];
    expect(blockOf(near)).not.toBe(blockOf(far));
    clock.advance(2 * 3_600_000);
    await deliver(...[near, far].map((portId) => aReading({ portId, slot: start, inOctets: 7 })));
    await runAll();
    await test.database.transaction(async (tx) => {
      for (const table of ['rollup_5m', 'rollup_1h', 'rollup_1d'])
        await tx.execute(`UPDATE ${table} SET in_octets = 1000`);
    });

    await deliver(aReading({ portId: near, slot: start + 10, inOctets: 5 }));
    await runAll();

    for (const level of ['5m', '1h', '1d'] as const) {
      const octets = async (portId: number): Promise<number[]> =>
        (await telemetry.rollups.ofPort(level, portId, 0, start + 86_400)).map(({ inOctets }) => inOctets);
      expect([await octets(near), await octets(far)]).toEqual([[12], [1_000]]);
    }
  });

  it('makes all anew that late readings of many batches touched', async () => {
    const lines = await storedLines(test.database, 40);
    const ports = lines.flatMap(({ portA, portZ }) => [portA, portZ]);
    clock.advance(2 * 3_600_000);
    for (const portId of ports) await deliver(aReading({ portId, slot: start, inOctets: 7 }));
    await runAll();

    for (const portId of ports) {
      const rows = await telemetry.rollups.ofPort('1h', portId, start, start + 3_600);
      expect(rows.map(({ inOctets }) => inOctets)).toEqual([7]);
    }
  });

  it('makes the buckets of a large house part by part, and batches come in between', async () => {
    const lines = await storedLines(test.database, 300);
    const ports = lines.flatMap(({ portA, portZ }) => [portA, portZ]);
    const later = start + 600;
    clock.advance(300_000);
    await deliver(...ports.map((portId) => aReading({ portId, slot: start, inOctets: 7 })));
    clock.advance(310_000);

    const ended: string[] = [];
    await Promise.all([
      runAll().then(() => ended.push('roll-ups')),
      deliver(aReading({ portId: ports[0] ?? 0, slot: later })).then(() => ended.push('batch')),
    ]);

    // MySQL has many writers anyway.
    if (test.database.dialect === 'sqlite') expect(ended).toEqual(['batch', 'roll-ups']);
    for (const level of ['5m', '1h', '1d'] as const) {
      const rows = await telemetry.rollups.ofPorts(level, ports, 0, later);
      expect(new Set(rows.map(({ portId }) => portId)).size).toBe(ports.length);
      expect(new Set(rows.map(({ inOctets }) => inOctets))).toEqual(new Set([7]));
    }
  });

  it('counts what was up, what was down and what gave no rate', async () => {
    clock.advance(300_000);
    await deliver(
      aReading({ portId: line.portA, slot: start, inOctets: 7, outOctets: 5, inBps: 10, outBps: 4, inErrors: 2 }),
      aDownReading({ portId: line.portA, slot: start + 10 }),
      aReadingWithoutRate({ portId: line.portA, slot: start + 20 }),
    );
    await runAll();

    const expected = {
      portId: line.portA,
      n: 2,
      nullN: 1,
      upN: 2,
      coveredMs: 20_000,
      inOctets: 7,
      outOctets: 5,
      inMax: 10,
      inMin: 0,
      outMax: 4,
      outMin: 0,
      inErrors: 2,
      outErrors: 0,
      inDiscards: 0,
      outDiscards: 0,
    };
    expect(await rolled('5m')).toEqual([{ ...expected, bucket: start }]);
    expect(await rolled('1h')).toEqual([{ ...expected, bucket: start }]);
    expect(await rolled('1d')).toEqual([{ ...expected, bucket: day(start) }]);
  });

  it('leaves five minutes that are not over to the readings', async () => {
    clock.advance(60_000);
    await deliver(aReading({ portId: line.portA, slot: start }));
    await runAll();
    expect(await rolled('5m')).toEqual([]);

    clock.advance(240_000);
    await runAll();
    expect((await rolled('5m')).length).toBe(1);
  });

  it('rolls up again what changed after it was rolled up', async () => {
    clock.advance(600_000);
    await deliver(aReading({ portId: line.portA, slot: start, inOctets: 1 }));
    await runAll();
    await deliver(aReading({ portId: line.portA, slot: start + 10, inOctets: 2 }));
    await runAll();

    expect((await rolled('1d')).map(({ inOctets, n }) => [inOctets, n])).toEqual([[3, 2]]);
  });

  it('does not forget a change that comes while it rolls up', async () => {
    clock.advance(600_000);
    await deliver(aReading({ portId: line.portA, slot: start, inOctets: 1 }));
    await Promise.all([
      telemetry.rollUps.run(),
      deliver(aReading({ portId: line.portA, slot: start + 10, inOctets: 2 })),
      telemetry.rollUps.run(),
    ]);
    await runAll();

    expect((await rolled('5m')).map(({ inOctets }) => inOctets)).toEqual([3]);
    expect(await telemetry.rollups.oldestDirty('5m', 0)).toBeNull();
  });

  it('keeps the mark of a bucket that changed after it was read', async () => {
    clock.advance(600_000);
    await deliver(aReading({ portId: line.portA, slot: start }));
    const [read] = await telemetry.rollups.dirty('5m', start + 300, 1);
    if (read === undefined) throw new Error('nothing is marked');
    await deliver(aReading({ portId: line.portA, slot: start + 10 }));

    await test.database.transaction((tx) => telemetry.rollups.clear(tx, read));
    expect(await telemetry.rollups.oldestDirty('5m', 0)).toBe(start);

    await test.database.transaction((tx) => telemetry.rollups.clear(tx, { ...read, version: read.version + 1 }));
    expect(await telemetry.rollups.oldestDirty('5m', 0)).toBeNull();
  });

  it('equals a recomputation from the readings at every level, whatever order they came in', async () => {
    clock.advance(3 * 3_600_000);
    await fc.assert(
      fc.asyncProperty(someSteps(), async (steps) => {
        line = await aStoredLine(test.database);
        const readings = steps.map(([step, octets]) =>
          aReading({ portId: line.portA, slot: start + step * 30, dtMs: 30_000, inOctets: octets, inBps: octets / 4 }),
        );
        for (const half of [readings.slice(0, 5), readings.slice(3), readings.slice(0, 1)]) {
          await deliver(...half);
          await telemetry.rollUps.run();
        }
        await runAll();

        for (const [level, startOf] of [
          ['5m', fiveMinutes],
          ['1h', hour],
          ['1d', day],
        ] as const) {
          const sums = new Map<number, number>();
          for (const { slot, inOctets } of readings) {
            const bucket = startOf(slot);
            sums.set(bucket, (sums.get(bucket) ?? 0) + (inOctets ?? 0));
          }
          const expected = [...sums].sort(([one], [other]) => one - other);
          expect((await rolled(level)).map(({ bucket, inOctets }) => [bucket, inOctets])).toEqual(expected);
        }
      }),
      { numRuns: test.database.dialect === 'sqlite' ? 15 : 5 },
    );
  }, 180_000);

  it('removes readings when they are older than they are kept and rolled up, and keeps their sums', async () => {
    clock.advance(600_000);
    await deliver(aReading({ portId: line.portA, slot: start, inOctets: 9 }));
    clock.advance((KEPT.RETAIN_RAW_DAYS * 24 + 2) * 3_600_000);
    await telemetry.retention.run(new AbortController().signal);
    expect((await telemetry.samples.traffic(line.portA, start, start + 1)).length).toBe(1);

    await runAll();
    await telemetry.retention.run(new AbortController().signal);

    expect((await telemetry.samples.traffic(line.portA, start, start + 1)).length).toBe(0);
    expect((await rolled('5m')).map(({ inOctets }) => inOctets)).toEqual([9]);
  });
});

/** Steps of half a minute, each once, with its octets. */
function someSteps(): fc.Arbitrary<[number, number][]> {
  return fc.uniqueArray(fc.tuple(fc.nat(300), fc.nat(1_000_000_000)), {
    minLength: 1,
    maxLength: 12,
    selector: ([step]) => step,
  });
}
