import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { historyOf, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import { CollectorRepository, tokenHash } from '../identity/index.js';
import type { AlarmEngine } from './alarm-engine.js';

const INTERVAL_MS = 10_000;
const TEN_MINUTES_MS = 600_000;

/** COL7: a collector that stops makes lines unknown, never down, and one alarm. */
describe('A collector that stops', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let engine: AlarmEngine;
  let line: StoredLine;
  let collectors: CollectorRepository;
  let collectorId: string;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    engine = await startFaults(test.database, clock);
    line = await aStoredLine(test.database);
    collectors = new CollectorRepository(test.database);
    const code = randomUUID().slice(0, 20);
    await test.database.transaction((tx) => collectors.add(tx, code, tokenHash(code), null));
    collectorId = (await collectors.all()).find((each) => each.code === code)?.id ?? '';
    await give(line.deviceA, line.deviceZ);
  });

  afterEach(() => test.close());

  async function give(...devices: readonly string[]): Promise<void> {
    await test.database.transaction(async (tx) => {
      for (const id of devices) await tx.execute('UPDATE device SET polled_by = ? WHERE id = ?', [collectorId, id]);
    });
  }

  /** Ten seconds go by, in which the collector reads both ends or does not; then the watches look. */
  async function pass(isThere: boolean): Promise<void> {
    clock.advance(INTERVAL_MS);
    if (isThere) {
      const slot = Math.floor(clock.now() / 1_000);
      await test.database.transaction((tx) => collectors.noteContact(tx, collectorId, clock.now()));
      const readings = [line.portA, line.portZ].map((portId) => aReading({ portId, slot, takenAt: clock.now() }));
      await telemetry.ingest.take(collectorId, aBatch(readings));
    }
    await telemetry.silence.look();
    while ((await engine.lookAtDue()) > 0);
    await engine.lookAtConditions();
  }

  async function passes(ms: number, isThere: boolean): Promise<void> {
    for (let gone = 0; gone < ms; gone += INTERVAL_MS) await pass(isThere);
  }

  async function alarms(): Promise<string[]> {
    const rows = await test.database.read<{ code: string; operator: string; until: unknown; at: number | string }>(
      `SELECT code, object_type AS operator, cleared_at AS until, raised_at AS at FROM alarm WHERE object_id = ?`,
      [collectorId],
    );
    return rows.map(({ code, operator, until }) => `${code} ${operator} ${until === null ? 'stands' : 'over'}`);
  }

  it('leaves ten unknown minutes, none that is down, and one alarm until it is back', async () => {
    await passes(120_000, true);
    const lastHeard = clock.now();

    await passes(TEN_MINUTES_MS, false);
    const told = await alarms();
    await passes(30_000, true);

    expect(told).toEqual(['COLLECTOR_IMPAIRED COLLECTOR stands']);
    expect(await alarms()).toEqual(['COLLECTOR_IMPAIRED COLLECTOR over']);
    const history = await historyOf(test.database, 'circuit', line.circuitId);
    expect(history.map(({ status }) => status)).toEqual(['running', 'unknown', 'running']);
    const [, unknown] = history;
    // Known for one interval after the last reading, and again with the next one.
    expect([unknown?.from, unknown?.to]).toEqual([lastHeard + INTERVAL_MS, lastHeard + TEN_MINUTES_MS + INTERVAL_MS]);
  });

  it('is no alarm when others took its devices over', async () => {
    await passes(120_000, true);
    await test.database.transaction((tx) =>
      tx.execute('UPDATE device SET polled_by = NULL WHERE polled_by = ?', [collectorId]),
    );
    await passes(TEN_MINUTES_MS, false);

    expect(await alarms()).toEqual([]);
  });

  it('is not missed by an API that was away itself, and stays missed by one that starts meanwhile', async () => {
    await pass(true);
    clock.advance(TEN_MINUTES_MS);
    engine = await startFaults(test.database, clock);
    await pass(false);
    const rightAfter = await alarms();
    await passes(120_000, false);
    const later = await alarms();
    engine = await startFaults(test.database, clock);
    await pass(false);

    expect(rightAfter).toEqual([]);
    expect(later).toEqual(['COLLECTOR_IMPAIRED COLLECTOR stands']);
    expect(await alarms()).toEqual(later);
  });
});
