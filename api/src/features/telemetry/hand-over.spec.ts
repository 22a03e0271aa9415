import type { Reading } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { openSamples } from '../../testing/stored-samples.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';

const OCTETS_A_SECOND = 1_000;

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
    const inOctets = (to - from) * OCTETS_A_SECOND;
    const dtMs = (to - from) * 1_000;
    return aReading({ portId, slot: start + to, takenAt: (start + to) * 1_000, dtMs, inOctets });
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

    expect(await sum()).toBe(40 * OCTETS_A_SECOND);
  });

  it('are all counted when they came in any order and each counted its own time', async () => {
    await deliver(counted(30, 40));
    await deliver(counted(10, 20), counted(0, 10));
    await deliver(counted(20, 30));

    expect(await sum()).toBe(40 * OCTETS_A_SECOND);
    expect((await stored()).every(([, status]) => status === 'OK')).toBeTrue();
  });

  it('are found to overlap within one batch as well', async () => {
    await deliver(counted(0, 10));
    await deliver(counted(10, 20), counted(0, 30));

    expect(await sum()).toBe(20 * OCTETS_A_SECOND);
  });
});
