import type { Reading } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aReading, aReadingWithoutRate } from '../../testing/test-batch.builder.js';
import { openSamples } from '../../testing/stored-samples.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';

const OCTETS_A_SECOND = 1_000;
const TICKS_A_SECOND = 100;
const NO_POINTS = { fromTicks: null, toTicks: null, inCount: null, outCount: null };

describe('the readings of a port that had two collectors', () => {
  let store: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let portId: number;
  let start: number;

  beforeEach(async () => {
    store = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(store.database, clock);
    portId = (await aStoredLine(store.database)).portA;
    start = Math.floor(clock.now() / 10_000) * 10;
    clock.advance(600_000);
  });

  afterEach(() => store.close());

  /** A reading at `to` seconds that counted from `from` on. */
  function counted(from: number, to: number): Reading {
    const counts = { inOctets: (to - from) * OCTETS_A_SECOND, inPackets: to - from };
    return aReading({
      portId,
      slot: start + to,
      takenAt: (start + to) * 1_000,
      dtMs: (to - from) * 1_000,
      ...counts,
      outOctets: counts.inOctets,
      outPackets: counts.inPackets,
      fromTicks: from * TICKS_A_SECOND,
      toTicks: to * TICKS_A_SECOND,
      inCount: to * OCTETS_A_SECOND,
      outCount: to * OCTETS_A_SECOND,
    });
  }

  async function deliver(...readings: Reading[]): Promise<void> {
    await telemetry.ingest.take('collector', aBatch(readings));
  }

  async function stored(): Promise<[number, string, number | null][]> {
    const rows = await telemetry.samples.traffic(portId, start, start + 600);
    const statuses = (await openSamples(store.database)).filter((sample) => sample.portId === portId);
    return rows
      .toSorted((one, other) => one.slot - other.slot)
      .map(({ slot, inOctets }) => [slot - start, statuses.find((row) => row.slot === slot)?.status ?? '', inOctets]);
  }

  const sum = async (): Promise<number> => (await stored()).reduce((octets, [, , own]) => octets + (own ?? 0), 0);

  it('are not counted again when a killed collector delivers late what its successor counted across', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(10, 40));
    await deliver(counted(10, 20), counted(20, 30));

    expect(await sum()).toBe(40 * OCTETS_A_SECOND);
    expect((await stored()).map(([slot, status]) => [slot, status])).toEqual([
      [10, 'OK'],
      [20, 'OVERLAP'],
      [30, 'OVERLAP'],
      [40, 'OK'],
    ]);
  });

  it('are not counted again when a collector goes on from a count that is older than what is stored', async () => {
    await deliver(counted(0, 10), counted(10, 20), counted(20, 30));
    await deliver(counted(10, 40));
    await deliver(counted(40, 50));

    expect(await sum()).toBe(50 * OCTETS_A_SECOND);
  });

  it('are all counted when a silent collector read once more and its successor began from the same count', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(10, 25));
    await deliver(counted(10, 30));
    await deliver(counted(30, 40));
    await deliver(counted(10, 45));
    await deliver(counted(40, 50));

    expect(await sum()).toBe(50 * OCTETS_A_SECOND);
    expect((await stored()).every(([, status]) => status === 'OK')).toBeTrue();
    expect((await stored()).map(([slot, , octets]) => [slot, octets])).toEqual([
      [10, 10_000],
      [25, 15_000],
      [30, 5_000],
      [40, 10_000],
      [45, 5_000],
      [50, 5_000],
    ]);
  });

  it('are all counted when both read the port in the same slot', async () => {
    await deliver(counted(0, 10));
    await deliver({ ...counted(10, 25), slot: start + 20 });
    await deliver({ ...counted(10, 27), slot: start + 20 });
    await deliver(counted(27, 30));

    expect((await stored()).map(([slot, status, octets]) => [slot, status, octets])).toEqual([
      [10, 'OK', 10_000],
      [20, 'OK', 15_000],
      [27, 'OK', 2_000],
      [30, 'OK', 3_000],
    ]);
  });

  it('are all counted when another collector had read the same slot and could not count yet', async () => {
    await deliver(counted(0, 10));
    await deliver(aReadingWithoutRate({ portId, slot: start + 20, takenAt: (start + 28) * 1_000 }));
    await deliver({ ...counted(10, 27), slot: start + 20 });
    await deliver({ ...counted(10, 27), slot: start + 20 });

    expect((await stored()).map(([slot, status, octets]) => [slot, status, octets])).toEqual([
      [10, 'OK', 10_000],
      [20, 'NO_BASELINE', null],
      [27, 'OK', 17_000],
    ]);
  });

  it('are all counted when they came in any order and each counted its own time', async () => {
    await deliver(counted(30, 40));
    await deliver(counted(10, 20), counted(0, 10));
    await deliver(counted(20, 30));

    expect(await sum()).toBe(40 * OCTETS_A_SECOND);
    expect((await stored()).every(([, status]) => status === 'OK')).toBeTrue();
  });

  it('are counted to the octet when the newest of one comes before its older ones and shares a part with the other', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(10, 30));
    await deliver(counted(24, 41));
    await deliver(counted(10, 24));

    expect((await stored()).map(([slot, status, octets]) => [slot, status, octets])).toEqual([
      [10, 'OK', 10_000],
      [24, 'OVERLAP', null],
      [30, 'OK', 20_000],
      [41, 'OK', 11_000],
    ]);
  });

  it('are all counted when one reaches over another on both sides', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(20, 30));
    await deliver(counted(10, 40));
    await deliver(counted(10, 20), counted(30, 40), counted(40, 50));

    expect(await sum()).toBe(50 * OCTETS_A_SECOND);
    const octets = (await stored()).map(([slot, , own]) => [slot, own]);
    expect(octets).toEqual(
      jasmine.arrayContaining([
        [30, 10_000],
        [40, 10_000],
        [41, 10_000],
        [50, 10_000],
      ]),
    );
  });

  it('are not taken for doubles when a collector stood still and looked at an answer too late', async () => {
    await deliver(counted(0, 10));
    const late = counted(10, 20);
    await deliver({ ...late, takenAt: late.takenAt + 9_000, dtMs: 19_000 });
    await deliver(counted(20, 30));

    expect(await sum()).toBe(30 * OCTETS_A_SECOND);
    expect((await stored()).every(([, status]) => status === 'OK')).toBeTrue();
  });

  it('are told apart by what was counted when both asked in the same hundredth of a second', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(10, 20));
    const other = { ...counted(10, 20), slot: start + 21, inOctets: 10_007, outOctets: 10_000, inCount: 20_007 };
    await deliver(other);
    const next = counted(20, 30);
    await deliver({ ...next, inOctets: 9_993 });

    expect(await sum()).toBe(30 * OCTETS_A_SECOND);
    expect((await stored()).map(([slot, , octets]) => [slot, octets])).toContain([21, 7]);
  });

  it('are all counted when both asked in the same millisecond, one just before the other', async () => {
    const own = counted(10, 20);
    const counts = { inOctets: 10_007, outOctets: 10_003, inCount: 20_007, outCount: 20_003 };
    await deliver(counted(0, 10));
    await deliver(own);
    await deliver({ ...own, ...counts });
    await deliver({ ...own, ...counts });
    await deliver({ ...counted(20, 30), inOctets: 9_993, outOctets: 9_997 });
    await deliver(aReadingWithoutRate({ portId, slot: start + 40, takenAt: (start + 40) * 1_000 }));
    await deliver(counted(30, 40));
    await deliver(counted(30, 40));

    expect((await stored()).map(([slot, status, octets]) => [slot, status, octets])).toEqual([
      [10, 'OK', 10_000],
      [20, 'OK', 10_000],
      [21, 'OK', 7],
      [30, 'OK', 9_993],
      [40, 'NO_BASELINE', null],
      [41, 'OK', 10_000],
    ]);
  });

  it('of an agent that started again share nothing with those from before', async () => {
    await deliver(counted(0, 10), counted(10, 20));
    const again = { fromTicks: 1_100, toTicks: 1_900, inCount: 19_000, outCount: 19_000 };
    await deliver({ ...counted(100, 108), ...again });

    expect(await sum()).toBe(28 * OCTETS_A_SECOND);
  });

  it('share nothing with those from before their counters began again', async () => {
    await deliver(counted(0, 10), counted(10, 20));
    const again = { fromTicks: 1_500, toTicks: 2_300, inCount: 8_500, outCount: 8_500 };
    await deliver({ ...counted(22, 30), ...again });

    expect(await sum()).toBe(28 * OCTETS_A_SECOND);
  });

  it('are judged by their times where they do not tell from which count to which they go', async () => {
    await deliver({ ...counted(0, 10), ...NO_POINTS }, { ...counted(10, 40), ...NO_POINTS });
    await deliver({ ...counted(10, 20), ...NO_POINTS }, { ...counted(40, 50), ...NO_POINTS });

    expect(await sum()).toBe(50 * OCTETS_A_SECOND);
  });

  it('are found to overlap within one batch as well', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(10, 20), counted(0, 30));

    expect(await sum()).toBe(30 * OCTETS_A_SECOND);
  });
});
