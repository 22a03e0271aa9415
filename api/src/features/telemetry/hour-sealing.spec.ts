import { randomUUID } from 'node:crypto';
import type { Reading } from '@linewatch/shared';
import fc from 'fast-check';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading, aReadingWithoutRate } from '../../testing/test-batch.builder.js';
import { openSamples } from '../../testing/stored-samples.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { historyOf, KEPT, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import { blocksOf } from '../port-pages/index.js';
import { hour } from './buckets.js';
import { hourOf } from './hours.js';

const HOUR_MS = 3_600_000;
const INTERVAL_S = 60;
const RUNNING = new AbortController().signal;

describe('HourSealing', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let line: StoredLine;
  let start: number;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    line = await aStoredLine(test.database, { intervalS: INTERVAL_S });
    start = hour(clock.now() / 1_000);
  });

  afterEach(() => test.close());

  async function deliver(...readings: readonly Reading[]): Promise<{ stored: number; known: number }> {
    return telemetry.ingest.take(randomUUID(), aBatch(readings));
  }

  /** Readings of the A end, one a minute. */
  function minutes(from: number, count: number, overrides: Partial<Reading> = {}): Reading[] {
    return Array.from({ length: count }, (_, index) =>
      aReading({ portId: line.portA, slot: start + (from + index) * INTERVAL_S, dtMs: 60_000, ...overrides }),
    );
  }

  /** Rolls up all that can be, then seals. */
  async function seal(): Promise<number> {
    while ((await telemetry.rollUps.run()) > 0);
    return telemetry.sealing.run(RUNNING);
  }

  /** Readings in the log, and sealed hours of blocks. */
  async function counts(): Promise<[open: number, sealed: number]> {
    const [row] = await test.database.read<{ n: number | string }>('SELECT COUNT(*) AS n FROM sealed_block');
    return [(await openSamples(test.database)).length, Number(row?.n)];
  }

  /** Every reading of both ends as the table of either form holds it. */
  function everything(): Promise<unknown[]> {
    return test.database.transaction(async (tx) => {
      const found = await telemetry.samples.around(tx, [line.portA, line.portZ], start, start + 12 * 3_600, 0);
      return [...found.values()].flat();
    });
  }

  it('moves an hour out of the log ten minutes after its end, and every reader sees the same as before', async () => {
    clock.advance(HOUR_MS);
    await deliver(...minutes(0, 60), aDownReading({ portId: line.portZ, slot: start }));
    await deliver(aReadingWithoutRate({ portId: line.portZ, slot: start + 61 }));
    const before = [await telemetry.samples.traffic(line.portA, start + 60, start + 3_000), await everything()];

    clock.advance(9 * 60_000);
    expect(await seal()).toBe(0);
    clock.advance(60_000);
    expect(await seal()).toBe(62);

    expect(await counts()).toEqual([0, blocksOf([line.portA, line.portZ]).length]);
    const after = [await telemetry.samples.traffic(line.portA, start + 60, start + 3_000), await everything()];
    expect(after).toEqual(before);
    expect(before[0]?.length).toBe(49);
  });

  it('waits while five minutes of the hour are still to be rolled up', async () => {
    clock.advance(2 * HOUR_MS);
    await deliver(...minutes(0, 60));

    expect(await telemetry.sealing.run(RUNNING)).toBe(0);
    expect(await seal()).toBe(60);
  });

  it('leaves the hour that runs in the log', async () => {
    clock.advance(HOUR_MS + 15 * 60_000);
    await deliver(...minutes(0, 75));
    await seal();

    expect(await counts()).toEqual([15, 1]);
    expect((await telemetry.samples.traffic(line.portA, start, start + 7_200)).length).toBe(75);
  });

  it('takes a late reading into its sealed hour, keeps the first of a slot, and rolls up anew', async () => {
    clock.advance(2 * HOUR_MS);
    await deliver(...minutes(0, 10, { inOctets: 1 }), ...minutes(20, 40, { inOctets: 1 }));
    await seal();

    // Five that came already, with other words now, and ten that had been missing.
    const receipt = await deliver(...minutes(5, 15, { inOctets: 100, inBps: 13 }));
    expect([receipt.stored, receipt.known]).toEqual([10, 5]);
    const open = await telemetry.samples.traffic(line.portA, start, start + 3_600);
    expect(open.map(({ inOctets }) => inOctets).filter((octets) => octets === 100).length).toBe(10);
    expect(await seal()).toBe(10);

    expect(await counts()).toEqual([0, 1]);
    expect(await telemetry.samples.traffic(line.portA, start, start + 3_600)).toEqual(open);
    const rolled = await telemetry.rollups.ofPort('1h', line.portA, start, start + 3_600);
    expect(rolled.map(({ n, inOctets }) => [n, inOctets])).toEqual([[60, 50 + 10 * 100]]);
  });

  it('rolls up a sealed hour to the same sums', async () => {
    clock.advance(2 * HOUR_MS);
    await deliver(
      ...minutes(0, 20, { inBps: 7.5 }),
      ...minutes(20, 10, { operStatus: 2, inErrors: 3, outDiscards: 1 }),
      aReadingWithoutRate({ portId: line.portA, slot: start + 31 * 60, operStatus: null }),
    );
    await seal();
    const before = await telemetry.rollups.ofPort('5m', line.portA, start, start + 3_600);

    const buckets = before.map(({ bucket }) => bucket);
    await test.database.transaction(async (tx) => {
      await tx.execute('DELETE FROM rollup_5m');
      await telemetry.rollups.markDirty(tx, '5m', buckets);
    });
    await seal();

    expect(buckets.length).toBe(7);
    expect(await telemetry.rollups.ofPort('5m', line.portA, start, start + 3_600)).toEqual(before);
  });

  it('changes nothing when a transaction of it cannot be finished', async () => {
    clock.advance(2 * HOUR_MS);
    await deliver(...minutes(0, 60));
    while ((await telemetry.rollUps.run()) > 0);
    const sealing = test.database.transaction(async (tx) => {
      await telemetry.samples.seal(tx, hourOf(start));
      throw new Error('killed');
    });

    await expectAsync(sealing).toBeRejectedWithError('killed');
    expect(await counts()).toEqual([60, 0]);
    expect(await seal()).toBe(60);
  });

  it('goes on where it was stopped, and seals nothing twice', async () => {
    const lines = await storedLines(test.database, 60, { intervalS: INTERVAL_S });
    clock.advance(2 * HOUR_MS);
    const ports = lines.flatMap(({ portA, portZ }) => [portA, portZ]);
    for (const portId of ports) await deliver(...minutes(0, 60, { portId }));
    while ((await telemetry.rollUps.run()) > 0);

    const steps: number[] = [];
    for (;;) {
      const step = await test.database.transaction((tx) => telemetry.samples.seal(tx, hourOf(start)));
      if (step === undefined) break;
      steps.push(step.samples);
      // Between two steps every reading is in one form or the other, never in both or none.
      const [sealed] = await test.database.read<{ n: number | string }>('SELECT SUM(n) AS n FROM sealed_block');
      expect((await openSamples(test.database)).length + Number(sealed?.n)).toBe(120 * 60);
    }

    expect(steps.length).toBeGreaterThan(1);
    expect(Math.max(...steps)).toBeLessThanOrEqual(4_000);
    expect(steps.reduce((sum, samples) => sum + samples, 0)).toBe(120 * 60);
  });

  it('stores a batch that races with it once, and loses none', async () => {
    clock.advance(2 * HOUR_MS);
    for (let round = 0; round < 5; round += 1) {
      const from = round * 10;
      await deliver(...minutes(from, 6));
      while ((await telemetry.rollUps.run()) > 0);
      const [, ...receipts] = await Promise.all([
        telemetry.sealing.run(RUNNING),
        deliver(...minutes(from, 10, { inOctets: 5 })),
        deliver(...minutes(from + 2, 8, { inOctets: 6 })),
      ]);
      expect(receipts.reduce((sum, { stored }) => sum + stored, 0)).toBe(4);
    }
    await seal();

    expect((await telemetry.samples.traffic(line.portA, start, start + 3_600)).length).toBe(50);
    expect((await openSamples(test.database)).length).toBe(0);
  });

  it('makes the same history of late readings, whether their neighbours are sealed or not', async () => {
    const histories = [];
    for (const isSealing of [false, true]) {
      line = await aStoredLine(test.database, { intervalS: INTERVAL_S });
      const begin = start;
      await deliver(...minutes(0, 3));
      clock.advance(3 * HOUR_MS);
      await deliver(...minutes(170, 10));
      if (isSealing) await seal();
      await deliver(...minutes(3, 30), ...minutes(90, 5, { operStatus: 2 }));
      if (isSealing) await seal();
      await deliver(...minutes(33, 57), ...minutes(95, 75));
      const history = await historyOf(test.database, 'port', line.portA);
      histories.push(history.map(({ status, from, to }) => [status, from - begin * 1_000, to && to - begin * 1_000]));
      start += 3 * 3_600;
    }
    const [open = [], sealed = []] = histories;

    expect(sealed).toEqual(open);
    expect(open.map(([status]) => status)).toEqual(['UP', 'DOWN', 'UP']);
  });

  it('holds every reading once, whatever comes in whatever order and is sealed in between', async () => {
    const batch = fc.record({
      minutes: fc.uniqueArray(fc.nat(119), { minLength: 1, maxLength: 30 }),
      octets: fc.nat(1_000_000),
      isSealing: fc.boolean(),
    });
    clock.advance(4 * HOUR_MS);
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 6 }), async (batches) => {
        line = await aStoredLine(test.database, { intervalS: INTERVAL_S });
        const expected = new Map<number, number | null>();
        for (const { minutes: some, octets, isSealing } of batches) {
          const readings = some.flatMap((minute) => minutes(minute, 1, { inOctets: octets + minute }));
          for (const { slot, inOctets } of readings) if (!expected.has(slot)) expected.set(slot, inOctets);
          await deliver(...readings);
          if (isSealing) await seal();
        }
        await seal();

        const stored = await telemetry.samples.traffic(line.portA, start, start + 7_200);
        expect(new Map(stored.map(({ slot, inOctets }) => [slot, inOctets]))).toEqual(expected);
        expect(stored.length).toBe(expected.size);
        const rolled = await telemetry.rollups.ofPort('1h', line.portA, start, start + 7_200);
        const total = [...expected.values()].reduce<number>((sum, octets) => sum + Number(octets), 0);
        expect(rolled.reduce((sum, { inOctets }) => sum + inOctets, 0)).toBe(total);
      }),
      { numRuns: test.database.dialect === 'sqlite' ? 20 : 6 },
    );
  }, 180_000);
});

