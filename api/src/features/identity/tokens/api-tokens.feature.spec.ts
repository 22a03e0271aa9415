import { randomUUID } from 'node:crypto';
import type { ApiTokenList, CircuitPage, MadeApiToken, NewApiToken, SessionView } from '@linewatch/shared';
import { ManualClock } from '../../../testing/manual-clock.js';
import { sentMails } from '../../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../../testing/test-site.builder.js';
import { aStoredUser } from '../../../testing/test-user.builder.js';
import type { NewGrant } from '../index.js';
import { TokenExpiry } from './token-expiry.js';

/** Each begins with sessions, hashes and mails; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;
const TOKENS = '/api/v1/tokens';
const CIRCUITS = '/api/v1/circuits';
const DAY_MS = 86_400_000;
const PLATFORM: NewGrant = { role: 'PLATFORM_ADMIN', scopeType: 'ALL' };

describe('tokens of the API', () => {
  let api: TestApi;
  let clock: ManualClock;
  let bank: string;
  let rival: string;
  let admin: TestClient;

  const of = (scopeId: string, role: NewGrant['role'] = 'CUSTOMER_ADMIN'): NewGrant => ({
    role,
    scopeType: 'CUSTOMER',
    scopeId,
  });

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(DAY_MS);
    [bank, rival] = [await aStoredCustomer(api.database), await aStoredCustomer(api.database)];
    admin = await api.signedIn(of(bank));
  }, PATIENCE_MS);

  const aWish = (change: Partial<NewApiToken> = {}): NewApiToken => ({
    name: 'Reports',
    role: 'CUSTOMER_VIEWER',
    siteIds: [],
    days: 90,
    ...change,
  });
  const make = async (client = admin, change: Partial<NewApiToken> = {}): Promise<MadeApiToken> =>
    (await client.post<MadeApiToken>(TOKENS, aWish(change))).body;
  const ask = (token: string, path = CIRCUITS): Promise<Answer<unknown>> =>
    api.stranger().get(path, { Authorization: `Bearer ${token}` });
  const outcome = (answer: Answer<unknown>): [number, string] => [
    answer.status,
    answer.status < 400 ? '' : codeOf(answer),
  ];

  it(
    'are shown once, kept as a hash, and listed by their beginning',
    async () => {
      const { token, view } = await make();

      expect(token).toMatch(/^lw_[\w-]{43}$/);
      expect([view.customer?.id, view.role, view.lastUsedAt]).toEqual([bank, 'CUSTOMER_VIEWER', null]);
      const listed = (await admin.get<ApiTokenList>(TOKENS)).body.items;
      expect(listed).toEqual([view]);
      expect(token.startsWith(view.beginsWith)).toBe(true);
      expect(JSON.stringify(await api.database.read('SELECT * FROM api_token'))).not.toContain(token);
    },
    PATIENCE_MS,
  );

  it(
    'read what their customer has, and say when they were used',
    async () => {
      const { token } = await make();

      const answer = await ask(token);

      expect(answer.status).toBe(200);
      expect(answer.body as CircuitPage).toEqual(jasmine.objectContaining({ items: [] }));
      const [listed] = (await admin.get<ApiTokenList>(TOKENS)).body.items;
      expect(listed?.lastUsedAt).toBe(new Date(clock.now()).toISOString());
    },
    PATIENCE_MS,
  );

  it(
    'do nothing that is of people: no session, no users, no further tokens',
    async () => {
      const { token } = await make(admin, { role: 'CUSTOMER_ADMIN' });

      for (const path of ['/api/v1/session', '/api/v1/account', '/api/v1/users', TOKENS, '/api/v1/sessions']) {
        expect(outcome(await ask(token, path)))
          .withContext(path)
          .toEqual([403, 'session.forbidden']);
      }
      const made = await api.stranger().post(TOKENS, aWish(), { Authorization: `Bearer ${token}` });
      expect(outcome(made)).toEqual([403, 'session.forbidden']);
    },
    PATIENCE_MS,
  );

  it(
    'are refused from the moment they are revoked, over, or were never made',
    async () => {
      const [revoked, over] = [await make(), await make(admin, { days: 1 })];
      expect((await ask(revoked.token)).status).toBe(200);

      expect((await admin.delete(`${TOKENS}/${revoked.view.id}`)).status).toBe(204);

      const refused = [401, 'token.refused'] as [number, string];
      expect(outcome(await ask(revoked.token))).toEqual(refused);
      expect(outcome(await ask(`lw_${'x'.repeat(43)}`))).toEqual(refused);
      clock.advance(DAY_MS);
      expect(outcome(await ask(over.token))).toEqual(refused);
      expect((await admin.delete(`${TOKENS}/${revoked.view.id}`)).status).toBe(401);
    },
    PATIENCE_MS,
  );

  it(
    'reach no further than their makers do at this moment',
    async () => {
      const maker = await aStoredUser(api.database, [of(bank)]);
      const client = api.stranger();
      await client.signIn(maker);
      const [viewing, running] = [await make(client), await make(client, { role: 'CUSTOMER_ADMIN' })];
      expect([(await ask(viewing.token)).status, (await ask(running.token)).status]).toEqual([200, 200]);

      await admin.put(`/api/v1/users/${maker.id}/access`, { role: 'CUSTOMER_ENGINEER' });
      expect([(await ask(viewing.token)).status, (await ask(running.token)).status]).toEqual([200, 401]);
      await admin.post(`/api/v1/users/${maker.id}/disable`, {});
      expect((await ask(viewing.token)).status).toBe(401);
    },
    PATIENCE_MS,
  );

  it(
    'are given no role and no reach beyond that of their maker',
    async () => {
      const site = await aStoredSite(api.database, bank);
      const foreign = await aStoredSite(api.database, rival);
      const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'SITE', scopeId: site });
      const refused = [403, 'user.access-refused'] as [number, string];
      for (const [client, change] of [
        [admin, { customerId: rival }],
        [admin, { siteIds: [foreign] }],
        [branch, {}],
        [branch, { customerId: bank }],
      ] as [TestClient, Partial<NewApiToken>][]) {
        expect(outcome(await client.post(TOKENS, aWish(change))))
          .withContext(JSON.stringify(change))
          .toEqual(refused);
      }
      expect((await admin.post(TOKENS, { ...aWish(), role: 'NOC_OPERATOR' })).status).toBe(400);
      expect((await admin.post(TOKENS, aWish({ days: 366 }))).status).toBe(400);

      const { token, view } = await make(branch, { siteIds: [site] });
      expect(view.sites.map(({ id }) => id)).toEqual([site]);
      expect((await ask(token)).status).toBe(200);
      // The whole customer's admin sees it; the branch sees none of the customer's.
      await make();
      expect((await branch.get<ApiTokenList>(TOKENS)).body.items.map(({ id }) => id)).toEqual([view.id]);
      expect((await admin.get<ApiTokenList>(TOKENS)).body.items.length).toBe(2);
    },
    PATIENCE_MS,
  );

  it(
    'are not there for the admin of another customer',
    async () => {
      const { view } = await make();
      const stranger = await api.signedIn(of(rival));

      expect((await stranger.get<ApiTokenList>(TOKENS)).body.items).toEqual([]);
      for (const id of [view.id, randomUUID(), 'not-an-id']) {
        expect(outcome(await stranger.delete(`${TOKENS}/${id}`))).toEqual([404, 'token.not-found']);
      }
      expect((await admin.get<ApiTokenList>(TOKENS)).body.items.length).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'are made by the platform admin for a customer that is named',
    async () => {
      const platform = await api.signedIn(PLATFORM);

      expect(outcome(await platform.post(TOKENS, aWish()))).toEqual([403, 'user.access-refused']);
      const { token, view } = await make(platform, { customerId: bank });
      expect(view.customer?.id).toBe(bank);
      expect((await ask(token)).status).toBe(200);
      expect((await ask(token, '/api/v1/devices')).status).toBe(403);
    },
    PATIENCE_MS,
  );

  it(
    'make so many requests and no more, and are told how many are left',
    async () => {
      const { token } = await make();
      const first = await ask(token);
      expect(first.headers.get('ratelimit-policy')).toBe('"token";q=100;w=5');
      expect(first.headers.get('ratelimit')).toBe('"token";r=99;t=1');
      let last = first;
      for (let n = 1; n < 101; n += 1) last = await ask(token);

      expect(outcome(last)).toEqual([429, 'request.too-many']);
      expect(last.headers.get('retry-after')).toBe('1');
      expect(last.headers.get('ratelimit')).toContain('r=0');
      clock.advance(1_000);
      expect((await ask(token)).headers.get('ratelimit')).toBe('"token";r=19;t=5');
      // Their makers are counted by themselves.
      expect((await admin.get(CIRCUITS)).status).toBe(200);
    },
    PATIENCE_MS,
  );

  it(
    'tell their makers a fortnight and three days before they end, each once',
    async () => {
      const maker = await aStoredUser(api.database, [of(bank)]);
      const client = api.stranger();
      await client.signIn(maker);
      await make(client, { days: 20, name: 'Nightly' });
      const warnings = async (): Promise<string[]> => {
        await api.app.get(TokenExpiry).warn();
        await api.app.get(TokenExpiry).warn();
        return (await sentMails(api)).filter(({ to }) => to === maker.email).map(({ subject }) => subject);
      };

      expect(await warnings()).toEqual([]);
      clock.advance(6 * DAY_MS);
      expect(await warnings()).toEqual(['API token "Nightly" expires in 14 days']);
      clock.advance(10 * DAY_MS);
      expect((await warnings()).length).toBe(1);
      clock.advance(DAY_MS);
      expect((await warnings()).at(-1)).toBe('API token "Nightly" expires in 3 days');
      clock.advance(2 * DAY_MS);
      expect((await warnings()).length).toBe(2);
    },
    PATIENCE_MS,
  );

  it(
    'are named in the log by what they are, not as their maker',
    async () => {
      const { token, view } = await make(admin, { role: 'CUSTOMER_ADMIN' });
      await ask(token, '/api/v1/session');
      const { userId } = (await admin.get<SessionView>('/api/v1/session')).body;

      const rows = await api.database.read<{ action: string; actor: string; actor_id: string }>(
        "SELECT action, actor, actor_id FROM audit_entry WHERE customer_id = ? AND action LIKE 'token.%'",
        [bank],
      );
      expect(rows).toEqual([{ action: 'token.made', actor: 'USER', actor_id: userId }]);
      expect(view.createdBy).toBe('A user');
    },
    PATIENCE_MS,
  );
});
