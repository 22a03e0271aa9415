import { randomUUID } from 'node:crypto';
import { type OperatingStatus, OverviewView, SEVERITIES, statusRank } from '@linewatch/shared';
import type { SqlValue } from '../../database/database.js';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { OverviewService } from './overview.service.js';

const MINUTE = 60_000;
const PATIENCE_MS = 180_000;

describe('the overview', () => {
  const clock = new ManualClock();
  const customerId = randomUUID();
  let api: TestApi;
  let client: TestClient;
  /** Two lines each between sites of their own. */
  let east: StoredLine[];
  let west: StoredLine[];
  let theirs: StoredLine;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    east = await storedLines(api.database, 2, { customerId });
    west = await storedLines(api.database, 2, { customerId });
    [theirs] = (await storedLines(api.database, 1)) as [StoredLine];
    await lived(
      east[0],
      ['unknown', 50],
      ['running', 40],
      ['failed', 30],
      ['unknown', 25],
      ['failed', 20],
      ['running', 10],
    );
    await lived(west[0], ['running', 25], ['unknown', 20], ['running', 15], ['degraded', 5]);
    await lived(theirs, ['running', 25], ['failed', 1]);
    client = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customerId });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  /** Says what is known of a line now, by a reading of each end that is just coming in. */
  async function stand(line: StoredLine | undefined, status: OperatingStatus, utilisation = 10): Promise<string> {
    if (line === undefined) throw new Error('there is no such line');
    const now = clock.now();
    await api.database.transaction(async (tx) => {
      await tx.insertMany(
        'circuit_state',
        [
          'circuit_id',
          'customer_id',
          'status',
          'status_rank',
          'since',
          'sample_at',
          'interval_s',
          'in_bps',
          'utilisation',
          'oldest_end_at',
          'newest_end_at',
        ],
        ['circuit_id'],
        [
          [
            ...[line.circuitId, line.customerId, status, statusRank(status), now - MINUTE, now, 10, 1_000, utilisation],
            ...[now, now],
          ],
        ],
        'update',
      );
      await tx.insertMany(
        'port_state',
        ['port_id', 'status', 'sample_at'],
        ['port_id'],
        [line.portA, line.portZ].map((port) => [port, 'UP', now]),
        'update',
      );
    });
    return line.circuitId;
  }

  /** A history of a line: each state with the minutes that it began before now. */
  async function lived(line: StoredLine | undefined, ...pieces: [OperatingStatus, number][]): Promise<void> {
    if (line === undefined) throw new Error('there is no such line');
    const now = clock.now();
    const rows = pieces.map(([status, ago], index) => {
      const end = pieces[index + 1]?.[1];
      const [from, to] = [now - ago * MINUTE, end === undefined ? null : now - end * MINUTE];
      return [randomUUID(), 'circuit', line.circuitId, line.customerId, status, from, to, '', 'POLL'];
    });
    const columns = [
      'id',
      'object_type',
      'object_id',
      'customer_id',
      'status',
      'from_at',
      'to_at',
      'sides',
      'evidence',
    ];
    await api.database.transaction((tx) => tx.insertMany('state_interval', columns, ['id'], rows));
  }

  /** A fault of a line whose state does not tell it. */
  async function congested(line: StoredLine | undefined, state: 'open' | 'over'): Promise<void> {
    if (line === undefined) throw new Error('there is no such line');
    const [id, now] = [randomUUID(), clock.now()];
    const until = state === 'open' ? null : now;
    const fault: Record<string, SqlValue> = {
      ...{ id, active_key: state === 'open' ? id : null, fault_key: id },
      ...{ circuit_id: line.circuitId, customer_id: line.customerId, kind: 'UTILISATION' },
      ...{ severity: 'minor', severity_rank: SEVERITIES.indexOf('minor'), reason: 'utilisationHigh', side: 'A' },
      ...{ suspected: 'CUSTOMER', alarm_id: id, facts: '{}', since: now - MINUTE, until_at: until, changed_at: now },
      ...{ is_flapping: false, note_count: 0, raise_count: 1, version: 1 },
    };
    await api.database.transaction((tx) => tx.insertMany('fault', Object.keys(fault), ['id'], [Object.values(fault)]));
  }

  async function asked(): Promise<OverviewView> {
    const { status, body } = await client.get('/api/v1/overview');
    expect(status).toBe(200);
    return OverviewView.parse(body);
  }

  const read = (scope: Scope): Promise<OverviewView> =>
    api.app
      .get(OverviewService)
      .view(scope, { kind: 'user', userId: randomUUID(), sessionId: randomUUID(), role: 'CUSTOMER_VIEWER', scope });

  it('says how many lines are in each state, and what is wrong, worst first', async () => {
    const down = await stand(east[0], 'failed');
    await stand(east[1], 'running', 70);
    const poor = await stand(west[0], 'degraded', 90);
    await stand(west[1], 'running');
    await stand(theirs, 'failed');

    const view = await asked();

    expect(view.total).toBe(4);
    expect(view.counts).toEqual({ failed: 1, degraded: 1, unknown: 0, running: 2, stopped: 0 });
    expect(view.wrong.map(({ id }) => id)).toEqual([down, poor]);
    expect(view.busiest.map(({ utilisation }) => utilisation)).toEqual([90, 70, 10, 10]);
    expect(Object.keys(view.feeds)).toEqual([customerId]);
  });

  it('counts the open faults of lines that are up as well, and only its own', async () => {
    await stand(east[0], 'running');
    await stand(east[1], 'running');
    await congested(east[1], 'open');
    await congested(east[0], 'over');
    await congested(theirs, 'open');

    expect((await asked()).openFaults).toBe(1);
  });

  it('counts no line as up whose readings are too old', async () => {
    await stand(east[0], 'running');
    await stand(east[1], 'running');
    clock.advance(26_000);
    await stand(west[0], 'running');
    await stand(west[1], 'running');

    const { counts, wrong, busiest } = await asked();

    expect([counts.running, counts.unknown]).toEqual([2, 2]);
    expect(wrong.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    expect(new Set(busiest.map(({ id }) => id))).toEqual(new Set(west.map(({ circuitId }) => circuitId)));
  });

  it('shows headquarters its sites, the worst first, with a line counted at both of its ends', async () => {
    for (const line of [...east, ...west]) await stand(line, 'running');
    await stand(west[1], 'failed');

    const { sites } = await asked();

    expect(sites.length).toBe(4);
    const [first, second, third] = sites;
    expect(new Set([first?.id, second?.id])).toEqual(new Set([west[0]?.siteA, west[0]?.siteZ]));
    expect(first?.counts).toEqual({ failed: 1, degraded: 0, unknown: 0, running: 1, stopped: 0 });
    expect(third?.counts).toEqual({ failed: 0, degraded: 0, unknown: 0, running: 2, stopped: 0 });
  });

  it('tells the latest changes of state, and neither beginnings nor what stayed the same nor silence', async () => {
    const { events } = await asked();

    expect(events.map(({ circuitId, before, status }) => [circuitId, before, status])).toEqual([
      [west[0]?.circuitId ?? '', 'running', 'degraded'],
      [east[0]?.circuitId ?? '', 'failed', 'running'],
      [east[0]?.circuitId ?? '', 'running', 'failed'],
    ]);
  });

  it('is of the sites alone that somebody may see', async () => {
    for (const line of [...east, ...west]) await stand(line, 'failed');
    const siteA = east[0]?.siteA ?? '';

    const view = await read(makeScope({ kind: 'sites', customerId, siteIds: [siteA] }));

    expect(view.total).toBe(2);
    expect(view.sites.map(({ id }) => id)).toEqual([siteA]);
    expect(new Set(view.wrong.map(({ id }) => id))).toEqual(new Set(east.map(({ circuitId }) => circuitId)));
    expect(view.events.every(({ circuitId }) => circuitId === east[0]?.circuitId)).toBeTrue();
    expect(view.events.length).toBe(2);
    expect((await read(makeScope({ kind: 'customer', customerId: randomUUID() }))).total).toBe(0);
  });
});
