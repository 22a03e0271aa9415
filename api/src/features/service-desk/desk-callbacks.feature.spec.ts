import { randomUUID } from 'node:crypto';
import type { DeskCallback, DeskCallbackList, MadeDeskHub } from '@linewatch/shared';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { TestReceiver } from '../../testing/test-receiver.js';
import { acted, aFiledTicket } from '../../testing/test-ticket.builder.js';
import { HubDelivery } from './hub-delivery.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('callbacks of service desks, as people read of them', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let world: TestReceiver;
  let line: StoredLine;
  let admin: TestClient;
  let noc: TestClient;
  let usual: number;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    world = await TestReceiver.listen();
    api = await startTestApi({ clock, env: { OUTBOUND_PRIVATE_HOSTS: world.host } });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
    await world.close();
  });

  beforeEach(async () => {
    world.usual = { status: 200 };
    line = await aStoredLine(api.database);
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await adminOf(line.customerId);
  });

  const adminOf = (scopeId: string): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId });
  const listed = async (by = admin): Promise<DeskCallbackList['items']> =>
    (await by.get<DeskCallbackList>('/api/v1/desk-callbacks')).body.items;
  async function registered(version = 'v4'): Promise<{ id: string; path: string }> {
    const path = `/desk-${randomUUID()}`;
    const body = { callback: `http://${world.host}${path}?key=hidden` };
    return { id: (await admin.post<MadeDeskHub>(`/api/v1/tmf621/${version}/hub`, body)).body.id, path };
  }
  /** Until the callback is as a spec waits for it: the job of the house may be the one that delivers. */
  async function seen(is: (callback: DeskCallback) => boolean): Promise<DeskCallback> {
    let found: DeskCallback | undefined;
    await eventually(
      'the callback is so',
      async () => {
        await api.app.get(HubDelivery).gather();
        await api.app.get(HubDelivery).deliver();
        [found] = await listed();
        return found !== undefined && is(found);
      },
      PATIENCE_MS,
    );
    if (found === undefined) throw new Error('no callback');
    return found;
  }

  it('say who is told of what, and how the last events went, the newest first', async () => {
    const { id } = await registered();
    const filed = await aFiledTicket(admin, line.circuitId);
    await acted(noc, filed.id, 'accept');
    const callback = await seen(({ deliveries }) => deliveries.filter(({ state }) => state === 'SENT').length === 2);

    expect([callback.id, callback.version, callback.host, callback.isEnabled, callback.failures]).toEqual([
      ...[id, 'v4', world.host, true, 0],
    ]);
    expect([callback.customer.id, callback.events.length]).toEqual([line.customerId, 5]);
    expect(callback.deliveries.map(({ event, ticket, failure }) => [event, ticket.number, failure])).toEqual([
      ['TroubleTicketStatusChangeEvent', filed.number, null],
      ['TroubleTicketCreateEvent', filed.number, null],
    ]);
    const text = JSON.stringify(await listed());
    for (const secret of ['whsec_', 'hidden', '/desk-']) expect(text).not.toContain(secret);
  });

  it('show no more than the last few events, of each callback', async () => {
    await registered('v4');
    await registered('v5');
    const filed = await aFiledTicket(admin, line.circuitId);
    for (let count = 0; count < 10; count += 1) await admin.post(`/api/v1/tickets/${filed.id}/notes`, { text: 'More' });
    await seen(({ deliveries }) => deliveries.length === 8 && deliveries.every(({ state }) => state === 'SENT'));
    expect((await listed()).map(({ version, deliveries }) => [version, deliveries.length])).toEqual([
      ['v5', 8],
      ['v4', 8],
    ]);
  });

  it('say that one is tried again, and that one was switched off with what waited for it', async () => {
    await registered('v5');
    world.usual = { status: 503 };
    const filed = await aFiledTicket(admin, line.circuitId);
    const waiting = await seen(({ deliveries: [last] }) => last?.failure === 'http-503');
    const [first] = waiting.deliveries;
    expect([first?.state, first?.attempts, waiting.failures, waiting.isEnabled]).toEqual(['WAITING', 1, 1, true]);
    expect(first?.nextTryAt).toBe(new Date(clock.now() + 10_000).toISOString());

    await acted(noc, filed.id, 'accept');
    world.usual = { status: 410 };
    clock.advance(10_000);
    const off = await seen(({ isEnabled }) => !isEnabled);
    expect(off.deliveries.map(({ state, failure }) => [state, failure])).toEqual([
      ['FAILED', 'switched-off'],
      ['FAILED', 'switched-off'],
    ]);
  });

  it('are read and removed by those who decide for the whole customer, and by nobody else of it or of another', async () => {
    const { id } = await registered();
    const other = await aStoredLine(api.database);
    expect(await listed(await adminOf(other.customerId))).toEqual([]);
    const grant = { scopeType: 'SITE' as const, scopeId: line.siteA };
    const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...grant });
    expect(await listed(branch)).toEqual([]);
    expect((await branch.get<unknown[]>('/api/v1/tmf621/v4/hub')).body).toEqual([]);
    expect((await branch.delete(`/api/v1/tmf621/v4/hub/${id}`)).status).toBe(404);
    const engineer = await api.signedIn({
      ...{ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    });
    expect((await engineer.get('/api/v1/desk-callbacks')).status).toBe(403);
    const house = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    expect((await listed(house)).map((callback) => callback.id)).toContain(id);

    expect((await admin.delete(`/api/v1/tmf621/v4/hub/${id}`)).status).toBe(204);
    expect(await listed()).toEqual([]);
  });
});
