import { randomUUID } from 'node:crypto';
import { DomainError, type MadeApiToken, type ProviderSetup, type Role, type SessionView } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../testing/test-site.builder.js';
import { aStoredUser, type TestUser } from '../../testing/test-user.builder.js';
import type { NewGrant } from './index.js';
import { ProvidersService } from './single-sign-on/providers.service.js';
import { SingleSignOn } from './single-sign-on/single-sign-on.service.js';
import { standingKey } from './standings.js';
import { InvitationsService } from './users/invitations.service.js';
import { SignInPolicyService } from './users/sign-in-policy.service.js';

/** Each begins with sessions and hashes; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;
const TOKENS = '/api/v1/tokens';
const USERS = '/api/v1/users';

/** What an act comes to: the code of its refusal, or that there was none. */
async function outcomeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('people who reach a part of the house', () => {
  let api: TestApi;
  let bank: string;
  let rival: string;
  let branch: string;
  let platform: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
    [bank, rival] = [await aStoredCustomer(api.database), await aStoredCustomer(api.database)];
    branch = await aStoredSite(api.database, bank);
    platform = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const of = (scopeId: string, role: Role = 'CUSTOMER_ADMIN'): NewGrant => ({ role, scopeType: 'CUSTOMER', scopeId });
  const at = (scopeId: string, role: Role = 'CUSTOMER_ADMIN'): NewGrant => ({ role, scopeType: 'SITE', scopeId });
  const asCaller = (scope: Scope, role: Role = 'CUSTOMER_ADMIN'): UserCaller => ({
    ...{ kind: 'user', userId: randomUUID(), sessionId: randomUUID(), role, scope },
  });
  const wholeBank = (): Scope => makeScope({ kind: 'customer', customerId: bank });
  const ofBranch = (): Scope => makeScope({ kind: 'sites', customerId: bank, siteIds: [branch] });

  async function arrived(...grants: readonly NewGrant[]): Promise<{ user: TestUser; client: TestClient }> {
    const user = await aStoredUser(api.database, grants);
    const client = api.stranger();
    await client.signIn(user);
    return { user, client };
  }

  /** Puts other rights in the place of all that somebody has. */
  async function move(userId: string, role: Role, scopeType: string, scopeId: string): Promise<void> {
    await api.database.transaction((tx) =>
      tx.execute('UPDATE role_grant SET role = ?, scope_type = ?, scope_id = ? WHERE user_id = ?', [
        ...[role, scopeType, scopeId, userId],
      ]),
    );
  }

  describe('whose tokens', () => {
    const made = async (client: TestClient, siteIds: readonly string[] = []): Promise<string> => {
      const wish = { name: 'Desk', role: 'CUSTOMER_VIEWER', siteIds, days: 9 };
      const { status, body } = await client.post<MadeApiToken>(TOKENS, wish);
      expect(status).withContext(JSON.stringify(body)).toBe(201);
      return body.token;
    };
    const used = async (token: string): Promise<number> =>
      (await api.stranger().get('/api/v1/circuits', { Authorization: `Bearer ${token}` })).status;

    it(
      'are of the customer that they left open nothing there any more',
      async () => {
        const { user, client } = await arrived(of(bank));
        const token = await made(client);
        expect(await used(token)).toBe(200);
        await move(user.id, 'CUSTOMER_ADMIN', 'CUSTOMER', rival);
        expect(await used(token)).toBe(401);
        await move(user.id, 'ACCOUNT_MANAGER', 'CUSTOMER', rival);
        expect(await used(token)).toBe(401);
        await move(user.id, 'ACCOUNT_MANAGER', 'CUSTOMER', bank);
        expect(await used(token)).toBe(200);
      },
      PATIENCE_MS,
    );

    it(
      'are of a branch open nothing once they are of another one, or when they name another customer',
      async () => {
        const { user, client } = await arrived(at(branch));
        const token = await made(client, [branch]);
        expect(await used(token)).toBe(200);
        await move(user.id, 'CUSTOMER_ADMIN', 'SITE', await aStoredSite(api.database, bank));
        expect(await used(token)).toBe(401);
        await move(user.id, 'CUSTOMER_ADMIN', 'SITE', branch);
        expect(await used(token)).toBe(200);
        await api.database.transaction((tx) =>
          tx.execute('UPDATE api_token SET customer_id = ? WHERE created_by = ?', [rival, user.id]),
        );
        expect(await used(token)).toBe(401);
      },
      PATIENCE_MS,
    );
  });

  it('have standings that are told apart', () => {
    expect(standingKey(makeScope({ kind: 'all' }))).toBe('all');
    expect(standingKey(makeScope({ kind: 'customers', customerIds: [bank] }))).toBe('staff');
    expect([standingKey(wholeBank()), standingKey(ofBranch())]).toEqual([bank, bank]);
  });

  it('are told whose branch they stand for', async () => {
    const { client } = await arrived(at(branch));
    const { standings } = (await client.get<SessionView>('/api/v1/session')).body;
    expect(standings.map(({ customer }) => customer?.id)).toEqual([bank]);
  });

  it(
    'open no account that the house has shut',
    async () => {
      const { user } = await arrived(of(bank, 'CUSTOMER_VIEWER'));
      const admin = await api.signedIn(of(bank));
      expect((await platform.post(`${USERS}/${user.id}/disable`, {})).status).toBe(204);
      await admin.post(`${USERS}/${user.id}/enable`, {});
      expect((await api.stranger().post('/api/v1/session', user)).status).toBe(401);
      expect((await platform.post(`${USERS}/${user.id}/enable`, {})).status).toBe(204);
      expect((await api.stranger().post('/api/v1/session', user)).status).toBe(201);
    },
    PATIENCE_MS,
  );

  it('change nothing of the sign-in of the whole customer from a branch', async () => {
    const policy = { requireTotp: false, idleMinutes: 11, absoluteHours: 3 };
    const change = (scope: Scope): Promise<string> =>
      outcomeOf(api.app.get(SignInPolicyService).change(asCaller(scope), bank, policy));
    expect(await change(ofBranch())).toBe('request.not-found');
    expect(await change(makeScope({ kind: 'customer', customerId: bank }))).toBe('done');
  });

  it('neither renew nor withdraw an invitation of staff, also of those who are to serve them', async () => {
    const email = `${randomUUID()}@noc.example`;
    const asked = { email, name: 'Li Jing', language: 'en', role: 'ACCOUNT_MANAGER', customerIds: [bank], siteIds: [] };
    expect((await platform.post(USERS, asked)).status).toBe(201);
    const [made] = await api.database.read<{ id: string }>('SELECT id FROM invitation WHERE email = ?', [email]);
    const id = made?.id ?? '';
    const invitations = api.app.get(InvitationsService);
    expect(await outcomeOf(invitations.renew(asCaller(wholeBank()), id))).toBe('user.not-found');
    expect(await outcomeOf(invitations.withdraw(asCaller(wholeBank()), id))).toBe('user.not-found');
    const house = asCaller(makeScope({ kind: 'all' }), 'PLATFORM_ADMIN');
    expect(await outcomeOf(invitations.withdraw(house, id))).toBe('done');
  });

  it('set up no sign-in service of the house, and are linked at their own from a branch too', async () => {
    const setup: ProviderSetup = {
      ...{ name: 'Bank', customerId: bank, issuer: 'http://127.0.0.1:1', clientId: 'x', clientSecret: 'y' },
      ...{ scopes: [], domains: ['bank.example'], secondFactors: [], isEnabled: true, makesUsers: false },
      ...{ groupsClaim: 'groups', groups: [] },
    };
    const providers = api.app.get(ProvidersService);
    const ofHouse = { ...setup, customerId: null };
    expect(await outcomeOf(providers.create(asCaller(wholeBank()), ofHouse))).toBe('user.access-refused');
    const house = makeScope({ kind: 'all' });
    const { id } = await providers.create(asCaller(house, 'PLATFORM_ADMIN'), setup);

    const linked = (scope: Scope): Promise<string> => outcomeOf(api.app.get(SingleSignOn).begin(id, asCaller(scope)));
    const elsewhere = await aStoredSite(api.database, rival);
    expect(await linked(ofBranch())).toBe('sso.unreachable');
    expect(await linked(makeScope({ kind: 'sites', customerId: rival, siteIds: [elsewhere] }))).toBe(
      'provider.not-found',
    );
  });
});
