import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBatch, aDevicePoll, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { startFaults } from '../../testing/test-faults.js';
import { aStoredLine, storedLines, type StoredLine } from '../../testing/test-line.builder.js';
import { startTelemetry, type TestTelemetry } from '../../testing/test-telemetry.js';
import type { AlarmEngine } from './alarm-engine.js';

const INTERVAL_MS = 10_000;

describe('The alarm engine', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let telemetry: TestTelemetry;
  let engine: AlarmEngine;
  let line: StoredLine;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    telemetry = await startTelemetry(test.database, clock);
    engine = await startFaults(test.database, clock);
    line = await aStoredLine(test.database);
  });

  afterEach(() => test.close());

  /** One poll of all ports of a line, then the engine's look. */
  async function poll(down: readonly number[], lines: readonly StoredLine[] = [line]): Promise<void> {
    const takenAt = clock.now();
    const slot = Math.floor(takenAt / 1_000);
    const ports = lines.flatMap(({ portA, portZ }) => [portA, portZ]);
    const readings = ports.map((portId) =>
      (down.includes(portId) ? aDownReading : aReading)({ portId, slot, takenAt }),
    );
    await telemetry.ingest.take(randomUUID(), aBatch(readings));
    await look();
  }

  async function look(): Promise<void> {
    while ((await engine.lookAtDue()) > 0);
    await engine.lookAtConditions();
  }

  async function polls(count: number, down: readonly number[], lines?: readonly StoredLine[]): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock.advance(INTERVAL_MS);
      await poll(down, lines);
    }
  }

  const read = <Row>(sql: string): Promise<Row[]> => test.database.read<Row>(sql);

  async function standing(): Promise<string[]> {
    const rows = await read<{ code: string }>(
      'SELECT code FROM alarm WHERE active_key IS NOT NULL ORDER BY code, object_id',
    );
    return rows.map(({ code }) => code);
  }

  async function faults(): Promise<string[]> {
    const rows = await read<{ kind: string; reason: string; side: string | null; untilAt: unknown }>(
      'SELECT kind, reason, side, until_at AS untilAt FROM fault ORDER BY since, id',
    );
    return rows.map(({ kind, reason, side, untilAt }) =>
      [kind, reason, side, untilAt === null ? 'open' : 'over'].filter((word) => word !== null).join(' '),
    );
  }

  async function notices(): Promise<string[]> {
    const rows = await read<{ kind: string }>('SELECT kind FROM notice_event ORDER BY id');
    return rows.map(({ kind }) => kind);
  }

  it('has a fault in plain words when an end is down, and ends it when it is well for a minute', async () => {
    await polls(3, []);
    await polls(2, [line.portZ]);
    expect(await standing()).toEqual([]);

    await polls(3, [line.portZ]);
    expect(await standing()).toEqual(['CIRCUIT_DOWN', 'PORT_DOWN']);
    expect(await faults()).toEqual(['DOWN portDown Z open']);

    await polls(3, []);
    expect(await faults()).toEqual(['DOWN portDown Z open']);
    await polls(5, []);
    expect(await standing()).toEqual([]);
    expect(await faults()).toEqual(['DOWN portDown Z over']);
    expect(await notices()).toEqual(['fault.raised', 'fault.cleared']);
    const [fault] = await read<{ since: unknown; until: unknown }>('SELECT since, until_at AS until FROM fault');
    expect(Number(fault?.until) - Number(fault?.since)).toBe(5 * INTERVAL_MS);
  });

  it('puts the circuit under the port that explains it', async () => {
    await polls(2, []);
    await polls(6, [line.portA]);

    const [row] = await read<{ parent: string; rule: string }>(
      `SELECT p.code AS parent, c.suppressed_by AS rule FROM alarm c JOIN alarm p ON p.id = c.parent_id WHERE c.code = 'CIRCUIT_DOWN'`,
    );
    expect(row).toEqual({ parent: 'PORT_DOWN', rule: 'LOWER_LAYER' });
  });

  it('makes one alarm of both ends, with the ports under it', async () => {
    await polls(2, []);
    await polls(6, [line.portA, line.portZ]);

    expect(await faults()).toEqual(['DOWN bothEndsDown open']);
    const rows = await read<{ parent: string; rule: string }>(
      `SELECT p.code AS parent, c.suppressed_by AS rule FROM alarm c JOIN alarm p ON p.id = c.parent_id WHERE c.code = 'PORT_DOWN'`,
    );
    expect(rows).toEqual([
      { parent: 'CIRCUIT_DOWN', rule: 'BOTH_ENDS' },
      { parent: 'CIRCUIT_DOWN', rule: 'BOTH_ENDS' },
    ]);
  });

  it('says nothing of a break that one poll saw', async () => {
    await polls(3, []);
    await polls(1, [line.portA]);
    await polls(12, []);

    expect(await standing()).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it('makes one fault and one message of ten breaks in a few minutes, and ends it after quiet time', async () => {
    await polls(3, []);
    for (let flap = 0; flap < 10; flap += 1) {
      await polls(1, [line.portA]);
      await polls(2, []);
    }
    expect(await faults()).toEqual(['FLAPPING flapping open']);
    expect(await notices()).toEqual(['fault.raised']);

    clock.advance(3_600_000);
    await polls(2, []);
    expect(await faults()).toEqual(['FLAPPING flapping over']);
    expect(await notices()).toEqual(['fault.raised', 'fault.cleared']);
  });

  it('goes on with the same fault when the line is down again within five minutes', async () => {
    await polls(3, []);
    await polls(5, [line.portZ]);
    await polls(8, []);
    await polls(5, [line.portZ]);

    expect(await faults()).toEqual(['DOWN portDown Z open']);
    expect(await notices()).toEqual(['fault.raised', 'fault.cleared', 'fault.raised']);
    const rows = await read<{ kind: string }>('SELECT kind FROM fault_change ORDER BY position');
    expect(rows.map(({ kind }) => kind)).toEqual(['RAISED', 'CLEARED', 'CAME_BACK']);
  });

  it('raises nothing of a trouble that late readings tell of', async () => {
    await polls(3, []);
    const from = clock.now();
    clock.advance(12 * INTERVAL_MS);
    await poll([]);
    const readings = Array.from({ length: 11 }, (_, index) => from + (index + 1) * INTERVAL_MS).map((takenAt) =>
      aDownReading({ portId: line.portA, slot: Math.floor(takenAt / 1_000), takenAt }),
    );
    await telemetry.ingest.take(randomUUID(), aBatch(readings));
    await look();

    expect(await standing()).toEqual([]);
    expect(await notices()).toEqual([]);
  });

  it('puts circuits that go down together under what they share, each customer with its own fault', async () => {
    const lines = await storedLines(test.database, 4, { customerId: line.customerId });
    await polls(3, [], lines);
    const down = lines.slice(0, 3).map(({ portA }) => portA);
    await polls(5, down, lines);

    expect(await standing()).toEqual([
      ...['CIRCUIT_DOWN', 'CIRCUIT_DOWN', 'CIRCUIT_DOWN', 'PORT_DOWN', 'PORT_DOWN', 'PORT_DOWN'],
      'SHARED_RESOURCE_DOWN',
    ]);
    expect(await faults()).toEqual([
      'DOWN networkEvent A open',
      'DOWN networkEvent A open',
      'DOWN networkEvent A open',
    ]);
    const causes = await read<{ cause: string }>('SELECT DISTINCT cause FROM notice_event');
    expect(causes.length).toBe(1);

    await polls(9, [], lines);
    expect(await standing()).toEqual([]);
  });

  it('tells of lines that are unknown since a device does not answer as of one event, neither up nor down', async () => {
    const lines = await storedLines(test.database, 3, { customerId: line.customerId });
    await polls(3, [], lines);
    const deviceA = lines[0]?.deviceA ?? '';
    clock.advance(3 * INTERVAL_MS);
    const failed = aDevicePoll({ deviceId: deviceA, at: clock.now(), fault: 'NO_ANSWER', failures: 3 });
    const readings = lines.map(({ portZ }) =>
      aReading({ portId: portZ, slot: Math.floor(clock.now() / 1_000), takenAt: clock.now() }),
    );
    await telemetry.ingest.take(randomUUID(), aBatch(readings, [failed]));
    await look();

    expect(await standing()).toEqual(['CIRCUIT_UNKNOWN', 'CIRCUIT_UNKNOWN', 'CIRCUIT_UNKNOWN', 'DEVICE_UNREACHABLE']);
    expect(await faults()).toEqual(Array.from({ length: 3 }, () => 'UNKNOWN deviceUnreachable A open'));
    expect((await read<{ cause: string }>('SELECT DISTINCT cause FROM notice_event')).length).toBe(1);
  });

  it('does nothing a second time when it is asked again, or twice at once', async () => {
    await polls(3, []);
    await polls(5, [line.portZ]);
    await Promise.all([look(), look(), engine.lookAtConditions()]);

    expect(await notices()).toEqual(['fault.raised']);
    expect((await read('SELECT id FROM alarm')).length).toBe(2);
  });

  it('leaves nothing behind of a turn that was cut off, and does it again', async () => {
    await polls(3, []);
    await polls(2, [line.portZ]);
    clock.advance(2 * INTERVAL_MS);
    const takenAt = clock.now();
    const slot = Math.floor(takenAt / 1_000);
    await telemetry.ingest.take(
      randomUUID(),
      aBatch([aReading({ portId: line.portA, slot, takenAt }), aDownReading({ portId: line.portZ, slot, takenAt })]),
    );
    await test.database.transaction((tx) => tx.execute('ALTER TABLE notice_event RENAME TO notice_gone'));
    await expectAsync(look()).toBeRejected();
    expect(await standing()).toEqual([]);
    expect(await faults()).toEqual([]);

    await test.database.transaction((tx) => tx.execute('ALTER TABLE notice_gone RENAME TO notice_event'));
    await look();
    await polls(1, [line.portZ]);
    expect(await faults()).toEqual(['DOWN portDown Z open']);
    expect(await notices()).toEqual(['fault.raised']);
  });
});
