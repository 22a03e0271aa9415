import { randomUUID } from 'node:crypto';
import { HandoverList, type HandoverView } from '@linewatch/shared';
import { SESSION_COOKIE } from '../../platform/auth/session-cookie.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aFiledTicket } from '../../testing/test-ticket.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { SessionKeeper } from '../identity/session-keeper.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR_MS = 3_600_000;

/** An account manager with a session. */
interface Manager {
  readonly id: string;
  readonly client: TestClient;
}

describe('the hand-over of a customer', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let admin: TestClient;
  let noc: TestClient;
  let line: StoredLine;
  let other: StoredLine;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  beforeEach(async () => {
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    line = await aStoredLine(api.database);
    other = await aStoredLine(api.database);
  });

  afterAll(() => api.close());

  async function signIn(id: string): Promise<TestClient> {
    const token = await api.app.get(SessionKeeper).begin(id, { address: '', userAgent: '' }, undefined);
    return new TestClient(api.url, {}, `${SESSION_COOKIE}=${token}`);
  }

  async function aManagerOf(...customers: readonly string[]): Promise<Manager> {
    const grants = customers.map((scopeId) => ({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId }) as const);
    const { id } = await aStoredUser(api.database, grants);
    return { id, client: await signIn(id) };
  }

  const give = (customerId: string, userId: string, client = admin): Promise<Answer<unknown>> =>
    client.post(`/api/v1/customers/${customerId}/manager`, { managerId: userId });

  async function packs(client: TestClient, customerId: string): Promise<HandoverView[]> {
    const { status, body } = await client.get(`/api/v1/customers/${customerId}/handovers`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return HandoverList.parse(body).items;
  }

  it('takes it from the manager before at once, and shows the new one what was open (AMG5)', async () => {
    const before = await aManagerOf(line.customerId, other.customerId);
    const next = await aManagerOf(other.customerId);
    const ticket = await aFiledTicket(noc, line.circuitId);
    const contact = {
      siteId: null,
      name: '王工',
      role: 'TECHNICAL',
      phone: '123',
      email: null,
      language: 'en',
      version: null,
    };
    const saved = await admin.post(`/api/v1/customers/${line.customerId}/contacts`, contact);
    expect(saved.status).withContext(JSON.stringify(saved.body)).toBeLessThan(300);

    expect((await give(line.customerId, next.id)).status).toBe(204);

    expect((await before.client.get(`/api/v1/customers/${line.customerId}`)).status).toBe(401);
    const again = await signIn(before.id);
    expect((await again.get(`/api/v1/customers/${line.customerId}`)).status).toBe(404);
    expect((await again.get(`/api/v1/customers/${line.customerId}/handovers`)).status).toBe(404);
    expect((await again.get(`/api/v1/customers/${other.customerId}`)).status).toBe(200);

    const [handover] = await packs(await signIn(next.id), line.customerId);
    expect(handover?.pack.tickets.map(({ number }) => number)).toEqual([ticket.number]);
    expect(handover?.pack.promises.map(({ kind, ticketId }) => [kind, ticketId])).toEqual([['TICKET', ticket.id]]);
    expect(handover?.pack.contacts).toEqual([{ name: '王工', role: 'TECHNICAL', phone: '123', email: null }]);
    expect(handover?.pack.standing.needs.map(({ need }) => need)).toContain('TICKETS_OPEN');
    expect(handover?.from.length).toBe(1);
  });

  it('is told to the customer and written down once, however often it is pressed', async () => {
    const before = await aManagerOf(line.customerId);
    const next = await aManagerOf(other.customerId);
    expect((await give(line.customerId, next.id)).status).toBe(204);
    const again = await give(line.customerId, next.id);
    expect([again.status, codeOf(again)]).toEqual([409, 'manager.unchanged']);
    expect((await (await signIn(next.id)).get(`/api/v1/customers/${line.customerId}`)).status).toBe(200);

    const notices = await api.database.read<{ kind: string }>('SELECT kind FROM notice_event WHERE customer_id = ?', [
      line.customerId,
    ]);
    expect(notices.map(({ kind }) => kind)).toEqual(['manager.changed']);
    expect((await packs(admin, line.customerId)).length).toBe(1);
    const own = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const { body } = await own.get<{ items: unknown[] }>('/api/v1/audit?action=manager.changed');
    expect(body.items.length).toBe(1);
    expect((await give(line.customerId, before.id)).status)
      .withContext('serves nobody now, and is a manager still')
      .toBe(204);
  });

  it('refuses who is no account manager, and customers that are not there', async () => {
    const manager = await aManagerOf(line.customerId);
    const viewer = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    for (const userId of [viewer.id, randomUUID()]) {
      const refused = await give(line.customerId, userId);
      expect([refused.status, codeOf(refused)]).toEqual([404, 'user.not-found']);
    }
    const nowhere = await give(randomUUID(), manager.id);
    expect([nowhere.status, codeOf(nowhere)]).toEqual([404, 'customer.not-found']);
    expect((await give(line.customerId, manager.id, manager.client)).status).toBe(403);
    expect((await manager.client.get(`/api/v1/customers/${other.customerId}/handovers`)).status).toBe(404);
    expect(await packs(admin, line.customerId)).toEqual([]);
  });

  it('keeps the last five', async () => {
    const pair = [await aManagerOf(line.customerId, other.customerId), await aManagerOf(other.customerId)];
    for (let round = 1; round <= 7; round++) {
      clock.advance(HOUR_MS / 60);
      expect((await give(line.customerId, pair[round % 2]?.id ?? '')).status).toBe(204);
    }
    const kept = await packs(admin, line.customerId);
    expect(kept.length).toBe(5);
    expect(kept[0]?.at).toBe(new Date(clock.now()).toISOString());
  });
});
