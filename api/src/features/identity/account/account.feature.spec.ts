import type { AccountView, SessionList, SignInAnswer } from '@linewatch/shared';
import { eventually } from '../../../testing/eventually.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { linkTokenFor, sentMails } from '../../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer } from '../../../testing/test-site.builder.js';
import { TestSocket } from '../../../testing/test-socket.js';
import { aStoredUser, TEST_PASSWORD, type TestUser } from '../../../testing/test-user.builder.js';
import type { NewGrant } from '../index.js';

const SESSION = '/api/v1/session';
const RESET = '/api/v1/password-reset';
const NEW_PASSWORD = 'a garden of nine pears';
const MINUTE_MS = 60_000;
const PATIENCE_MS = 180_000;
const ADMIN: NewGrant = { role: 'PLATFORM_ADMIN', scopeType: 'ALL' };

describe("a person's own account", () => {
  let api: TestApi;
  let clock: ManualClock;
  let customer: string;
  let grant: NewGrant;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(24 * 60 * MINUTE_MS);
    customer = await aStoredCustomer(api.database);
    grant = { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customer };
  }, PATIENCE_MS);

  const statusOf = async (client: TestClient): Promise<number> => (await client.get(SESSION)).status;
  const signIn = async (user: Pick<TestUser, 'email' | 'password'>): Promise<TestClient> => {
    const client = api.stranger();
    await client.signIn(user);
    return client;
  };
  const reasonOf = (answer: Answer<unknown>): unknown => (answer.body as { fields?: unknown }).fields;

  it(
    'keeps language and time zone, and refuses a zone that is none',
    async () => {
      const client = await api.signedIn(grant);

      const changed = await client.patch<AccountView>('/api/v1/account', {
        language: 'zh-CN',
        timeZone: 'Europe/Berlin',
      });
      const wrong = await client.patch('/api/v1/account', { timeZone: 'Mars/Olympus' });

      expect([changed.body.language, changed.body.timeZone]).toEqual(['zh-CN', 'Europe/Berlin']);
      expect((await client.get(SESSION)).body).toEqual(jasmine.objectContaining({ timeZone: 'Europe/Berlin' }));
      expect(wrong.status).toBe(400);
      expect((await client.get<AccountView>('/api/v1/account')).body.timeZone).toBe('Europe/Berlin');
    },
    PATIENCE_MS,
  );

  it(
    'changes its password only for who knows the old one, ends all other sessions and tells by mail',
    async () => {
      const user = await aStoredUser(api.database, [grant]);
      const [client, other] = [await signIn(user), await signIn(user)];
      const change = (current: string, password: string): Promise<Answer<unknown>> =>
        client.put('/api/v1/account/password', { current, password });

      const refused = await change('not the old one', NEW_PASSWORD);
      expect([refused.status, codeOf(refused)]).toEqual([403, 'account.password-refused']);
      expect((await change(TEST_PASSWORD, NEW_PASSWORD)).status).toBe(204);

      expect([await statusOf(client), await statusOf(other)]).toEqual([200, 401]);
      expect((await api.stranger().post(SESSION, user)).status).toBe(401);
      expect(await statusOf(await signIn({ email: user.email, password: NEW_PASSWORD }))).toBe(200);
      expect((await sentMails(api)).filter(({ to }) => to === user.email).length).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'says at the field why a password is refused',
    async () => {
      const client = await api.signedIn(grant);
      const change = async (password: string): Promise<unknown> =>
        reasonOf(await client.put('/api/v1/account/password', { current: TEST_PASSWORD, password }));

      expect(await change('short')).toEqual([{ field: 'password', pointer: '/password', reason: 'too_small' }]);
      expect(await change('qwertyuiop123')).toEqual([
        { field: 'password', pointer: '/password', reason: 'password_known' },
      ]);
      expect(await change('Linewatch-2026')).toEqual([
        { field: 'password', pointer: '/password', reason: 'password_of_context' },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'lists its sessions, ends one or all others, and touches nobody else’s',
    async () => {
      const user = await aStoredUser(api.database, [grant]);
      const [client, second, third] = [await signIn(user), await signIn(user), await signIn(user)];
      const stranger = await api.signedIn(grant);
      const foreign = (await stranger.get<SessionList>('/api/v1/sessions')).body.items[0]?.id ?? '';
      const items = (await client.get<SessionList>('/api/v1/sessions')).body.items;

      expect(items.length).toBe(3);
      expect(items.filter(({ isCurrent }) => isCurrent).length).toBe(1);
      const secondId = (await second.get<SessionList>('/api/v1/sessions')).body.items.find(
        (each) => each.isCurrent,
      )?.id;
      expect((await client.delete(`/api/v1/sessions/${secondId ?? ''}`)).status).toBe(204);
      expect((await client.delete(`/api/v1/sessions/${foreign}`)).status).toBe(204);
      expect([await statusOf(second), await statusOf(third), await statusOf(stranger)]).toEqual([401, 200, 200]);
      expect((await client.delete('/api/v1/sessions')).status).toBe(204);
      expect([await statusOf(client), await statusOf(third), await statusOf(stranger)]).toEqual([200, 401, 200]);
    },
    PATIENCE_MS,
  );

  it(
    'is let in from a browser it was used in before, while strangers try its password elsewhere',
    async () => {
      const user = await aStoredUser(api.database, [grant]);
      const before = await api.stranger().post<SignInAnswer>(SESSION, user);
      const device = before.headers.getSetCookie().find((line) => line.startsWith('__Host-device=')) ?? '';
      const cookie = device.split(';', 1).join('');
      const guess = { email: user.email, password: 'a guess' };
      for (let n = 0; n < 5; n += 1) expect((await api.stranger().post(SESSION, guess)).status).toBe(401);

      expect((await api.stranger().post(SESSION, user)).status).toBe(429);
      expect((await api.stranger().post(SESSION, user, { Cookie: '__Host-device=made-up' })).status).toBe(429);
      expect((await api.stranger().post(SESSION, user, { Cookie: cookie })).status).toBe(201);
      for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(device).toContain(attribute);
    },
    PATIENCE_MS,
  );

  for (const [cause, act] of [
    ['its user signs out elsewhere', (_: TestUser, other: TestClient) => other.delete('/api/v1/sessions')],
    [
      'its password is changed',
      (_: TestUser, other: TestClient) =>
        other.put('/api/v1/account/password', { current: TEST_PASSWORD, password: NEW_PASSWORD }),
    ],
    [
      'its password is reset',
      async ({ email }: TestUser) => {
        await api.stranger().post(RESET, { email });
        return api.stranger().post(`${RESET}/confirmed`, {
          token: await linkTokenFor(api, email),
          password: NEW_PASSWORD,
        });
      },
    ],
    ['it is disabled', async ({ id }: TestUser) => (await api.signedIn(ADMIN)).post(`/api/v1/users/${id}/disable`, {})],
    [
      'its role is changed',
      async ({ id }: TestUser) =>
        (await api.signedIn(ADMIN)).put(`/api/v1/users/${id}/access`, {
          role: 'CUSTOMER_ENGINEER',
          customerIds: [customer],
        }),
    ],
    [
      'its second factor is reset',
      async ({ id }: TestUser) => (await api.signedIn(ADMIN)).post(`/api/v1/users/${id}/second-factor/reset`, {}),
    ],
  ] as const) {
    it(
      `loses its sessions and their sockets when ${cause}`,
      async () => {
        const user = await aStoredUser(api.database, [grant]);
        const [client, other] = [await signIn(user), await signIn(user)];
        const socket = await new TestSocket(client).admitted();

        expect((await act(user, other)).status).toBe(204);

        await eventually('the socket is closed', () => !socket.socket.connected, 2_000);
        expect(await statusOf(client)).toBe(401);
      },
      PATIENCE_MS,
    );
  }

  describe('whose password is forgotten', () => {
    it(
      'gets a new one by a link that works once, for half an hour',
      async () => {
        const user = await aStoredUser(api.database, [grant]);
        expect((await api.stranger().post(RESET, { email: user.email.toUpperCase() })).status).toBe(204);
        const token = await linkTokenFor(api, user.email);
        const confirm = (password: string): Promise<Answer<unknown>> =>
          api.stranger().post(`${RESET}/confirmed`, { token, password });

        // A password that is refused does not use the link up.
        expect(reasonOf(await confirm('aaaaaaaaaaaa'))).toEqual([
          { field: 'password', pointer: '/password', reason: 'password_known' },
        ]);
        const answers = await Promise.all([confirm(NEW_PASSWORD), confirm(NEW_PASSWORD)]);
        expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
        expect(await statusOf(await signIn({ email: user.email, password: NEW_PASSWORD }))).toBe(200);

        await api.stranger().post(RESET, { email: user.email });
        const late = await linkTokenFor(api, user.email);
        clock.advance(30 * MINUTE_MS);
        const refused = await api.stranger().post(`${RESET}/confirmed`, { token: late, password: NEW_PASSWORD });
        expect([refused.status, codeOf(refused)]).toEqual([403, 'reset.refused']);
      },
      PATIENCE_MS,
    );

    it(
      'is asked for with the same answer and the same rows, whoever has the address',
      async () => {
        const user = await aStoredUser(api.database, [grant]);
        const keysOf = async (sql: string): Promise<string[]> =>
          (await api.database.read<{ row_key: string }>(sql)).map((row) => row.row_key);
        const rows = async (): Promise<string[][]> => [
          await keysOf('SELECT id AS row_key FROM mail'),
          await keysOf('SELECT token_hash AS row_key FROM password_reset'),
        ];
        const costs: unknown[] = [];
        for (const email of [user.email, 'nobody.at.all@example.com']) {
          // Rows by their keys, not their number: the sweep of what is too old may run between the two looks.
          const before = new Set((await rows()).flat());
          const { status, body } = await api.stranger().post(RESET, { email });
          const added = (await rows()).map((keys) => keys.filter((key) => !before.has(key)).length);
          costs.push([status, body, ...added]);
        }

        expect(costs[0]).toEqual([204, '', 1, 1]);
        expect(costs[1]).toEqual(costs[0]);
        expect((await sentMails(api)).filter(({ to }) => to.startsWith('nobody.at.all'))).toEqual([]);
      },
      PATIENCE_MS,
    );

    it(
      'is sent three links an hour, and whoever asks for a fourth is not told',
      async () => {
        const user = await aStoredUser(api.database, [grant]);
        for (let n = 0; n < 5; n += 1)
          expect((await api.stranger().post(RESET, { email: user.email })).status).toBe(204);

        expect((await sentMails(api)).filter(({ to }) => to === user.email).length).toBe(3);
        clock.advance(60 * MINUTE_MS);
        await api.stranger().post(RESET, { email: user.email });
        expect((await sentMails(api)).filter(({ to }) => to === user.email).length).toBe(4);
      },
      PATIENCE_MS,
    );

    it(
      'keeps its link out of the database and out of what was sent',
      async () => {
        const user = await aStoredUser(api.database, [grant]);
        await api.stranger().post(RESET, { email: user.email });
        const waiting = JSON.stringify(await api.database.read('SELECT * FROM mail'));
        const token = await linkTokenFor(api, user.email);
        const stored = JSON.stringify([
          await api.database.read('SELECT * FROM mail'),
          await api.database.read('SELECT * FROM password_reset'),
        ]);

        expect(`${waiting}${stored}`).not.toContain(token);
        expect(`${waiting}${stored}`).not.toContain(user.email);
        const sealed = await api.database.read("SELECT id FROM mail WHERE state = 'SENT' AND sealed IS NOT NULL");
        expect(sealed).toEqual([]);
      },
      PATIENCE_MS,
    );

    it(
      'does not get past the second factor',
      async () => {
        const user = await aStoredUser(api.database, [ADMIN]);
        await api.stranger().post(RESET, { email: user.email });
        const token = await linkTokenFor(api, user.email);
        await api.stranger().post(`${RESET}/confirmed`, { token, password: NEW_PASSWORD });

        const client = api.stranger();
        const answer = await client.post<SignInAnswer>(SESSION, { email: user.email, password: NEW_PASSWORD });
        expect(answer.body.step).toBe('ENROL');
        expect(await statusOf(client)).toBe(401);
      },
      PATIENCE_MS,
    );
  });
});
