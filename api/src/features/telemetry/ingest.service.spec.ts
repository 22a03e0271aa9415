import { randomUUID } from 'node:crypto';
import { CircuitLive, DomainError } from '@linewatch/shared';
import fc from 'fast-check';
import type { Reading } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDevicePoll, aDownReading, aReading, aReadingWithoutRate } from '../../testing/test-batch.builder.js';
import { openSamples, portsNow } from '../../testing/stored-samples.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { historyOf, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import { CircuitLiveReader } from '../circuits/index.js';
import { WorksCover } from '../works-cover/index.js';
import { portHistory } from './port-transitions.js';

const COLLECTOR = randomUUID();
const INTERVAL_S = 10;

describe('IngestService', () => {
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
    start = clock.now() / 1_000;
  });

  afterEach(() => test.close());

  /** Moves the clock to a slot and delivers readings of it. */
  async function deliver(slot: number, ...readings: readonly Reading[]): Promise<void> {
    clock.advance(Math.max(0, slot * 1_000 + 500 - clock.now()));
    await telemetry.ingest.take(COLLECTOR, aBatch(readings));
  }

  /** Both ends of the line answer, `count` intervals long. */
  async function bothUp(from: number, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const slot = from + index * INTERVAL_S;
      await deliver(slot, aReading({ portId: line.portA, slot }), aReading({ portId: line.portZ, slot }));
    }
  }

  async function count(table: string): Promise<number> {
    const [row] = await test.database.read<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row?.n);
  }

  async function circuitNow(): Promise<{ status: string; since: number; sampleAt: number; inBps: number | null }> {
    const [row] = await test.database.read<{
      status: string;
      since: number | string;
      sampleAt: number | string;
      inBps: number | null;
    }>('SELECT status, since, sample_at AS sampleAt, in_bps AS inBps FROM circuit_state WHERE circuit_id = ?', [
      line.circuitId,
    ]);
    if (row === undefined) throw new Error('the circuit has no state');
    return { ...row, since: Number(row.since), sampleAt: Number(row.sampleAt) };
  }

  it('stores a batch once, however often it is sent', async () => {
    const batch = aBatch([
      aReading({ portId: line.portA, slot: start }),
      aReading({ portId: line.portZ, slot: start }),
    ]);

    const first = await telemetry.ingest.take(COLLECTOR, batch);
    // The answer was lost on the way: the collector sends it again, twice at the same time.
    const again = await Promise.all([telemetry.ingest.take(COLLECTOR, batch), telemetry.ingest.take(COLLECTOR, batch)]);

    expect(first).toEqual({ duplicate: false, stored: 2, known: 0, setAside: [] });
    expect(again.map(({ duplicate }) => duplicate)).toEqual([true, true]);
    expect([(await openSamples(test.database)).length, await count('outbox'), await count('ingest_batch')]).toEqual([
      2, 1, 1,
    ]);
  });

  it('takes the same seq of another collector or another epoch for another batch', async () => {
    const batch = aBatch([aReading({ portId: line.portA, slot: start })]);
    await telemetry.ingest.take(COLLECTOR, batch);

    expect((await telemetry.ingest.take(randomUUID(), batch)).duplicate).toBe(false);
    expect((await telemetry.ingest.take(COLLECTOR, { ...batch, epoch: randomUUID() })).duplicate).toBe(false);
    expect((await openSamples(test.database)).length).toBe(1);
  });

  it('keeps the first reading of a slot when another one comes in another batch', async () => {
    await deliver(start, aReading({ portId: line.portA, slot: start, inBps: 1 }));
    const other = aDownReading({ portId: line.portA, slot: start, takenAt: start * 1_000 + 900 });

    const receipt = await telemetry.ingest.take(COLLECTOR, aBatch([other]));

    expect([receipt.stored, receipt.known]).toEqual([0, 1]);
    expect((await telemetry.samples.traffic(line.portA, start, start + 1)).map(({ inBps }) => inBps)).toEqual([1]);
    expect((await historyOf(test.database, 'port', line.portA)).map(({ status }) => status)).toEqual(['UP']);
  });

  it('sets bad rows aside with the reason and stores the rest', async () => {
    const bad = { ...aReading({ portId: line.portZ, slot: start }), inBps: -1 };
    const foreign = aReading({ portId: 2_000_000_000, slot: start });

    const receipt = await telemetry.ingest.take(
      COLLECTOR,
      aBatch([bad, foreign, aReading({ portId: line.portA, slot: start })]),
    );

    expect(receipt.stored).toBe(1);
    expect(receipt.setAside).toEqual([
      { row: 0, reason: 'rate-invalid' },
      { row: 1, reason: 'port-unknown' },
    ]);
    const kept = await test.database.read<{ reason: string; rowJson: string }>(
      'SELECT reason, row_json AS rowJson FROM ingest_aside ORDER BY reason DESC',
    );
    expect(kept.map(({ reason }) => reason)).toEqual(['rate-invalid', 'port-unknown']);
    expect(JSON.parse(kept[0]?.rowJson ?? '')).toEqual(jasmine.objectContaining({ inBps: -1 }));
  });

  it('sets aside what a collector brings whose clock is an hour ahead, and takes it again when that is put right', async () => {
    await bothUp(start, 2);
    const before = await circuitNow();
    const ahead = start + 20 + 3_600;
    const receipt = await telemetry.ingest.take(
      COLLECTOR,
      aBatch([aReading({ portId: line.portA, slot: ahead }), aDownReading({ portId: line.portZ, slot: ahead })]),
    );

    expect(receipt).toEqual({
      duplicate: false,
      stored: 0,
      known: 0,
      setAside: [
        { row: 0, reason: 'time-in-future' },
        { row: 1, reason: 'time-in-future' },
      ],
    });
    expect([await count('ingest_aside'), await circuitNow()]).toEqual([2, before]);
    await bothUp(start + 20, 1);
    expect((await circuitNow()).sampleAt).toBe((start + 20) * 1_000 + 200);
    expect((await historyOf(test.database, 'circuit', line.circuitId)).map(({ status }) => status)).toEqual([
      'running',
    ]);
  });

  it('stores nothing of a batch that cannot be finished', async () => {
    const batch = aBatch([aReading({ portId: line.portA, slot: start })]);
    await test.database.transaction((tx) => tx.query('ALTER TABLE outbox RENAME TO outbox_away'));

    await expectAsync(telemetry.ingest.take(COLLECTOR, batch)).toBeRejected();
    expect([(await openSamples(test.database)).length, await count('ingest_batch'), await count('port_state')]).toEqual(
      [0, 0, 0],
    );

    await test.database.transaction((tx) => tx.query('ALTER TABLE outbox_away RENAME TO outbox'));
    expect((await telemetry.ingest.take(COLLECTOR, batch)).stored).toBe(1);
  });

  it('says "later" when too many batches are waiting', async () => {
    const batches = Array.from({ length: 40 }, () => aBatch([aReading({ portId: line.portA, slot: start })]));

    const answers = await Promise.allSettled(batches.map((batch) => telemetry.ingest.take(COLLECTOR, batch)));

    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((reason) => reason instanceof DomainError && reason.code === 'ingest.overloaded')).toBeTrue();
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(1);
    expect((await telemetry.ingest.take(COLLECTOR, aBatch([]))).duplicate).toBeFalse();
  });

  it('runs a line of which both ends are up, with the traffic of its A end', async () => {
    await bothUp(start, 3);

    expect(await circuitNow()).toEqual({
      status: 'running',
      since: start * 1_000 + 200,
      sampleAt: (start + 20) * 1_000 + 200,
      inBps: 80_000,
    });
  });

  it('breaks a line when one end goes down, names the end, and heals it', async () => {
    await bothUp(start, 2);
    for (const slot of [start + 20, start + 30]) {
      const changedAt = (start + 15) * 1_000;
      await deliver(
        slot,
        aReading({ portId: line.portA, slot }),
        aDownReading({ portId: line.portZ, slot, lastChangeAt: changedAt }),
      );
    }
    expect(await circuitNow()).toEqual(jasmine.objectContaining({ status: 'failed', since: (start + 15) * 1_000 }));

    await bothUp(start + 40, 1);

    const ms = (seconds: number): number => (start + seconds) * 1_000;
    expect(await historyOf(test.database, 'circuit', line.circuitId)).toEqual([
      { status: 'running', from: ms(0) + 200, to: ms(15), sides: '', evidence: 'POLL' },
      { status: 'failed', from: ms(15), to: ms(40) + 200, sides: 'Z', evidence: 'POLL' },
      { status: 'running', from: ms(40) + 200, to: null, sides: '', evidence: 'POLL' },
    ]);
  });

  it('tells each customer of its own circuits only, in one entry a batch', async () => {
    const rival = await aStoredLine(test.database, { intervalS: INTERVAL_S });
    const ports = [line.portA, line.portZ, rival.portA, rival.portZ];
    await deliver(start, ...ports.map((portId) => aReading({ portId, slot: start })));

    const rows = await test.database.read<{ feed: string; seq: number | string; body: string }>(
      'SELECT feed, seq, body FROM outbox',
    );
    expect(rows.map(({ feed, seq }) => [feed, Number(seq)]).sort()).toEqual(
      [
        [line.customerId, 1],
        [rival.customerId, 1],
      ].sort(),
    );
    const own = rows.find(({ feed }) => feed === line.customerId)?.body ?? '';
    expect(own).not.toContain(rival.circuitId);
    expect(JSON.parse(own)).toEqual([{ id: line.circuitId }]);
    const [told] = await new CircuitLiveReader(clock, new WorksCover()).read([line.circuitId], test.database);
    expect(told?.siteIds.toSorted()).toEqual([line.siteA, line.siteZ].toSorted());
    const live = CircuitLive.parse(told?.live);
    expect([live.id, live.status, live.ends.length, live.inBps]).toEqual([line.circuitId, 'running', 2, 80_000]);
  });

  it('does not let an older reading change what is true now', async () => {
    await bothUp(start, 1);
    await bothUp(start + 20, 1);
    const before = await circuitNow();

    await deliver(start + 10, aDownReading({ portId: line.portA, slot: start + 10 }));

    const now = await circuitNow();
    expect([now.status, now.sampleAt, now.inBps]).toEqual([before.status, before.sampleAt, before.inBps]);
    expect((await historyOf(test.database, 'port', line.portA)).map(({ status }) => status)).toEqual([
      'UP',
      'DOWN',
      'UP',
    ]);
  });

  it('takes a false silence out of the history when the readings of it come late', async () => {
    await bothUp(start, 2);
    await bothUp(start + 100, 1);
    const statuses = async (): Promise<string[]> =>
      (await historyOf(test.database, 'circuit', line.circuitId)).map(({ status }) => status);
    expect(await statuses()).toEqual(['running', 'unknown', 'running']);

    const late = Array.from({ length: 8 }, (_, index) => start + 20 + index * INTERVAL_S);
    const readings = late.flatMap((slot) => [line.portA, line.portZ].map((portId) => aReading({ portId, slot })));
    await telemetry.ingest.take(COLLECTOR, aBatch(readings));

    expect(await statuses()).toEqual(['running']);
    expect((await circuitNow()).since).toBe(start * 1_000 + 200);
  });

  it('tells the time between a history that ended and the first reading as unknown', async () => {
    const endedAt = start * 1_000 - 5_000;
    const past = [
      ['port', String(line.portA), null, 'UP'],
      ['port', String(line.portZ), null, 'UP'],
      ['circuit', line.circuitId, line.customerId, 'running'],
    ].map(
      ([kind, id, customerId, status]) => [randomUUID(), kind, id, customerId, status, 0, endedAt, '', 'POLL'] as const,
    );
    await test.database.transaction((tx) =>
      tx.insertMany(
        'state_interval',
        ['id', 'object_type', 'object_id', 'customer_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'],
        ['id'],
        past.map((row) => row.map((value) => value ?? null)),
      ),
    );

    await bothUp(start, 1);

    const expected = [
      [0, endedAt],
      [endedAt, start * 1_000 + 200],
      [start * 1_000 + 200, null],
    ];
    for (const [kind, id] of [
      ['port', line.portZ],
      ['circuit', line.circuitId],
    ] as const) {
      expect((await historyOf(test.database, kind, id)).map(({ from, to }) => [from, to])).toEqual(expected);
    }
    expect((await historyOf(test.database, 'circuit', line.circuitId))[1]?.status).toBe('unknown');
  });

  it('has no silence in the history when the spool of an API outage comes in', async () => {
    await bothUp(start, 2);
    clock.advance(60_000);
    telemetry = await startTelemetry(test.database, clock);
    expect(await telemetry.silence.look()).toBe(0);

    const missed = Array.from({ length: 6 }, (_, index) => start + 20 + index * INTERVAL_S);
    for (const slot of missed) {
      await telemetry.ingest.take(
        COLLECTOR,
        aBatch([line.portA, line.portZ].map((portId) => aReading({ portId, slot }))),
      );
    }

    expect((await historyOf(test.database, 'circuit', line.circuitId)).map(({ status }) => status)).toEqual([
      'running',
    ]);
  });

  it('gives a device up after three failed polls: unknown, never down', async () => {
    await bothUp(start, 1);
    const failed = (failures: number): Promise<unknown> => {
      clock.advance(INTERVAL_S * 1_000);
      const poll = aDevicePoll({ deviceId: line.deviceZ, at: clock.now(), fault: 'NO_ANSWER', failures });
      return telemetry.ingest.take(COLLECTOR, aBatch([], [poll]));
    };
    await failed(1);
    await failed(2);
    expect((await circuitNow()).status).toBe('running');

    await failed(3);

    expect(await circuitNow()).toEqual(
      jasmine.objectContaining({ status: 'unknown', since: (start + INTERVAL_S) * 1_000 + 200 }),
    );
    const [device] = await test.database.read<{ reachability: string; fault: string; failures: number }>(
      'SELECT reachability, fault, failures FROM device WHERE id = ?',
      [line.deviceZ],
    );
    expect({ ...device }).toEqual({ reachability: 'UNREACHABLE', fault: 'NO_ANSWER', failures: 3 });
    const [piece] = (await historyOf(test.database, 'circuit', line.circuitId)).slice(-1);
    expect([piece?.sides, piece?.evidence]).toEqual(['Z', 'SILENCE']);
  });

  it('knows a device that answers again, and does not believe an older failure', async () => {
    const report = (at: number, failures: number): Promise<unknown> => {
      const poll = aDevicePoll({ deviceId: line.deviceA, at, failures, fault: failures > 0 ? 'NO_ANSWER' : null });
      return telemetry.ingest.take(COLLECTOR, aBatch([], [poll]));
    };
    await report(clock.now() - 3_000, 3);
    await report(clock.now() - 1_000, 0);
    await report(clock.now() - 2_000, 4);

    const [device] = await test.database.read<{ reachability: string; fault: string | null; failures: number }>(
      'SELECT reachability, fault, failures FROM device WHERE id = ?',
      [line.deviceA],
    );
    expect({ ...device }).toEqual({ reachability: 'REACHABLE', fault: null, failures: 0 });
  });

  it('does not believe an older answer against a newer failure', async () => {
    const report = (at: number, failures: number): Promise<unknown> => {
      const poll = aDevicePoll({ deviceId: line.deviceA, at, failures, fault: failures > 0 ? 'NO_ANSWER' : null });
      return telemetry.ingest.take(COLLECTOR, aBatch([], [poll]));
    };
    await report(clock.now() - 9_000, 0);
    await report(clock.now() - 1_000, 3);
    await report(clock.now() - 5_000, 0);
    await report(clock.now() - 3_000, 1);

    const [device] = await test.database.read<{
      reachability: string;
      fault: string | null;
      failures: number;
      lastSeenAt: number | string;
    }>('SELECT reachability, fault, failures, last_seen_at AS lastSeenAt FROM device WHERE id = ?', [line.deviceA]);
    expect([device?.reachability, device?.fault, device?.failures]).toEqual(['UNREACHABLE', 'NO_ANSWER', 3]);
    expect(Number(device?.lastSeenAt)).toBe(clock.now() - 5_000);
  });

  it('keeps the present while the backlog of an outage comes in, newest first and then oldest first', async () => {
    await bothUp(start, 2);
    clock.advance((start + 310) * 1_000 - clock.now());
    telemetry = await startTelemetry(test.database, clock);
    const slots = Array.from({ length: 29 }, (_, index) => start + 20 + index * INTERVAL_S);
    // The line was broken for a while within the outage; at its end it runs.
    const readings = (slot: number): Reading[] => {
      const operStatus = slot >= start + 100 && slot < start + 150 ? 2 : 1;
      return [line.portA, line.portZ].map((portId) => aReading({ portId, slot, operStatus }));
    };
    const [newest = 0, ...older] = slots.toReversed();
    await telemetry.ingest.take(COLLECTOR, aBatch(readings(newest)));
    const present = await circuitNow();
    expect(present.status).toBe('running');
    for (const slot of older.toReversed()) {
      await telemetry.ingest.take(COLLECTOR, aBatch(readings(slot)));
      const now = await circuitNow();
      expect([now.status, now.sampleAt, now.inBps]).toEqual([present.status, present.sampleAt, present.inBps]);
    }

    const ms = (seconds: number): number => (start + seconds) * 1_000 + 200;
    expect(
      (await historyOf(test.database, 'circuit', line.circuitId)).map(({ status, from, to }) => [status, from, to]),
    ).toEqual([
      ['running', ms(0), ms(100)],
      ['failed', ms(100), ms(150)],
      ['running', ms(150), null],
    ]);
    expect((await circuitNow()).since).toBe(ms(150));
    expect((await telemetry.samples.traffic(line.portA, start, start + 400)).length).toBe(31);
  }, 180_000);

  it('ends in the same history and the same samples, whatever order and however often readings arrive', async () => {
    await fc.assert(
      fc.asyncProperty(someArrivals(), async (arrivals) => {
        const own = await aStoredLine(test.database, { intervalS: INTERVAL_S });
        const readings = arrivals.map((batch) => batch.map((make) => make(own.portA, start)));
        const all = new Map(readings.flat().map((reading) => [reading.slot, reading]));
        clock.advance(Math.max(0, (start + 400) * 1_000 - clock.now()));
        const fresh = await startTelemetry(test.database, clock);
        for (const batch of readings) await fresh.ingest.take(COLLECTOR, aBatch(uniqueSlots(batch)));

        const samples = [...all.values()].sort((one, other) => one.takenAt - other.takenAt);
        const expected = portHistory(
          samples.map(({ takenAt, operStatus, lastChangeAt }) => ({
            takenAt,
            lastChangeAt,
            status: operStatus === 1 ? ('UP' as const) : ('DOWN' as const),
          })),
          INTERVAL_S * 1_000,
          null,
        );
        expect(await historyOf(test.database, 'port', own.portA)).toEqual(expected);
        const stored = await fresh.samples.traffic(own.portA, start, start + 400);
        expect(stored.map(({ slot }) => slot)).toEqual(samples.map(({ slot }) => slot));
        const octets = (of: readonly { inOctets: number | null }[]): number =>
          of.reduce((sum, { inOctets }) => sum + (inOctets ?? 0), 0);
        expect(octets(stored)).toBe(octets(samples));
      }),
      { numRuns: test.database.dialect === 'sqlite' ? 40 : 10 },
    );
  }, 180_000);

  it('sees both ends when two collectors report them at the same moment through two instances', async () => {
    await bothUp(start, 1);
    const other = await startTelemetry(test.database, clock);
    // In other five minutes, so that the two do not happen to wait for each other at the mark of a roll-up.
    const atTheSameTime = (slot: number): Pick<Reading, 'portId' | 'slot' | 'takenAt'> => ({
      portId: line.portZ,
      slot: slot + 600,
      takenAt: slot * 1_000 + 200,
    });
    for (let slot = start + 10; slot < start + 110; slot += INTERVAL_S) {
      const operStatus = (slot - start) % 20 === 0 ? 1 : 2;
      clock.advance(10_000);
      await Promise.all([
        telemetry.ingest.take(COLLECTOR, aBatch([aReading({ portId: line.portA, slot, operStatus })])),
        other.ingest.take(randomUUID(), aBatch([aReading({ ...atTheSameTime(slot), operStatus })])),
      ]);
      const newest = (await historyOf(test.database, 'circuit', line.circuitId)).at(-1);
      expect([newest?.status, newest?.sides]).toEqual(operStatus === 1 ? ['running', ''] : ['failed', 'A,Z']);
      expect((await circuitNow()).status).toBe(operStatus === 1 ? 'running' : 'failed');
    }
  });

  it('remembers a port that has no rate yet', async () => {
    await deliver(start, aReadingWithoutRate({ portId: line.portA, slot: start }));

    const now = (await portsNow(test.database)).get(line.portA);
    expect([now?.status, now?.inBps, now?.resume]).toEqual(['UP', null, 'noted']);
  });

  it('watches a line with one watched end by that end alone', async () => {
    const half = await aStoredLine(test.database, { intervalS: INTERVAL_S, unmonitored: ['A'] });
    await deliver(start, aReading({ portId: half.portZ, slot: start, inBps: 7, outBps: 9 }));

    const [row] = await test.database.read<{ status: string; inBps: number; outBps: number }>(
      'SELECT status, in_bps AS inBps, out_bps AS outBps FROM circuit_state WHERE circuit_id = ?',
      [half.circuitId],
    );
    expect({ ...row }).toEqual({ status: 'running', inBps: 9, outBps: 7 });
  });

  it('does not run a line that is not in service', async () => {
    const planned = await aStoredLine(test.database, { intervalS: INTERVAL_S, state: 'suspended' });
    await deliver(start, ...[planned.portA, planned.portZ].map((portId) => aReading({ portId, slot: start })));

    expect(
      (await historyOf(test.database, 'circuit', planned.circuitId)).map(({ status, sides }) => [status, sides]),
    ).toEqual([['stopped', '']]);
  });
});