describe('Retention', () => {
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

  async function isThere(): Promise<Record<string, boolean>> {
    const found: Record<string, boolean> = {};
    for (const table of ['sample_chunk', 'sealed_block', 'rollup_5m', 'rollup_1h', 'rollup_1d']) {
      found[table] = (await test.database.read(`SELECT 1 FROM ${table} LIMIT 1`)).length > 0;
    }
    return found;
  }

  it('removes each level when its days are over, sealed hours too', async () => {
    clock.advance(2 * HOUR_MS);
    await telemetry.ingest.take(randomUUID(), aBatch([aReading({ portId: line.portA, slot: start })]));
    while ((await telemetry.rollUps.run()) > 0);
    await telemetry.sealing.run(RUNNING);

    const seen: Record<string, boolean>[] = [];
    let passed = 0;
    for (const days of [9, ...Object.values(KEPT).map((kept) => kept + 1)]) {
      clock.advance((days - passed) * 24 * HOUR_MS);
      passed = days;
      await telemetry.retention.run(RUNNING);
      seen.push(await isThere());
    }

    const level = (name: string): boolean[] => seen.map((tables) => tables[name] ?? false);
    expect(level('sample_chunk')).toEqual([false, false, false, false, false]);
    expect(level('sealed_block')).toEqual([true, false, false, false, false]);
    expect(level('rollup_5m')).toEqual([true, true, false, false, false]);
    expect(level('rollup_1h')).toEqual([true, true, true, false, false]);
    expect(level('rollup_1d')).toEqual([true, true, true, true, false]);
  });

  it('removes a long backlog in steps, and nothing that is kept', async () => {
    const oldest = start - 60 * 86_400;
    const rows = Array.from({ length: 60 * 288 }, (_, index) => ({
      ...{ portId: line.portA, bucket: oldest + index * 300, n: 1, nullN: 0, upN: 1, coveredMs: 300_000 },
      ...{ inOctets: 1, outOctets: 1, inMax: 1, inMin: 1, outMax: 1, outMin: 1 },
      ...{ inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 },
    }));
    await test.database.transaction((tx) => telemetry.rollups.save(tx, '5m', rows));

    await telemetry.retention.run(RUNNING);

    const left = await telemetry.rollups.ofPort('5m', line.portA, 0, start);
    const firstKept = Math.floor(clock.now() / 1_000) - KEPT.RETAIN_5M_DAYS * 86_400;
    expect(left.map(({ bucket }) => bucket)).toEqual(
      rows.map(({ bucket }) => bucket).filter((bucket) => bucket >= firstKept),
    );
  });

  it('keeps the five minutes that an hour is still to be made of', async () => {
    clock.advance(2 * HOUR_MS);
    await telemetry.ingest.take(randomUUID(), aBatch([aReading({ portId: line.portA, slot: start })]));
    while ((await telemetry.rollUps.run()) > 0);
    await test.database.transaction((tx) => telemetry.rollups.markDirty(tx, '1h', [start]));
    clock.advance((KEPT.RETAIN_5M_DAYS + 1) * 24 * HOUR_MS);

    await telemetry.retention.run(RUNNING);
    expect((await isThere())['rollup_5m']).toBeTrue();

    while ((await telemetry.rollUps.run()) > 0);
    await telemetry.retention.run(RUNNING);
    expect((await isThere())['rollup_5m']).toBeFalse();
  });
});
