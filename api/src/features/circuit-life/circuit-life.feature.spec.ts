import { CircuitPage, CircuitSteps, CircuitVersion, CircuitView, StateHistory } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { InventoryRepository } from '../inventory/index.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the life of a circuit', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let api: TestApi;
  let admin: TestClient;
  let line: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
  });

  const path = (what = ''): string => `/api/v1/circuits/${line.circuitId}${what}`;
  async function step(action: string, version: number, reason: string | null = 'ordered'): Promise<CircuitVersion> {
    const { status, body } = await admin.post(path('/steps'), { action, reason, version });
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return CircuitVersion.parse(body);
  }
  const view = async (): Promise<CircuitView> => CircuitView.parse((await engineer.get(path())).body);

  it('stops a line from that moment on and lets it come back, with both moments in its history (INV3)', async () => {
    expect((await step('suspend', 1)).state).toBe('suspended');
    const stoppedAt = new Date(clock.now()).toISOString();
    expect(await view()).toEqual(
      jasmine.objectContaining({ status: 'stopped', since: stoppedAt, state: 'suspended', version: 2 }),
    );
    clock.advance(60_000);
    expect((await step('resume', 2, null)).state).toBe('active');
    expect((await view()).status).toBe('unknown');

    const range = `from=${String(clock.now() - 3_600_000)}&to=${String(clock.now() + 1)}`;
    const history = StateHistory.parse((await engineer.get(path(`/states?${range}`))).body);
    expect(history.items.find(({ status }) => status === 'stopped')).toEqual(
      jasmine.objectContaining({ from: stoppedAt, to: new Date(clock.now()).toISOString(), evidence: 'MANUAL' }),
    );
    const { items } = CircuitSteps.parse((await admin.get(path('/steps'))).body);
    expect(items.map(({ action, from, to, reason }) => [action, from, to, reason])).toEqual([
      ['resume', 'suspended', 'active', null],
      ['suspend', 'active', 'suspended', 'ordered'],
    ]);
    expect(items[0]?.by).not.toBeNull();
    const told = CircuitSteps.parse((await engineer.get(path('/steps'))).body).items;
    expect(told.map(({ by, reason, role }) => [by, reason, role])).toEqual([
      [null, null, 'PLATFORM_ADMIN'],
      [null, null, 'PLATFORM_ADMIN'],
    ]);
  });

  it('takes a terminated line out of lists, counts and polling, and keeps it with both dates', async () => {
    const inventory = api.app.get(InventoryRepository, { strict: false });
    const polled = async (): Promise<number[]> => (await inventory.findPolledPorts()).map(({ portId }) => portId);
    const list = async (query = ''): Promise<CircuitPage> =>
      CircuitPage.parse((await engineer.get(`/api/v1/circuits${query}`)).body);
    expect(await polled()).toEqual(jasmine.arrayContaining([line.portA, line.portZ]));
    expect((await list()).total).toBe(1);

    await step('terminate', 1);

    expect(await polled()).not.toContain(line.portA);
    const { total, counts } = await list();
    expect([total, counts]).toEqual([0, { failed: 0, degraded: 0, unknown: 0, running: 0, stopped: 0 }]);
    expect((await list('?life=ended')).items.map(({ id }) => id)).toEqual([line.circuitId]);
    expect((await view()).terminatedAt).toBe(new Date(clock.now()).toISOString());
    expect(codeOf(await admin.post(path('/steps'), { action: 'resume', reason: null, version: 2 }))).toBe(
      'circuit.step-impossible',
    );
  });

  it('does a step once however often it is pressed, and not on top of what another one did', async () => {
    await step('suspend', 1);
    expect((await step('suspend', 1)).version).toBe(2);
    expect(CircuitSteps.parse((await admin.get(path('/steps'))).body).items.length).toBe(1);
    const stale = await admin.post(path('/steps'), { action: 'terminate', reason: 'gone', version: 1 });
    expect([stale.status, codeOf(stale)]).toEqual([409, 'edit.conflict']);
    expect((await view()).state).toBe('suspended');
  });

  it('wants a reason for what interrupts a service, and the right of the platform admin', async () => {
    const silent = await admin.post<{ fields: unknown }>(path('/steps'), {
      action: 'suspend',
      reason: ' ',
      version: 1,
    });
    expect([silent.status, silent.body.fields]).toEqual([
      400,
      [{ field: 'reason', reason: 'required', pointer: '/reason' }],
    ]);
    for (const client of [engineer, rival, await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' })]) {
      const answer = await client.post(path('/steps'), { action: 'suspend', reason: 'x', version: 1 });
      expect(answer.status).toBe(403);
    }
    expect((await rival.get(path('/steps'))).status).toBe(404);
  });

  it("shows a customer's own alias to its people and leaves the operator's name (INV5)", async () => {
    const { name, code } = await view();
    const changed = await engineer.post(path('/alias'), { alias: ' 财务主线 ', version: 1 });
    expect(changed.body).toEqual({ alias: '财务主线', state: 'active', version: 2 });

    expect(await view()).toEqual(jasmine.objectContaining({ alias: '财务主线', name, code }));
    const found = CircuitPage.parse((await engineer.get(`/api/v1/circuits?q=${encodeURIComponent('财务')}`)).body);
    expect(found.items.map(({ alias }) => alias)).toEqual(['财务主线']);
    const seen = await rival.get(`/api/v1/circuits?q=${encodeURIComponent('财务')}`);
    expect(CircuitPage.parse(seen.body).items).toEqual([]);
    expect((await rival.post(path('/alias'), { alias: 'mine', version: 2 })).status).toBe(404);
    expect(codeOf(await engineer.post(path('/alias'), { alias: 'late', version: 1 }))).toBe('edit.conflict');
    for (const alias of ['a\u202eb', 'a\nb', 'x'.repeat(81)]) {
      expect((await engineer.post(path('/alias'), { alias, version: 2 })).status).toBe(400);
    }
    expect((await engineer.post(path('/alias'), { alias: '', version: 2 })).body).toEqual(
      jasmine.objectContaining({ alias: null, version: 3 }),
    );
  });
});
