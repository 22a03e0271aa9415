import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import type { AlarmEngine } from './alarm-engine.js';

const INTERVAL_MS = 10_000;

describe('What comes late', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let engine: AlarmEngine;
  let line: StoredLine;
  let beginMs: number;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    beginMs = clock.now();
    telemetry = await startTelemetry(test.database, clock);
    engine = await startFaults(test.database, clock);
    line = await aStoredLine(test.database, { unmonitored: ['Z'] });
  });

  afterEach(() => test.close());

  /**
   * Lives through polls, `W` well, `D` down and `-` not read, each with how many polls later it arrives; the engine
   * looks after each, and for so many polls more as `looks` says.
   */
  async function live(polls: string, looks = 0): Promise<void> {
    const all = polls
      .split(' ')
      .map((poll, index) => ({ state: poll.slice(0, 1), index, late: Number(poll.slice(1)) }));
    for (let now = 0; now < all.length + looks; now += 1) {
      clock.advance(INTERVAL_MS);
      const readings = all
        .filter(({ state, index, late }) => state !== '-' && index + late === now)
        .map(({ state, index }) => {
          const takenAt = beginMs + (index + 1) * INTERVAL_MS;
          const reading = { portId: line.portA, slot: Math.floor(takenAt / 1_000), takenAt };
          return state === 'D' ? aDownReading(reading) : aReading(reading);
        });
      if (readings.length > 0) await telemetry.ingest.take(randomUUID(), aBatch(readings));
      while ((await engine.lookAtDue()) > 0);
    }
  }

  /** What the alarms of the port went through: since when or until when, by the number of the poll. */
  async function told(): Promise<string[]> {
    const rows = await test.database.read<{ code: string; kind: string; at: number | string }>(
      `SELECT a.code AS code, e.kind AS kind, e.at AS at FROM alarm_event e JOIN alarm a ON a.id = e.alarm_id
       WHERE a.object_type = 'PORT' AND e.kind IN ('RAISED', 'RE_RAISED', 'CLEARED') ORDER BY e.id`,
    );
    return rows.map(({ code, kind, at }) => `${code} ${kind} ${String((Number(at) - beginMs) / INTERVAL_MS)}`);
  }

  it('raises nothing where the reading that makes a break certain is the one that says that it is over', async () => {
    await live('W0 D0 D0 D0 W10 W10 W10 W10', 12);

    expect(await told()).toEqual([]);
  });

  it('raises nothing of a break after which the line was read as well before it fell silent', async () => {
    await live('W0 W0 D10 D9 D8 D7 W0 W0 W0 -0 -0 -0 -0', 2);

    expect(await told()).toEqual([]);
  });

  it('raises what was seen last, however late it is heard', async () => {
    await live('W9 D9 D9 D9 D9 D9 D9', 9);

    expect(await told()).toEqual(['PORT_DOWN RAISED 2']);
  });

  it('raises nothing of what nobody has seen for a quarter of an hour', async () => {
    await live(`W0 ${'D95 '.repeat(5)}${'-0 '.repeat(85)}-0`, 10);

    expect(await told()).toEqual([]);
  });

  it('tells of a break that was read in time, though the line was silent until it was well', async () => {
    await live(`W0 D0 D0 D0 -0 -0 -0 ${'W0 '.repeat(8)}W0`);

    expect(await told()).toEqual(['PORT_DOWN RAISED 2', 'PORT_DOWN CLEARED 8']);
  });
});
