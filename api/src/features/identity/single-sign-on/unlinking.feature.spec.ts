import type { AccountView, UserPage } from '@linewatch/shared';
import { aStoredIdentityLink } from '../../../testing/test-identity-link.builder.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer } from '../../../testing/test-site.builder.js';
import { aStoredUser, type TestUser } from '../../../testing/test-user.builder.js';
import type { NewGrant } from '../index.js';
import { NO_PASSWORD } from '../user-accounts.js';

const SESSION = '/api/v1/session';
const own = (providerId: string): string => `/api/v1/account/linked-providers/${providerId}`;
const ofUser = (userId: string, providerId: string): string => `/api/v1/users/${userId}/linked-providers/${providerId}`;

describe('unlinking from a sign-in service', () => {
  let api: TestApi;
  let customer: string;
  let rival: string;
  let admin: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
    customer = await aStoredCustomer(api.database);
    rival = await aStoredCustomer(api.database);
    admin = await api.signedIn(of('CUSTOMER_ADMIN', customer));
  });

  afterAll(() => api.close());

  const of = (role: 'CUSTOMER_ADMIN' | 'CUSTOMER_VIEWER', scopeId: string): NewGrant => ({
    role,
    scopeType: 'CUSTOMER',
    scopeId,
  });

  async function viewer(...grants: NewGrant[]): Promise<{ user: TestUser; client: TestClient }> {
    const user = await aStoredUser(api.database, grants.length > 0 ? grants : [of('CUSTOMER_VIEWER', customer)]);
    const client = api.stranger();
    await client.signIn(user);
    return { user, client };
  }

  const takePassword = (userId: string): Promise<unknown> =>
    api.database.transaction((tx) =>
      tx.execute('UPDATE user_account SET password_hash = ? WHERE id = ?', [NO_PASSWORD, userId]),
    );
  const linksOf = async (userId: string): Promise<number> =>
    (await api.database.read('SELECT 1 FROM identity_link WHERE user_id = ?', [userId])).length;
  const outcome = async (asked: Promise<Answer<unknown>>): Promise<[number, string]> => {
    const answer = await asked;
    return [answer.status, answer.status === 204 ? '' : codeOf(answer)];
  };

  it('is done by people themselves, ends their other sessions and stands in the log', async () => {
    const { user, client } = await viewer();
    const other = api.stranger();
    await other.signIn(user);
    const id = await aStoredIdentityLink(api.database, user.id, { customerId: customer });
    expect((await client.get<AccountView>('/api/v1/account')).body.linkedProviders.map((each) => each.id)).toEqual([
      id,
    ]);

    expect((await client.delete(own(id))).status).toBe(204);

    expect((await client.get<AccountView>('/api/v1/account')).body.linkedProviders).toEqual([]);
    expect([(await client.get(SESSION)).status, (await other.get(SESSION)).status]).toEqual([200, 401]);
    const noted = await api.database.read<{ customer_id: string }>(
      "SELECT customer_id FROM audit_entry WHERE action = 'provider.unlinked' AND object_id = ?",
      [user.id],
    );
    expect(noted.map((entry) => entry.customer_id)).toEqual([customer]);
    expect(await outcome(client.delete(own(id)))).toEqual([404, 'provider.not-found']);
  });

  it('is refused where it is the last way in, by whoever asks', async () => {
    const { user, client } = await viewer();
    const last = await aStoredIdentityLink(api.database, user.id, { customerId: customer });
    await aStoredIdentityLink(api.database, user.id, { customerId: customer, isEnabled: false });
    await takePassword(user.id);

    expect(await outcome(client.delete(own(last)))).toEqual([409, 'sso.last-way']);
    expect(await outcome(admin.delete(ofUser(user.id, last)))).toEqual([409, 'sso.last-way']);
    expect(await linksOf(user.id)).toBe(2);

    const another = await aStoredIdentityLink(api.database, user.id, { customerId: null });
    expect(await outcome(client.delete(own(last)))).toEqual([204, '']);
    expect(await outcome(client.delete(own(another)))).toEqual([409, 'sso.last-way']);
  });

  it('leaves one way of two that are taken at once', async () => {
    const { user, client } = await viewer();
    const ids = [
      await aStoredIdentityLink(api.database, user.id, { customerId: customer }),
      await aStoredIdentityLink(api.database, user.id, { customerId: customer }),
    ];
    await takePassword(user.id);

    const answers = await Promise.all(ids.map((id) => client.delete(own(id))));

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await linksOf(user.id)).toBe(1);
  });

  it('from what says what an account may do is an admin’s alone', async () => {
    const { user, client } = await viewer();
    const id = await aStoredIdentityLink(api.database, user.id, { customerId: customer, followsGroups: true });

    expect(await outcome(client.delete(own(id)))).toEqual([409, 'sso.says-rights']);
    expect(await outcome(admin.delete(ofUser(user.id, id)))).toEqual([204, '']);
    expect((await client.get(SESSION)).status).toBe(401);
    expect(await linksOf(user.id)).toBe(0);
  });

  it('by an admin reaches their own people, at services that they run', async () => {
    const both = await viewer(of('CUSTOMER_VIEWER', customer), of('CUSTOMER_VIEWER', rival));
    const [mine, theirs, house] = [
      await aStoredIdentityLink(api.database, both.user.id, { customerId: customer }),
      await aStoredIdentityLink(api.database, both.user.id, { customerId: rival }),
      await aStoredIdentityLink(api.database, both.user.id, { customerId: null }),
    ];
    const foreign = await viewer(of('CUSTOMER_VIEWER', rival));
    const hidden = await aStoredIdentityLink(api.database, foreign.user.id, { customerId: rival });

    const listed = (await admin.get<UserPage>('/api/v1/users?limit=500')).body.items;
    const seen = listed.find(({ id }) => id === both.user.id)?.linkedProviders.map(({ id }) => id);
    expect(seen).toEqual([mine]);
    expect(await outcome(admin.delete(ofUser(both.user.id, theirs)))).toEqual([404, 'provider.not-found']);
    expect(await outcome(admin.delete(ofUser(both.user.id, house)))).toEqual([404, 'provider.not-found']);
    expect(await outcome(admin.delete(ofUser(foreign.user.id, hidden)))).toEqual([404, 'user.not-found']);
    expect(await outcome(both.client.delete(ofUser(foreign.user.id, hidden)))).toEqual([403, 'session.forbidden']);
    const platform = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    expect(await outcome(platform.delete(ofUser(both.user.id, house)))).toEqual([204, '']);
    expect(await linksOf(both.user.id)).toBe(2);
  });
});
