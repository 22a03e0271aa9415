import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { storedLines, type StoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import type { AlarmEngine } from './alarm-engine.js';
import { FaultRetention } from './fault-retention.js';

const DAY_MS = 86_400_000;
const KEPT = { RETAIN_FAULT_LOG_DAYS: 10, RETAIN_ALARM_DAYS: 20, RETAIN_FAULT_DAYS: 30 };
const TABLES = ['alarm', 'alarm_event', 'alarm_circuit', 'fault', 'fault_story', 'fault_change'] as const;

describe('What is kept of alarms and faults', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let engine: AlarmEngine;
  let lines: StoredLine[];
  let retention: FaultRetention;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    engine = await startFaults(test.database, clock);
    lines = await storedLines(test.database, 2);
    retention = new FaultRetention(test.database, clock, KEPT);
  });

  afterEach(() => test.close());

  async function polls(count: number, down: readonly number[]): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock.advance(10_000);
      const takenAt = clock.now();
      const slot = Math.floor(takenAt / 1_000);
      const readings = lines
        .flatMap(({ portA, portZ }) => [portA, portZ])
        .map((portId) => (down.includes(portId) ? aDownReading : aReading)({ portId, slot, takenAt }));
      await telemetry.ingest.take(randomUUID(), aBatch(readings));
      while ((await engine.lookAtDue()) > 0);
    }
  }

  async function rows(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const table of TABLES) counts[table] = (await test.database.read(`SELECT 1 FROM ${table}`)).length;
    return counts;
  }

  it('is each as long as its days say, and what stands for ever', async () => {
    const [first, second] = lines.map(({ portA }) => portA);
    if (first === undefined || second === undefined) throw new Error('two lines were stored');
    await polls(2, []);
    await polls(5, [first, second]);
    await polls(8, [second]);
    const all = await rows();
    expect(all).toEqual(jasmine.objectContaining({ alarm: 4, fault: 2, fault_change: 3 }));

    clock.advance(9 * DAY_MS);
    await retention.run(new AbortController().signal);
    expect(await rows()).toEqual(all);

    clock.advance(2 * DAY_MS);
    await retention.run(new AbortController().signal);
    expect(await rows()).toEqual({ ...all, fault_change: 0 });

    clock.advance(10 * DAY_MS);
    await retention.run(new AbortController().signal);
    const withoutAlarms = await rows();
    expect(withoutAlarms).toEqual(jasmine.objectContaining({ alarm: 2, alarm_circuit: 2, fault: 2 }));
    const strays = await test.database.read('SELECT id FROM alarm_event WHERE alarm_id NOT IN (SELECT id FROM alarm)');
    expect(strays).toEqual([]);

    clock.advance(10 * DAY_MS);
    await retention.run(new AbortController().signal);
    const [left] = await test.database.read<{ untilAt: unknown }>('SELECT until_at AS untilAt FROM fault');
    expect([(await rows())['fault'], left?.untilAt]).toEqual([1, null]);
    expect(await test.database.read('SELECT id FROM fault_story WHERE fault_id NOT IN (SELECT id FROM fault)')).toEqual(
      [],
    );
  });
});