type MakeReading = (portId: number, start: number) => Reading;

/** Readings of one port in any order, some of them twice or more, in batches. */
function someArrivals(): fc.Arbitrary<MakeReading[][]> {
  const reading = fc
    .record({
      step: fc.nat(30),
      down: fc.boolean(),
      octets: fc.nat(1_000_000),
      changed: fc.option(fc.nat(300_000)),
    })
    .map(({ step, down, octets, changed }) => ({
      step,
      make: (portId: number, start: number): Reading => {
        const slot = start + step * INTERVAL_S;
        const lastChangeAt = changed === null ? null : start * 1_000 + changed;
        return aReading({ portId, slot, operStatus: down ? 2 : 1, inOctets: octets, lastChangeAt });
      },
    }));
  return fc
    .uniqueArray(reading, { minLength: 1, maxLength: 20, selector: ({ step }) => step })
    .chain((readings) =>
      fc
        .shuffledSubarray([...readings, ...readings], { minLength: readings.length })
        .map((some) => [...some, ...readings].map(({ make }) => make)),
    )
    .chain((makes) => fc.integer({ min: 1, max: 6 }).map((size) => cut(makes, size)));
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  const batches: Item[][] = [];
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size));
  return batches;
}

function uniqueSlots(readings: readonly Reading[]): Reading[] {
  return [...new Map(readings.map((reading) => [reading.slot, reading])).values()];
}
