import { randomUUID } from 'node:crypto';
import { EventsThen } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
let position = Date.now();

describe('faults and works of the past over HTTP', () => {
  const clock = new ManualClock(1_795_248_000_000);
  const at = clock.now() - 2 * DAY;
  let api: TestApi;
  let line: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
  });

  async function read(moment = at, client = engineer, more = ''): Promise<EventsThen> {
    const { status, body } = await client.get(`/api/v1/then/events?at=${String(moment)}${more}`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return EventsThen.parse(body);
  }

  /** A fault of the line, with what the log told of it: kind, severity, and when. */
  async function aFault(
    since: number,
    until: number | null,
    log: readonly [string, string, number][],
  ): Promise<string> {
    const id = randomUUID();
    await api.database.transaction(async (tx) => {
      await insert(tx, 'fault', {
        ...{ id, active_key: null, fault_key: `${line.circuitId} DOWN`, circuit_id: line.circuitId },
        ...{ customer_id: line.customerId, kind: 'DOWN', severity: 'minor', severity_rank: 2, reason: 'PORT_DOWN' },
        ...{ side: 'A', suspected: 'UNKNOWN', facts: '{}', since, until_at: until, changed_at: since, is_flapping: 0 },
        ...{ alarm_id: randomUUID(), note_count: 0, raise_count: 1, version: 1 },
      });
      for (const [kind, severity, recorded] of log)
        await insert(tx, 'fault_change', {
          ...{ position: (position += 1), fault_id: id, circuit_id: line.circuitId, customer_id: line.customerId },
          ...{ kind, severity, at: recorded, recorded_at: recorded },
        });
    });
    return id;
  }

  async function aWork(start: number | null, end: number | null): Promise<string> {
    const id = randomUUID();
    await api.database.transaction(async (tx) => {
      await insert(tx, 'maintenance_window', {
        ...{
          id,
          number: id.slice(0, 24),
          kind: 'planned',
          title: '割接',
          impact: 'RISK',
          planned_start: at - 30 * MINUTE,
        },
        ...{ planned_end: at + 30 * MINUTE, actual_start: start, actual_end: end, state: 'completed', revision: 1 },
        ...{ author_id: randomUUID(), created_at: at - DAY, version: 1 },
      });
      await insert(tx, 'maintenance_circuit', {
        ...{ window_id: id, circuit_id: line.circuitId, customer_id: line.customerId, grade: 'GOLD', notice_hours: 72 },
        emergency_excluded: 0,
      });
    });
    return id;
  }

  it('show what stood in the lists then, with its severity of then, and what is known of it today', async () => {
    const both = await aFault(at - 20 * MINUTE, at + 20 * MINUTE, [
      ['RAISED', 'critical', at - 19 * MINUTE],
      ['CHANGED', 'minor', at + 5 * MINUTE],
      ['CLEARED', 'minor', at + 21 * MINUTE],
    ]);
    const later = await aFault(at - 10 * MINUTE, at + 20 * MINUTE, [['RAISED', 'critical', at + 2 * MINUTE]]);
    const gone = await aFault(at - 40 * MINUTE, at - 5 * MINUTE, [
      ['RAISED', 'major', at - 39 * MINUTE],
      ['CLEARED', 'major', at + MINUTE],
    ]);
    await aFault(at - 90 * MINUTE, at - 60 * MINUTE, [
      ['RAISED', 'major', at - 90 * MINUTE],
      ['CLEARED', 'major', at - 60 * MINUTE],
    ]);
    await aFault(at + MINUTE, null, [['RAISED', 'major', at + 2 * MINUTE]]);

    const { faults } = await read();

    const told = new Map(faults.map(({ id, shown, known, severity }) => [id, [shown, known, severity]]));
    expect([...told.keys()].sort()).toEqual([both, later, gone].sort());
    expect(told.get(both)).toEqual([true, true, 'critical']);
    expect(told.get(later)).toEqual([false, true, 'minor']);
    expect(told.get(gone)).toEqual([true, false, 'major']);
  });

  it('say that it was not recorded where the log of then is gone', async () => {
    const long = clock.now() - 500 * DAY;
    const id = await aFault(long - MINUTE, long + MINUTE, []);
    expect((await read(long)).faults.map((fault) => [fault.id, fault.shown, fault.known])).toEqual([[id, null, true]]);
  });

  it('show the works that ran: neither those that had ended nor those that had not begun', async () => {
    const running = await aWork(at - MINUTE, at + MINUTE);
    const open = await aWork(at - MINUTE, null);
    await aWork(at - 9 * MINUTE, at - MINUTE);
    await aWork(at + MINUTE, null);
    await aWork(null, null);
    const { works } = await read();
    expect(works.map(({ id }) => id).sort()).toEqual([running, open].sort());
    expect(works.map(({ circuits }) => circuits)).toEqual([1, 1]);
  });

  it('are of the own circuits alone, and of one circuit where it is named', async () => {
    await aFault(at - MINUTE, null, [['RAISED', 'major', at - MINUTE]]);
    await aWork(at - MINUTE, null);
    expect(await read(at, rival)).toEqual(jasmine.objectContaining({ faults: [], works: [] }));
    const foreign = await read(at, rival, `&circuitId=${line.circuitId}`);
    expect([foreign.faults, foreign.works]).toEqual([[], []]);
    const own = await read(at, engineer, `&circuitId=${line.circuitId}`);
    expect([own.faults.length, own.works.length]).toEqual([1, 1]);
    const elsewhere = await read(at, engineer, `&circuitId=${randomUUID()}`);
    expect([elsewhere.faults, elsewhere.works]).toEqual([[], []]);
  });

  it('are not told of a time to come', async () => {
    const ahead = await engineer.get(`/api/v1/then/events?at=${String(clock.now() + MINUTE)}`);
    expect([ahead.status, codeOf(ahead)]).toEqual([400, 'request.invalid']);
  });
});

async function insert(tx: Transaction, table: string, row: Record<string, string | number | null>): Promise<void> {
  await tx.insertMany(table, Object.keys(row), ['id'], [Object.values(row)]);
}
