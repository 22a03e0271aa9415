import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { CircuitLiveReader } from '../circuits/index.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { WorksCover } from '../works-cover/index.js';
import { historyOf, startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';

const INTERVAL_MS = 10_000;

describe('SilenceWatch', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let line: StoredLine;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    line = await aStoredLine(test.database, { intervalS: INTERVAL_MS / 1_000 });
  });

  afterEach(() => test.close());

  async function deliver(...portIds: readonly number[]): Promise<void> {
    const takenAt = clock.now();
    const slot = Math.floor(takenAt / 1_000);
    await telemetry.ingest.take(randomUUID(), aBatch(portIds.map((portId) => aReading({ portId, slot, takenAt }))));
  }

  async function rowOf(table: string, key: string, id: string | number): Promise<Record<string, unknown>> {
    const [row] = await test.database.read<Record<string, unknown>>(
      `SELECT status, since, in_bps AS inBps FROM ${table} WHERE ${key} = ?`,
      [id],
    );
    return { ...row, since: Number(row?.['since']) };
  }

  it('tells a line as unknown when nothing is heard for more than 2.5 intervals, and never as running', async () => {
    const heardAt = clock.now();
    await deliver(line.portA, line.portZ);

    clock.advance(2.5 * INTERVAL_MS);
    expect(await telemetry.silence.look()).toBe(0);
    clock.advance(1);
    expect(await telemetry.silence.look()).toBe(2);

    const since = heardAt + INTERVAL_MS;
    expect(await rowOf('port_state', 'port_id', line.portA)).toEqual({ status: 'UNKNOWN', since, inBps: null });
    expect(await rowOf('circuit_state', 'circuit_id', line.circuitId)).toEqual({
      status: 'unknown',
      since,
      inBps: null,
    });
    const pieces = await historyOf(test.database, 'circuit', line.circuitId);
    expect(pieces).toEqual([
      { status: 'running', from: heardAt, to: since, sides: '', evidence: 'POLL' },
      { status: 'unknown', from: since, to: null, sides: 'A,Z', evidence: 'SILENCE' },
    ]);
    expect(await telemetry.silence.look()).toBe(0);
  });

  it('tells which end is silent', async () => {
    await deliver(line.portA, line.portZ);
    clock.advance(20_000);
    await deliver(line.portA);
    clock.advance(10_000);

    expect(await telemetry.silence.look()).toBe(1);

    expect((await historyOf(test.database, 'circuit', line.circuitId)).at(-1)?.sides).toBe('Z');
  });

  it('announces it', async () => {
    await deliver(line.portA, line.portZ);
    clock.advance(60_000);
    await telemetry.silence.look();

    const bodies = await test.database.read<{ body: string }>('SELECT body FROM outbox ORDER BY seq');
    expect(bodies.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      [{ id: line.circuitId }],
      [{ id: line.circuitId }],
    ]);
    const [told] = await new CircuitLiveReader(clock, new WorksCover()).read([line.circuitId], test.database);
    expect(told?.live.status).toBe('unknown');
  });

  it('waits after a start of the API, because the spools of the collectors come first', async () => {
    await deliver(line.portA, line.portZ);
    clock.advance(600_000);
    telemetry = await startTelemetry(test.database, clock);

    expect(await telemetry.silence.look()).toBe(0);
    clock.advance(2.5 * INTERVAL_MS - 1);
    expect(await telemetry.silence.look()).toBe(0);
    clock.advance(1);
    expect(await telemetry.silence.look()).toBe(2);
  });

  it('forgets the silence when the readings of it come after all', async () => {
    const first = clock.now();
    await deliver(line.portA, line.portZ);
    clock.advance(40_000);
    await telemetry.silence.look();
    const readings = [1, 2, 3, 4].flatMap((step) => {
      const takenAt = first + step * INTERVAL_MS;
      return [line.portA, line.portZ].map((portId) => aReading({ portId, slot: takenAt / 1_000, takenAt }));
    });

    await telemetry.ingest.take(randomUUID(), aBatch(readings));

    expect(await historyOf(test.database, 'circuit', line.circuitId)).toEqual([
      { status: 'running', from: first, to: null, sides: '', evidence: 'POLL' },
    ]);
    expect(await rowOf('circuit_state', 'circuit_id', line.circuitId)).toEqual({
      status: 'running',
      since: first,
      inBps: 80_000,
    });
  });

  it('keeps a silence that really was one', async () => {
    const first = clock.now();
    await deliver(line.portA, line.portZ);
    clock.advance(40_000);
    await telemetry.silence.look();
    await deliver(line.portA, line.portZ);

    expect(
      (await historyOf(test.database, 'circuit', line.circuitId)).map(({ status, from }) => [status, from]),
    ).toEqual([
      ['running', first],
      ['unknown', first + INTERVAL_MS],
      ['running', first + 40_000],
    ]);
  });
});
