import { AuditPage, SessionView, ViewAsChoices } from '@linewatch/shared';
import { eventually } from '../../../testing/eventually.js';
import { MATRIX } from '../../../testing/access-matrix.js';
import { type MarkedHouse, startMarkedHouse } from '../../../testing/marked-house.js';
import { type IdentityName, identityOf } from '../../../testing/marked-people.js';
import { CIRCUITS } from '../../../testing/marked-world.js';
import { codeOf, TestClient } from '../../../testing/test-client.js';
import { TestSocket } from '../../../testing/test-socket.js';
import { AuditLog } from '../../audit/audit-log.js';
import { WHILE_VIEWING_ROUTES } from '../../../testing/while-viewing.js';

const PATIENCE_MS = 180_000;
const MINUTE_MS = 60_000;
const VIEW = '/api/v1/session/view-as';

describe("taking a customer's view", () => {
  let house: MarkedHouse;

  beforeEach(async () => {
    house = await startMarkedHouse();
    await house.poll();
  }, PATIENCE_MS);

  afterEach(() => house.api.close());

  async function as(name: IdentityName): Promise<TestClient> {
    const { Cookie } = await house.people.credentials(name);
    return new TestClient(house.api.url, {}, Cookie);
  }

  async function viewing(name: IdentityName, customer: string): Promise<TestClient> {
    const client = await as(name);
    const { status, body } = await client.put(VIEW, { customer: house.world.id(customer) });
    expect(status).toBe(200);
    expect(SessionView.parse(body).viewingAs?.customer.id).toBe(house.world.id(customer));
    return client;
  }

  async function entries(name: IdentityName, query: string): Promise<AuditPage['items']> {
    await house.api.app.get(AuditLog).settled();
    const { body } = await (await as(name)).get(`/api/v1/audit?${query}`);
    return AuditPage.parse(body).items;
  }

  const told = async (client: TestClient, path: string): Promise<string[]> =>
    house.words.toldBy(JSON.stringify((await client.get(path)).body));

  it('shows the operator exactly what a viewer of the customer sees', async () => {
    const seen = await told(await as('viewer of A'), '/api/v1/circuits');
    for (const name of ['noc', 'platform admin', 'manager of A'] as const) {
      const client = await viewing(name, 'A');
      expect(await told(client, '/api/v1/circuits'))
        .withContext(name)
        .toEqual(seen);
      for (const circuit of CIRCUITS) {
        const { status } = await client.get(`/api/v1/circuits/${house.world.id(circuit)}`);
        expect(status)
          .withContext(`${name}: ${circuit}`)
          .toBe(identityOf('viewer of A').knows.includes(circuit) ? 200 : 404);
      }
      expect((await client.get('/api/v1/devices')).status).toBe(403);
      const { body } = await client.get('/api/v1/session');
      expect(SessionView.parse(body).role).toBe('CUSTOMER_VIEWER');
    }
  });

  it('is for customers in reach only, and for nobody who is a customer', async () => {
    const manager = await as('manager of A');
    const refused = await manager.put(VIEW, { customer: house.world.id('B') });
    const absent = await manager.put(VIEW, { customer: '01934f00-0000-7000-8000-000000000000' });
    expect([refused.status, codeOf(refused)]).toEqual([404, 'request.not-found']);
    expect([absent.status, codeOf(absent)]).toEqual([404, 'request.not-found']);
    const { items } = ViewAsChoices.parse((await manager.get(`${VIEW}/customers`)).body);
    expect(items.map(({ id }) => id)).toEqual([house.world.id('A')]);
    for (const name of ['admin of A', 'rival of B'] as const) {
      const { status } = await (await as(name)).put(VIEW, { customer: house.world.id('A') });
      expect(status).toBe(403);
    }
    const [named] = await house.api.database.read<{ code: string }>('SELECT code FROM customer WHERE id = ?', [
      house.world.id('B'),
    ]);
    const found = await (await as('noc')).get(`${VIEW}/customers?search=${named?.code ?? ''}`);
    expect(house.words.toldBy(JSON.stringify(found.body))).toEqual(['B']);
  });

  it('refuses every route that writes, but to end the view and to sign out', async () => {
    const client = await viewing('platform admin', 'A');
    const writing = Object.entries(MATRIX).filter(
      ([route, { policy }]) => !route.startsWith('GET ') && policy !== 'open',
    );
    expect(writing.length).toBeGreaterThan(20);
    for (const [route, { body }] of writing) {
      if (WHILE_VIEWING_ROUTES.includes(route)) continue;
      const [method = '', path = ''] = route.split(' ');
      const json = body === undefined ? undefined : JSON.stringify(body());
      const answer = await client.send(
        method,
        path,
        json,
        json === undefined ? {} : { 'Content-Type': 'application/json' },
      );
      expect([answer.status, codeOf(answer)])
        .withContext(route)
        .toEqual([403, 'session.read-only']);
    }
    expect((await client.get('/api/v1/session')).status).toBe(200);
  });

  it('ends after an hour, and the session is the own one again', async () => {
    const client = await viewing('noc', 'A');
    for (let minutes = 0; minutes < 59; minutes += 1) house.clock.advance(MINUTE_MS);
    expect((await client.get('/api/v1/devices')).status).toBe(403);
    house.clock.advance(MINUTE_MS);
    expect((await client.get('/api/v1/devices')).status).toBe(200);
    expect(SessionView.parse((await client.get('/api/v1/session')).body).viewingAs).toBeNull();
  });

  it('ends when it is ended, under a new cookie, and a second time is no harm', async () => {
    const client = await viewing('noc', 'A');
    const before = client.cookie;
    expect((await client.delete(VIEW)).status).toBe(204);
    expect(client.cookie).not.toBe(before);
    expect((await client.get('/api/v1/devices')).status).toBe(200);
    expect((await new TestClient(house.api.url, {}, before).get('/api/v1/session')).status).toBe(401);
    expect((await client.delete(VIEW)).status).toBe(204);
  });

  it('ends for a manager whom the customer was taken from', async () => {
    const client = await viewing('manager of A', 'A');
    await house.api.database.transaction((tx) =>
      tx.execute('UPDATE role_grant SET scope_id = ? WHERE user_id = ?', [
        house.world.id('B'),
        house.people.userOf('manager of A'),
      ]),
    );
    expect(await told(client, '/api/v1/circuits')).not.toContain('A.trunk');
  });

  it("closes the sockets of before, and opens new ones with the customer's changes only", async () => {
    const client = await as('noc');
    const before = await new TestSocket(client).admitted();
    await client.put(VIEW, { customer: house.world.id('A') });
    await eventually('the socket of before is closed', () => !before.socket.connected);
    const socket = await new TestSocket(client).admitted();
    expect(Object.keys(socket.heads[0]?.feeds ?? {})).toEqual([house.world.id('A')]);
    socket.close();
  });

  it("is told on the customer's own page: begun, each kind of look, and ended, with the role and no name", async () => {
    const client = await viewing('manager of A', 'A');
    await client.get('/api/v1/circuits');
    await client.get(`/api/v1/circuits/${house.world.id('A.spur')}`);
    await client.patch('/api/v1/account', { name: 'x' });
    await client.delete(VIEW);

    const seen = await entries('admin of A', 'by=staff');
    expect(new Set(seen.map(({ action }) => action))).toEqual(
      new Set(['view-as.begun', 'view-as.looked', 'circuit.viewed', 'access.denied', 'view-as.ended']),
    );
    expect(new Set(seen.map(({ role }) => role))).toEqual(new Set(['ACCOUNT_MANAGER']));
    expect(seen.every(({ actorName, isStaff }) => actorName === null && isStaff)).toBeTrue();
    expect(seen.filter(({ action }) => action === 'view-as.looked').map(({ objectName }) => objectName)).toContain(
      'circuits:read',
    );
    const [begun] = await entries('platform admin', 'action=view-as.begun');
    expect(house.words.toldBy(begun?.actorName ?? '')).toEqual(['manager of A']);
    expect(begun?.after?.['until']).toEqual(jasmine.any(String));
    expect((await entries('rival of B', 'by=staff')).length).toBe(0);
  });

  it('is told to have ended when the person signs out of it', async () => {
    const client = await viewing('noc', 'B');
    expect((await client.delete('/api/v1/session')).status).toBe(204);
    expect((await entries('rival of B', 'action=view-as.ended')).length).toBe(1);
  });
});
