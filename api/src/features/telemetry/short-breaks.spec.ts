import { randomUUID } from 'node:crypto';
import type { Reading } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { historyOf, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import { shortBreaks } from './short-break-rows.js';

const INTERVAL_S = 10;
const DOWN = '1.3.6.1.6.3.1.1.5.3';
const UP = '1.3.6.1.6.3.1.1.5.4';

describe('breaks between two readings', () => {
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
    start = Math.ceil(clock.now() / 10_000) * 10;
  });

  afterEach(() => test.close());

  /** The A end as read at `offset` s, by an agent that runs since an hour before the start; `changed` s: ifLastChange. */
  function read(offset: number, changed: number, more: Partial<Reading> = {}): Reading {
    const slot = start + offset;
    const takenAt = slot * 1_000 + 200;
    return aReading({
      ...{ portId: line.portA, slot, takenAt, toTicks: (3_600 + offset) * 100 + 20 },
      lastChangeAt: (start + changed) * 1_000,
      ...more,
    });
  }

  async function take(...readings: Reading[]): Promise<void> {
    const last = Math.max(...readings.map(({ takenAt }) => takenAt));
    clock.advance(Math.max(0, last + 300 - clock.now()));
    await telemetry.ingest.take(randomUUID(), aBatch(readings));
  }

  async function trap(offset: number, oid: string): Promise<void> {
    const [port] = await test.database.read<{ deviceId: string }>(
      'SELECT device_id AS deviceId FROM port WHERE id = ?',
      [line.portA],
    );
    const at = (start + offset) * 1_000;
    const columns = ['id', 'device_id', 'trap_at', 'trap_hour', 'is_known', 'source', 'version', 'is_inform', 'oid'];
    await test.database.transaction((tx) =>
      tx.insertMany(
        'trap',
        [...columns, 'if_index', 'varbinds', 'left_out'],
        ['id'],
        [
          [
            randomUUID(),
            port?.deviceId ?? '',
            at,
            Math.floor(at / 3_600_000),
            1,
            '192.0.2.1',
            'V2C',
            0,
            oid,
            1,
            '[]',
            0,
          ],
        ],
      ),
    );
  }

  const noted = async (): Promise<number[]> =>
    (await shortBreaks(test.database, [line.portA], 0, Number.MAX_SAFE_INTEGER)).map(({ at }) => at / 1_000 - start);
  const down = async (kind: 'port' | 'circuit'): Promise<unknown[]> =>
    (await historyOf(test.database, kind, kind === 'port' ? line.portA : line.circuitId))
      .filter(({ status }) => status === 'DOWN' || status === 'failed')
      .map(({ from, to, evidence }) => [from / 1_000 - start, (to ?? 0) / 1_000 - start, evidence]);

  it('are noted as a moment without length where ifLastChange moved although the port was up at both', async () => {
    await take(read(0, -600));
    await take(read(10, -600));
    await take(read(20, 14));
    await take(read(30, 14));

    expect(await noted()).toEqual([14]);
    expect(await down('port')).toEqual([]);
    const watched = await test.database.read<{ id: string }>(
      "SELECT object_id AS id FROM alarm_watch WHERE object_type IN ('port', 'circuit') AND due_at = 0",
    );
    expect(watched.map(({ id }) => id)).toEqual(jasmine.arrayContaining([String(line.portA), line.circuitId]));
  });

  it('are outages with the times of the traps where both came', async () => {
    await take(read(0, -600), read(0, -600, { portId: line.portZ }));
    await trap(12, DOWN);
    await trap(15, UP);
    await take(read(10, -600), read(10, -600, { portId: line.portZ }));
    await take(read(20, 15), read(20, -600, { portId: line.portZ }));

    expect(await noted()).toEqual([]);
    expect(await down('port')).toEqual([[12, 15, 'TRAP']]);
    expect(await down('circuit')).toEqual([[12, 15, 'TRAP']]);
    const state = await test.database.read('SELECT status FROM circuit_state WHERE circuit_id = ?', [line.circuitId]);
    expect(state).toEqual([jasmine.objectContaining({ status: 'running' })]);
  });

  it('stay a moment where one trap alone came', async () => {
    await take(read(0, -600));
    await trap(12, DOWN);
    await take(read(20, 15));

    expect(await noted()).toEqual([15]);
    expect(await down('port')).toEqual([]);
  });

  it('are none after a restart of the agent, nor where the agent does not say', async () => {
    await take(read(0, -600));
    await take(read(10, 5, { toTicks: 620 }));
    expect(await noted()).toEqual([]);

    await take(read(20, 0, { lastChangeAt: null }));
    await take(read(30, 0, { lastChangeAt: null, toTicks: null }));
    expect(await noted()).toEqual([]);
  });

  it('are told anew by late readings: what one of them saw as down is no moment any more', async () => {
    await take(read(0, -600));
    await take(read(20, 14));
    expect(await noted()).toEqual([14]);

    await take(read(10, 8, { operStatus: 2 }));

    expect(await noted()).toEqual([]);
    expect(await down('port')).toEqual([[8, 14, 'POLL']]);
  });

  it('are found in a backlog that comes at once, and once however often it comes', async () => {
    const backlog = [read(0, -600), read(10, 4), read(20, 4), read(30, 27)];
    await take(...backlog);
    await take(...backlog);

    expect(await noted()).toEqual([4, 27]);
  });
});
