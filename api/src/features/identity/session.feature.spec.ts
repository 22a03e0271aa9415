import { randomUUID } from 'node:crypto';
import type { SignInAnswer } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../testing/test-site.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import type { NewGrant } from './index.js';

const SESSION = '/api/v1/session';
/** Each sign-in is a deliberately slow hash; on a busy machine a dozen of them take their time. */
const PATIENCE_MS = 180_000;
const MINUTE_MS = 60_000;
/** Of a customer that asks for no second factor: what is told here is the session alone. */
const ADMIN: NewGrant = { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: randomUUID() };
const NOC: NewGrant = { role: 'NOC_OPERATOR', scopeType: 'ALL' };
const viewerOf = (scopeId: string): NewGrant => ({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId });

describe('the session over HTTP', () => {
  let api: TestApi;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  });

  afterAll(() => api.close());

  // Out of every waiting time that the spec before brought about.
  afterEach(() => {
    clock.advance(24 * 60 * MINUTE_MS);
  });

  const statusOf = async (client: TestClient): Promise<number> => (await client.get(SESSION)).status;

  it('is missing for a stranger', async () => {
    const answer = await api.stranger().get(SESSION);

    expect([answer.status, codeOf(answer)]).toEqual([401, 'session.missing']);
  });

  it('tells the portal who signed in', async () => {
    const user = await aStoredUser(api.database, [ADMIN]);
    const client = api.stranger();

    const answer = await client.post<SignInAnswer>(SESSION, {
      email: user.email.toUpperCase(),
      password: user.password,
    });

    expect(answer.status).toBe(201);
    const { step, session } = answer.body;
    expect(step).toBe('DONE');
    expect(session).toEqual(
      jasmine.objectContaining({ email: user.email, role: 'CUSTOMER_ADMIN', customers: [], sites: [] }),
    );
    expect((await client.get(SESSION)).body).toEqual(session);
  });

  it('names the customer, and the sites of whoever is limited to some', async () => {
    const bank = await aStoredCustomer(api.database);
    const branch = await aStoredSite(api.database, bank);
    await aStoredSite(api.database, bank);
    const viewer = await api.signedIn(viewerOf(bank));
    const clerk = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'SITE', scopeId: branch });

    const ids = (rows: unknown): unknown => (rows as { id: string }[]).map(({ id }) => id);
    const whole = (await viewer.get<Record<string, unknown>>(SESSION)).body;
    const limited = (await clerk.get<Record<string, unknown>>(SESSION)).body;
    expect([ids(whole['customers']), ids(whole['sites'])]).toEqual([[bank], []]);
    expect([ids(limited['customers']), ids(limited['sites'])]).toEqual([[bank], [branch]]);
  });

  it('keeps its token where no script and no other host reads it', async () => {
    const user = await aStoredUser(api.database, [ADMIN]);

    const answer = await api.stranger().post(SESSION, user);

    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-sid=[\w-]{43}; /);
    for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(attribute);
    expect(cookie).not.toContain('Domain');
    const token = /=([\w-]{43});/.exec(cookie)?.[1] ?? 'missing';
    expect(JSON.stringify(await api.database.read('SELECT * FROM user_session'))).not.toContain(token);
  });

  it(
    'does not tell a wrong password from an unknown address or a disabled user',
    async () => {
      const user = await aStoredUser(api.database, [ADMIN]);
      const disabled = await aStoredUser(api.database, [ADMIN]);
      const withoutRights = await aStoredUser(api.database, []);
      await api.database.transaction((tx) =>
        tx.execute("UPDATE user_account SET status = 'DISABLED' WHERE id = ?", [disabled.id]),
      );

      const answers = [
        await api.stranger().post(SESSION, { email: user.email, password: 'not the password' }),
        await api.stranger().post(SESSION, { email: 'nobody@example.com', password: 'not the password' }),
        await api.stranger().post(SESSION, disabled),
        await api.stranger().post(SESSION, withoutRights),
      ];

      const told = answers.map(({ body }) => ({ ...(body as object), requestId: '' }));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
      expect(new Set(told.map((body) => JSON.stringify(body))).size).toBe(1);
      expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'makes whoever tries passwords wait, whatever the sixth password is',
    async () => {
      const user = await aStoredUser(api.database, [ADMIN]);
      const guess = { email: user.email, password: 'a guess' };
      for (let n = 0; n < 5; n += 1) expect((await api.stranger().post(SESSION, guess)).status).toBe(401);

      const sixth = await api.stranger().post(SESSION, user);

      expect([sixth.status, codeOf(sixth)]).toEqual([429, 'session.too-many-attempts']);
      expect(sixth.headers.get('retry-after')).toBe('60');
      clock.advance(61_000);
      expect((await api.stranger().post(SESSION, user)).status).toBe(201);
    },
    PATIENCE_MS,
  );

  for (const [from, headers] of [
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['another host of our site', { 'Sec-Fetch-Site': 'same-site' }],
    [
      'another origin, in a browser that says no more',
      { 'Sec-Fetch-Site': 'none-such', Origin: 'https://evil.example' },
    ],
  ] as const) {
    it(`is neither begun nor ended by ${from}`, async () => {
      const user = await aStoredUser(api.database, [ADMIN]);
      const client = await api.signedIn(ADMIN);

      const begun = await api.stranger().post(SESSION, user, headers);
      const ended = await client.delete(SESSION, headers);

      expect([begun.status, codeOf(begun)]).toEqual([403, 'request.foreign-origin']);
      expect([ended.status, codeOf(ended)]).toEqual([403, 'request.foreign-origin']);
      expect(await statusOf(client)).toBe(200);
    });
  }

  it('ends when its user signs out, and a second time is no harm', async () => {
    const client = await api.signedIn(ADMIN);
    const other = await api.signedIn(ADMIN);
    const { cookie = '' } = client;

    const answer = await client.delete(SESSION);

    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=0');
    expect((await api.stranger().get(SESSION, { Cookie: cookie })).status).toBe(401);
    expect((await api.stranger().delete(SESSION, { Cookie: cookie })).status).toBe(401);
    expect(await statusOf(other)).toBe(200);
  });

  it(
    'is replaced when the same browser signs in again',
    async () => {
      const user = await aStoredUser(api.database, [ADMIN]);
      const client = api.stranger();
      await client.signIn(user);
      const { cookie: first = '' } = client;
      await client.signIn(user);

      expect(client.cookie).not.toBe(first);
      expect((await api.stranger().get(SESSION, { Cookie: first })).status).toBe(401);
      expect(await statusOf(client)).toBe(200);
    },
    PATIENCE_MS,
  );

  it('ends after half an hour without a sign of life, and later in the operations', async () => {
    const viewer = await api.signedIn(viewerOf(randomUUID()));
    const watcher = await api.signedIn(NOC);

    clock.advance(29 * MINUTE_MS);
    expect(await statusOf(viewer)).toBe(200);
    clock.advance(29 * MINUTE_MS);
    expect(await statusOf(viewer)).toBe(200);
    clock.advance(30 * MINUTE_MS);
    expect(await statusOf(viewer)).toBe(401);
    expect(await statusOf(watcher)).toBe(200);
  });

  it('ends after twelve hours, however busy', async () => {
    const client = await api.signedIn(ADMIN);
    for (let halves = 0; halves < 35; halves += 1) {
      clock.advance(20 * MINUTE_MS);
      expect(await statusOf(client)).toBe(200);
    }

    clock.advance(20 * MINUTE_MS);
    expect(await statusOf(client)).toBe(401);
  });

  it(
    'leaves the oldest when a user has more than ten',
    async () => {
      const user = await aStoredUser(api.database, [ADMIN]);
      const clients: TestClient[] = [];
      for (let n = 0; n < 11; n += 1) {
        clock.advance(1_000);
        const client = api.stranger();
        await client.signIn(user);
        clients.push(client);
      }

      const statuses = await Promise.all(clients.map(statusOf));
      expect(statuses).toEqual([401, ...Array.from({ length: 10 }, () => 200)]);
    },
    PATIENCE_MS,
  );

  it('is over at once when its user is disabled', async () => {
    const user = await aStoredUser(api.database, [ADMIN]);
    const client = api.stranger();
    await client.signIn(user);

    await api.database.transaction((tx) =>
      tx.execute("UPDATE user_account SET status = 'DISABLED' WHERE id = ?", [user.id]),
    );

    expect(await statusOf(client)).toBe(401);
  });

  for (const cookie of [
    '__Host-sid=',
    '__Host-sid=%00',
    "__Host-sid=' OR 1=1 --",
    '__Host-sid=[object Object]; __Host-sid=x',
  ]) {
    it(`is missing for the cookie ${JSON.stringify(cookie)}`, async () => {
      expect((await api.stranger().get(SESSION, { Cookie: cookie })).status).toBe(401);
    });
  }

  it('is for people: a collector has none, and a wrong token is refused', async () => {
    const collector = await api.collector().get(SESSION);
    const forged = await api.stranger().get(SESSION, { Authorization: 'Bearer wrong-token-of-nobody-at-all' });
    const malformed = await api.stranger().get(SESSION, { Authorization: 'Basic YTpi' });

    expect([collector.status, codeOf(collector)]).toEqual([403, 'session.forbidden']);
    expect([forged.status, codeOf(forged)]).toEqual([401, 'ingest.collector-refused']);
    expect([malformed.status, codeOf(malformed)]).toEqual([401, 'ingest.collector-refused']);
  });
});
