import type { SessionView, UserPage } from '@linewatch/shared';
import { SESSION_COOKIE } from '../../platform/auth/session-cookie.js';
import { declaredRoutes } from '../../testing/route-list.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { TestClient } from '../../testing/test-client.js';
import { aStoredCustomer } from '../../testing/test-site.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { SessionKeeper } from '../identity/session-keeper.js';

const PATIENCE_MS = 180_000;
const SESSION = '/api/v1/session';

describe('an account manager who gives the last customer away', () => {
  let api: TestApi;
  let admin: TestClient;
  let customer: string;

  beforeAll(async () => {
    api = await startTestApi();
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    customer = await aStoredCustomer(api.database);
  });

  async function signIn(id: string): Promise<TestClient> {
    const token = await api.app.get(SessionKeeper).begin(id, { address: '', userAgent: '' }, undefined);
    return new TestClient(api.url, {}, `${SESSION_COOKIE}=${token}`);
  }

  const managerOf = (...customers: readonly string[]): Promise<{ readonly id: string }> =>
    aStoredUser(
      api.database,
      customers.map((scopeId) => ({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId })),
    );
  const give = async (customerId: string, managerId: string): Promise<number> =>
    (await admin.post(`/api/v1/customers/${customerId}/manager`, { managerId })).status;
  const seenBy = async (client: TestClient): Promise<unknown> => {
    const { status, body } = await client.get<SessionView>(SESSION);
    return [status, body.role, body.customers.map(({ id }) => id)];
  };

  it(
    'signs in as before, with no customer, and every page says so instead of failing',
    async () => {
      const [before, next] = [await managerOf(customer), await managerOf(await aStoredCustomer(api.database))];
      const open = await signIn(before.id);

      expect(await give(customer, next.id)).toBe(204);

      expect((await open.get(SESSION)).status).toBe(401);
      const client = await signIn(before.id);
      expect(await seenBy(client)).toEqual([200, 'ACCOUNT_MANAGER', []]);
      const lists = [...declaredRoutes(api.app).keys()].filter(
        (route) => /^GET \/api\/v1\/[^:]*$/.test(route) && !route.startsWith('GET /api/v1/sign-in/'),
      );
      expect(lists.length).toBeGreaterThan(20);
      for (const route of lists) {
        const { status, body } = await client.get(route.slice('GET '.length));
        expect([200, 400, 403])
          .withContext(`${route} ${JSON.stringify(body)}`)
          .toContain(status);
        expect(JSON.stringify(body)).withContext(route).not.toContain(customer);
      }
      expect((await client.get(`/api/v1/customers/${customer}`)).status).toBe(404);
    },
    PATIENCE_MS,
  );

  it('is still known to the house, and can be given another', async () => {
    const [before, next] = [await managerOf(customer), await managerOf(await aStoredCustomer(api.database))];
    await give(customer, next.id);
    const staff = (await admin.get<UserPage>('/api/v1/users?of=staff&limit=500')).body.items;
    const found = staff.find(({ id }) => id === before.id);
    expect([found?.status, found?.access]).toEqual(['ACTIVE', [{ role: 'ACCOUNT_MANAGER', customers: [], sites: [] }]]);

    expect(await give(customer, before.id)).toBe(204);

    expect(await seenBy(await signIn(before.id))).toEqual([200, 'ACCOUNT_MANAGER', [customer]]);
    const grants = await api.database.read('SELECT scope_id FROM role_grant WHERE user_id = ?', [before.id]);
    expect(grants.map((grant) => Reflect.get(Object(grant) as object, 'scope_id') as unknown)).toEqual([customer]);
  });

  it('keeps what else they are, and is kept once however many are given away at once', async () => {
    const second = await aStoredCustomer(api.database);
    const [before, next] = [await managerOf(customer, second), await managerOf(await aStoredCustomer(api.database))];

    expect(await Promise.all([give(customer, next.id), give(second, next.id)])).toEqual([204, 204]);

    const grants = await api.database.read<{ scope_type: string }>(
      'SELECT scope_type FROM role_grant WHERE user_id = ?',
      [before.id],
    );
    expect(grants).toEqual([{ scope_type: 'NONE' }]);
    const [third, another] = [await aStoredCustomer(api.database), await managerOf(customer)];
    const owner = await aStoredUser(api.database, [
      { role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: third },
      { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: third },
    ]);
    await give(third, another.id);
    expect(await seenBy(await signIn(owner.id))).toEqual([200, 'CUSTOMER_VIEWER', [third]]);
  });
});
