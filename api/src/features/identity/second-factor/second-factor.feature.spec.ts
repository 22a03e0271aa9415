import { randomUUID } from 'node:crypto';
import type { AccountView, EnrolmentAnswer, RecoveryCodes, SignInAnswer, TotpOffer } from '@linewatch/shared';
import { ManualClock } from '../../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer } from '../../../testing/test-site.builder.js';
import { aStoredUser, TEST_PASSWORD, type TestUser } from '../../../testing/test-user.builder.js';
import { codeAt } from '../../../testing/totp-app.js';
import type { NewGrant } from '../index.js';

const SESSION = '/api/v1/session';
const PATIENCE_MS = 180_000;
const STEP_MS = 30_000;
const ADMIN: NewGrant = { role: 'PLATFORM_ADMIN', scopeType: 'ALL' };

interface Enrolled {
  readonly user: TestUser;
  readonly client: TestClient;
  readonly secret: string;
  readonly codes: readonly string[];
}

describe('the second factor', () => {
  let api: TestApi;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  // Into the next step, and out of every waiting time.
  afterEach(() => {
    clock.advance(24 * 60 * 60_000);
  });

  async function signIn(user: TestUser, client = api.stranger()): Promise<{ client: TestClient; step: string }> {
    const answer = await client.post<SignInAnswer>(SESSION, { email: user.email, password: user.password });
    expect(answer.status).toBe(201);
    return { client, step: answer.body.step };
  }

  /** Somebody of the operator after their first sign-in. */
  async function enrolled(): Promise<Enrolled> {
    const user = await aStoredUser(api.database, [ADMIN]);
    const { client } = await signIn(user);
    const { secret } = (await client.post<TotpOffer>(`${SESSION}/enrolment`, {})).body;
    const code = codeAt(secret, clock.now());
    const answer = await client.post<EnrolmentAnswer>(`${SESSION}/enrolment/confirmed`, { code });
    expect(answer.status).toBe(200);
    clock.advance(STEP_MS);
    return { user, client, secret, codes: answer.body.codes };
  }

  const show = async (client: TestClient, code: string): Promise<[number, string]> => {
    const answer = await client.post(`${SESSION}/code`, { code });
    return [answer.status, answer.status === 200 ? '' : codeOf(answer)];
  };

  it(
    'is set up by staff before anything else, and until then the cookie opens nothing',
    async () => {
      const user = await aStoredUser(api.database, [ADMIN]);
      const { client, step } = await signIn(user);
      const waiting = client.cookie;

      expect(step).toBe('ENROL');
      for (const path of [SESSION, '/api/v1/circuits', '/api/v1/account', '/api/v1/users']) {
        expect((await client.get(path)).status)
          .withContext(path)
          .toBe(401);
      }
      expect(await show(client, '123456')).toEqual([401, 'session.missing']);
      const offer = (await client.post<TotpOffer>(`${SESSION}/enrolment`, {})).body;
      expect(offer.uri).toContain(`secret=${offer.secret}`);
      const wrong = await client.post(`${SESSION}/enrolment/confirmed`, { code: '000000' });
      expect([wrong.status, codeOf(wrong)]).toEqual([403, 'session.code-refused']);

      const answer = await client.post<EnrolmentAnswer>(`${SESSION}/enrolment/confirmed`, {
        code: codeAt(offer.secret, clock.now()),
      });

      expect(answer.body.codes.length).toBe(10);
      expect(answer.body.session.role).toBe('PLATFORM_ADMIN');
      expect((await client.get(SESSION)).status).toBe(200);
      // The token of the time before opens nothing any more.
      expect(client.cookie).not.toBe(waiting);
      expect((await api.stranger().get(SESSION, { Cookie: waiting ?? '' })).status).toBe(401);
    },
    PATIENCE_MS,
  );

  it(
    'is asked for at every sign-in after that, and takes each code once',
    async () => {
      const { user, secret } = await enrolled();
      const code = codeAt(secret, clock.now());
      const first = await signIn(user);
      const second = await signIn(user);

      expect([first.step, second.step]).toEqual(['CODE', 'CODE']);
      expect((await first.client.get(SESSION)).status).toBe(401);
      expect(await show(first.client, code)).toEqual([200, '']);
      expect((await first.client.get(SESSION)).status).toBe(200);
      expect(await show(second.client, code)).toEqual([403, 'session.code-refused']);
      clock.advance(STEP_MS);
      expect(await show(second.client, codeAt(secret, clock.now()))).toEqual([200, '']);
    },
    PATIENCE_MS,
  );

  it(
    'lets one of several in who send the same code at the same moment',
    async () => {
      const { user, secret } = await enrolled();
      const code = codeAt(secret, clock.now());
      const clients = [await signIn(user), await signIn(user), await signIn(user)];

      const answers = await Promise.all(clients.map(({ client }) => show(client, code)));

      expect(answers.map(([status]) => status).sort()).toEqual([200, 403, 403]);
    },
    PATIENCE_MS,
  );

  it(
    'allows a clock that is half a minute off, and no more',
    async () => {
      const { user, secret } = await enrolled();
      clock.advance(10 * STEP_MS);
      for (const [offset, status] of [
        [-2, 403],
        [2, 403],
        [-1, 200],
        [1, 200],
      ] as const) {
        const { client } = await signIn(user);
        const answer = await show(client, codeAt(secret, clock.now() + offset * STEP_MS));
        expect(answer[0]).withContext(String(offset)).toBe(status);
      }
    },
    PATIENCE_MS,
  );

  it(
    'makes whoever guesses codes wait, the right code included',
    async () => {
      const { user, secret } = await enrolled();
      const { client } = await signIn(user);
      for (let n = 0; n < 5; n += 1)
        expect(await show(client, `00000${String(n)}`)).toEqual([403, 'session.code-refused']);

      expect(await show(client, codeAt(secret, clock.now()))).toEqual([429, 'session.too-many-attempts']);
      clock.advance(299_000);
      expect(await show(client, codeAt(secret, clock.now()))).toEqual([429, 'session.too-many-attempts']);
      clock.advance(1_000);
      expect(await show(client, codeAt(secret, clock.now()))).toEqual([200, '']);
    },
    PATIENCE_MS,
  );

  it(
    'counts five codes in five minutes by account, whichever browser shows them',
    async () => {
      const { user, secret } = await enrolled();
      const other = await enrolled();
      for (let n = 0; n < 5; n += 1) {
        const { client } = await signIn(user);
        expect(await show(client, `00000${String(n)}`)).toEqual([403, 'session.code-refused']);
        clock.advance(50_000);
      }

      const { client } = await signIn(user);
      expect(await show(client, codeAt(secret, clock.now()))).toEqual([429, 'session.too-many-attempts']);
      const { client: elsewhere } = await signIn(other.user);
      expect(await show(elsewhere, codeAt(other.secret, clock.now()))).toEqual([200, '']);
    },
    PATIENCE_MS,
  );

  it(
    'gives whoever showed the password ten minutes',
    async () => {
      const { user, secret } = await enrolled();
      const { client } = await signIn(user);

      clock.advance(10 * 60_000);

      expect(await show(client, codeAt(secret, clock.now()))).toEqual([401, 'session.missing']);
    },
    PATIENCE_MS,
  );

  it(
    'is stood in for by a recovery code, once, however it is typed',
    async () => {
      const { user, codes } = await enrolled();
      const [code = ''] = codes;
      const first = await signIn(user);
      const again = await signIn(user);

      expect(await show(first.client, ` ${code.toUpperCase().replaceAll('-', ' ')} `)).toEqual([200, '']);
      expect(await show(again.client, code)).toEqual([403, 'session.code-refused']);
      expect(await show(again.client, '9-aaaaa-aaaaa')).toEqual([403, 'session.code-refused']);
      const account = (await first.client.get<AccountView>('/api/v1/account')).body;
      expect(account.secondFactor.recoveryCodesLeft).toBe(9);
    },
    PATIENCE_MS,
  );

  it(
    'has new recovery codes in place of the old, for who knows the password',
    async () => {
      const { user, client, codes } = await enrolled();

      const refused = await client.post('/api/v1/account/recovery-codes', { password: 'not the password' });
      const renewed = await client.post<RecoveryCodes>('/api/v1/account/recovery-codes', { password: TEST_PASSWORD });

      expect([refused.status, codeOf(refused)]).toEqual([403, 'account.password-refused']);
      expect(renewed.body.codes.length).toBe(10);
      const next = await signIn(user);
      expect(await show(next.client, codes[1] ?? '')).toEqual([403, 'session.code-refused']);
      expect(await show(next.client, renewed.body.codes[1] ?? '')).toEqual([200, '']);
    },
    PATIENCE_MS,
  );

  it(
    'keeps neither the secret nor a recovery code where a copy of the database shows it',
    async () => {
      const { secret, codes } = await enrolled();
      const stored = JSON.stringify([
        await api.database.read('SELECT * FROM user_totp'),
        await api.database.read('SELECT * FROM recovery_code'),
      ]);

      expect(stored).not.toContain(secret);
      for (const code of codes) expect(stored).not.toContain(code.slice(2).replaceAll('-', ''));
    },
    PATIENCE_MS,
  );

  it(
    'is not given up by staff, but by a customer’s user whom nobody asks for one',
    async () => {
      const { client } = await enrolled();
      const kept = await client.post('/api/v1/account/totp/removed', { password: TEST_PASSWORD });
      expect([kept.status, codeOf(kept)]).toEqual([409, 'account.factor-required']);

      const customer = await aStoredCustomer(api.database);
      const user = await aStoredUser(api.database, [
        { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customer },
      ]);
      const viewer = await signIn(user);
      const offer = (await viewer.client.post<TotpOffer>('/api/v1/account/totp', { password: TEST_PASSWORD })).body;
      const code = codeAt(offer.secret, clock.now());
      expect((await viewer.client.post('/api/v1/account/totp/confirmed', { code })).status).toBe(200);
      expect((await signIn(user)).step).toBe('CODE');
      expect((await viewer.client.post('/api/v1/account/totp/removed', { password: TEST_PASSWORD })).status).toBe(204);
      expect((await signIn(user)).step).toBe('DONE');
    },
    PATIENCE_MS,
  );

  it(
    'is wanted from a customer’s people once its admin says so, and ends what they have open',
    async () => {
      const customer = await aStoredCustomer(api.database);
      const grant = (role: 'CUSTOMER_ADMIN' | 'CUSTOMER_VIEWER'): NewGrant => ({
        role,
        scopeType: 'CUSTOMER',
        scopeId: customer,
      });
      const admin = await api.signedIn(grant('CUSTOMER_ADMIN'));
      const user = await aStoredUser(api.database, [grant('CUSTOMER_VIEWER')]);
      const viewer = await signIn(user);
      const rival = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: randomUUID() });
      const want = { requireTotp: true, idleMinutes: 30, absoluteHours: 12 };

      const tooSoon = await admin.put('/api/v1/sign-in-policy', want);
      expect([tooSoon.status, codeOf(tooSoon)]).toEqual([409, 'account.not-enrolled']);
      const { secret } = (await admin.post<TotpOffer>('/api/v1/account/totp', { password: TEST_PASSWORD })).body;
      await admin.post('/api/v1/account/totp/confirmed', { code: codeAt(secret, clock.now()) });
      expect((await admin.put('/api/v1/sign-in-policy', want)).body).toEqual(want);

      expect((await viewer.client.get(SESSION)).status).toBe(401);
      expect((await rival.get(SESSION)).status).toBe(200);
      expect((await admin.get(SESSION)).status).toBe(200);
      expect((await signIn(user)).step).toBe('ENROL');
    },
    PATIENCE_MS,
  );

  it(
    'is reset by the platform admin alone, which ends the sessions and leads to setting it up anew',
    async () => {
      const { user, client } = await enrolled();
      const other = await aStoredUser(api.database, [ADMIN]);
      const admin = await api.signedIn(ADMIN);

      expect((await admin.post(`/api/v1/users/${user.id}/second-factor/reset`, {})).status).toBe(204);

      expect((await client.get(SESSION)).status).toBe(401);
      expect((await signIn(user)).step).toBe('ENROL');
      const noted = await api.database.read<{ object_id: string }>(
        "SELECT object_id FROM audit_entry WHERE action = 'second-factor.reset'",
      );
      expect(noted.map((row) => row.object_id)).toEqual([user.id]);
      const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
      expect((await noc.post(`/api/v1/users/${other.id}/second-factor/reset`, {})).status).toBe(403);
    },
    PATIENCE_MS,
  );

  it(
    'is not asked of the staff of a demo, and their session says why',
    async () => {
      const demo = await startTestApi({ env: { DEMO: 'full', DEMO_HISTORY_DAYS: '0' } });
      const user = await aStoredUser(demo.database, [ADMIN]);

      const answer = await demo.stranger().post<SignInAnswer>(SESSION, user);

      expect([answer.body.step, answer.body.session?.isDemo]).toEqual(['DONE', true]);
      await demo.close();
    },
    PATIENCE_MS,
  );
});
