import { AuditPage, type GroupAccess, type ProviderSetup, ProviderTest, ProviderView } from '@linewatch/shared';
import { LyingProvider } from '../../../testing/lying-provider.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { HOME, REDIRECT_URI, SsoBrowser } from '../../../testing/sso-browser.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { codeOf, type TestClient } from '../../../testing/test-client.js';
import { CLIENT_ID, CLIENT_SECRET, TestOidcProvider, type TestPerson } from '../../../testing/test-oidc-provider.js';
import { aStoredCustomer, aStoredSite } from '../../../testing/test-site.builder.js';
import { aStoredUser } from '../../../testing/test-user.builder.js';
import { OidcClient } from './oidc-client.js';

const PROVIDERS = '/api/v1/identity-providers';
const PATIENCE_MS = 180_000;
const MINUTE_MS = 60_000;

const rule = (group: string, access: Partial<GroupAccess> = {}): GroupAccess => ({
  group,
  role: 'CUSTOMER_ENGINEER',
  customerIds: [],
  siteIds: [],
  ...access,
});

describe('signing in at a provider', () => {
  let api: TestApi;
  let clock: ManualClock;
  let real: TestOidcProvider;
  let admin: TestClient;
  let customer: string;
  let rival: string;
  let people = 0;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock, env: { PUBLIC_URL: HOME } });
    real = await TestOidcProvider.start(REDIRECT_URI);
    customer = await aStoredCustomer(api.database);
    rival = await aStoredCustomer(api.database);
  }, PATIENCE_MS);

  beforeEach(async () => {
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  });

  afterAll(async () => {
    await real.close();
    await api.close();
  });

  const setup = (change: Partial<ProviderSetup> = {}): ProviderSetup => ({
    name: 'Bank',
    customerId: customer,
    issuer: real.issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    scopes: ['email', 'profile', 'groups'],
    domains: ['a.example'],
    secondFactors: [],
    isEnabled: true,
    makesUsers: true,
    groupsClaim: 'groups',
    groups: [rule('engineers'), rule('admins', { role: 'CUSTOMER_ADMIN' })],
    ...change,
  });

  async function provider(change: Partial<ProviderSetup> = {}): Promise<string> {
    const { status, body } = await admin.post(PROVIDERS, setup(change));
    expect(status).withContext(JSON.stringify(body)).toBe(201);
    return ProviderView.parse(body).id;
  }

  function person(change: Partial<TestPerson> = {}): TestPerson {
    people += 1;
    const email = `person-${String(people)}@a.example`;
    return {
      sub: `sub-${String(people)}`,
      email,
      email_verified: true,
      name: 'Li Jing',
      groups: ['engineers'],
      ...change,
    };
  }

  /** Goes all the way. @returns the page that it ends at */
  async function signIn(providerId: string, who: TestPerson, browser = new SsoBrowser(api)): Promise<string> {
    real.present = who;
    return browser.comeBack(await real.visit(await browser.begin(providerId), HOME));
  }

  describe('leads somebody in', () => {
    it('with the role of their group, for the customer whose provider it is', async () => {
      const id = await provider();
      const browser = new SsoBrowser(api);
      const who = person();
      expect(await signIn(id, who, browser)).toBe('/');
      expect(await browser.session()).toEqual(
        jasmine.objectContaining({
          status: 200,
          role: 'CUSTOMER_ENGINEER',
          email: who.email ?? '',
          customers: [jasmine.objectContaining({ id: customer })],
        }),
      );
    });

    it('as the same person the next time, with what the groups give by then, and ends what was open before', async () => {
      const id = await provider();
      const who = person();
      const before = new SsoBrowser(api);
      await signIn(id, who, before);
      const after = new SsoBrowser(api);
      expect(await signIn(id, { ...who, email: 'renamed@a.example', groups: ['admins'] }, after)).toBe('/');
      const session = await after.session();
      expect([session.role, session.email]).toEqual(['CUSTOMER_ADMIN', who.email]);
      expect((await before.session()).status).toBe(401);
    });

    it('to sites of the customer only where the rule says so', async () => {
      const own = await aStoredSite(api.database, customer);
      const id = await provider({ groups: [rule('engineers', { siteIds: [own] })] });
      const browser = new SsoBrowser(api);
      await signIn(id, person(), browser);
      expect(await browser.session()).toEqual(
        jasmine.objectContaining({ sites: [jasmine.objectContaining({ id: own })] }),
      );
    });

    it('as staff by the provider of the house, after a second factor of ours or of theirs', async () => {
      const groups = [rule('noc', { role: 'NOC_OPERATOR' })];
      const house = { customerId: null, domains: [], groups };
      const without = new SsoBrowser(api);
      const who = person({ groups: ['noc'], amr: ['pwd'] });
      expect(await signIn(await provider({ ...house, secondFactors: ['mfa'] }), who, without)).toBe(
        '/sign-in?step=ENROL',
      );
      expect((await without.session()).status).toBe(401);
      const both = new SsoBrowser(api);
      const safe = person({ groups: ['noc'], amr: ['pwd', 'mfa'] });
      expect(await signIn(await provider({ ...house, secondFactors: ['mfa'] }), safe, both)).toBe('/');
      expect((await both.session()).role).toBe('NOC_OPERATOR');
    });

    it('who has a password still, by the password', async () => {
      await provider();
      const user = await aStoredUser(api.database, [
        { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customer },
      ]);
      const { status } = await api.stranger().post('/api/v1/session', user);
      expect(status).toBe(201);
    });
  });

  describe('leads nobody in', () => {
    async function expectRefused(page: Promise<string>, code: string, browser = new SsoBrowser(api)): Promise<void> {
      expect(await page).toBe(`/sign-in?refused=${code}`);
      expect((await browser.session()).status).toBe(401);
    }

    it('without a group that the rules know', async () => {
      const id = await provider();
      await expectRefused(signIn(id, person({ groups: ['cooks'] })), 'sso.no-access');
      await expectRefused(signIn(id, { sub: 'x', email: 'x@a.example', email_verified: true }), 'sso.no-access');
    });

    it('whose groups are gone, and ends what they had', async () => {
      const id = await provider();
      const who = person();
      const browser = new SsoBrowser(api);
      await signIn(id, who, browser);
      await expectRefused(signIn(id, { ...who, groups: [] }), 'sso.no-access');
      expect((await browser.session()).status).toBe(401);
    });

    it('with an address that is of another domain, or not verified', async () => {
      const id = await provider();
      await expectRefused(signIn(id, person({ email: 'x@b.example' })), 'sso.not-admitted');
      await expectRefused(signIn(id, person({ email_verified: false })), 'sso.not-admitted');
    });

    it('into the account of somebody else by the address alone', async () => {
      const id = await provider();
      const user = await aStoredUser(api.database, [{ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: rival }]);
      const email = `taken-${user.id}@a.example`;
      await api.database.transaction((tx) =>
        tx.execute('UPDATE user_account SET email = ? WHERE id = ?', [email, user.id]),
      );
      await expectRefused(signIn(id, person({ email })), 'sso.account-exists');
    });

    it('who is new where the provider makes no users, or who was disabled here', async () => {
      await expectRefused(signIn(await provider({ makesUsers: false }), person()), 'sso.not-admitted');
      const id = await provider();
      const who = person();
      await signIn(id, who);
      await api.database.transaction((tx) =>
        tx.execute("UPDATE user_account SET status = 'DISABLED' WHERE email = ?", [who.email ?? '']),
      );
      await expectRefused(signIn(id, who), 'sso.no-access');
    });

    it('with an answer that was used before, that another browser was to get, or that came too late', async () => {
      const id = await provider();
      real.present = person();
      const browser = new SsoBrowser(api);
      const address = await real.visit(await browser.begin(id), HOME);
      await expectRefused(new SsoBrowser(api).comeBack(address), 'sso.expired');
      expect(await browser.comeBack(address)).toBe('/');
      await expectRefused(browser.comeBack(address), 'sso.expired', new SsoBrowser(api));

      const late = new SsoBrowser(api);
      const overdue = await real.visit(await late.begin(id), HOME);
      clock.advance(10 * MINUTE_MS);
      await expectRefused(late.comeBack(overdue), 'sso.expired');
    });

    it('with a code of another sign-in, of which the verifier and the nonce are not theirs', async () => {
      const id = await provider();
      real.present = person();
      const victim = await real.visit(await new SsoBrowser(api).begin(id), HOME);
      const browser = new SsoBrowser(api);
      const own = new URL(await real.visit(await browser.begin(id), HOME));
      own.searchParams.set('code', new URL(victim).searchParams.get('code') ?? '');
      await expectRefused(browser.comeBack(own.href), 'sso.refused');
    });

    it('where the provider says no', async () => {
      const id = await provider();
      const browser = new SsoBrowser(api);
      const state = new URL(await browser.begin(id)).searchParams.get('state') ?? '';
      const iss = encodeURIComponent(real.issuer);
      await expectRefused(
        browser.comeBack(`${REDIRECT_URI}?error=access_denied&state=${state}&iss=${iss}`),
        'sso.refused',
      );
    });

    it('of a provider that is switched off', async () => {
      const id = await provider({ isEnabled: false });
      const { status } = await new SsoBrowser(api).send('POST', `/api/v1/sign-in/providers/${id}/begin`);
      expect(status).toBe(404);
    });
  });

  describe('believes no ID token', () => {
    let liar: LyingProvider;

    beforeEach(async () => {
      liar = await LyingProvider.start();
    });
    afterEach(() => liar.close());

    const house = (): Partial<ProviderSetup> => ({
      customerId: null,
      domains: [],
      issuer: liar.issuer,
      groups: [rule('noc', { role: 'NOC_OPERATOR' })],
      secondFactors: ['mfa'],
    });

    async function answer(browser = new SsoBrowser(api)): Promise<string> {
      const url = new URL(await browser.begin(await provider(house())));
      liar.nonce = url.searchParams.get('nonce') ?? '';
      return browser.comeBack(`${REDIRECT_URI}?code=x&state=${url.searchParams.get('state') ?? ''}`);
    }

    it('but a right one: then the same provider leads in', async () => {
      liar.lies = { amr: ['mfa'] };
      expect(await answer()).toBe('/');
    });

    const now = Math.floor(Date.now() / 1_000);
    const LIES: readonly [string, Readonly<Record<string, unknown>>][] = [
      ['of a foreign issuer', { iss: 'https://elsewhere.example' }],
      ['that has expired', { iat: now - 7_200, exp: now - 3_600 }],
      ['for another client', { aud: 'somebody-else' }],
      ['with another nonce', { nonce: 'another' }],
      ['without a nonce', { nonce: undefined }],
      ['about nobody', { sub: undefined }],
    ];
    for (const [what, lies] of LIES) {
      it(what, async () => {
        liar.lies = { amr: ['mfa'], ...lies };
        const browser = new SsoBrowser(api);
        expect(await answer(browser)).toBe('/sign-in?refused=sso.refused');
        expect((await browser.session()).status).toBe(401);
      });
    }

    it('that another key has signed', async () => {
      liar.lies = { amr: ['mfa'] };
      liar.isSignedByAnother = true;
      expect(await answer()).toBe('/sign-in?refused=sso.refused');
    });

    it('and follows it to no other place than its own', async () => {
      const other = await LyingProvider.start();
      liar.description = { token_endpoint: `${other.issuer}/token` };
      expect(await answer()).toMatch(/^\/sign-in\?refused=sso\.(refused|unreachable)$/);
      expect(other.asked).toEqual([]);
      await other.close();
    });

    it('and tells by the test what is wrong with it', async () => {
      const id = await provider(house());
      const test = async (): Promise<ProviderTest['problem']> =>
        ProviderTest.parse((await admin.post(`${PROVIDERS}/${id}/test`, {})).body).problem;
      expect(await test()).toBeNull();
      liar.description = { issuer: 'https://elsewhere.example' };
      expect(await test()).toBe('not-this-issuer');
      liar.description = { code_challenge_methods_supported: [] };
      expect(await test()).toBe('no-pkce');
      await liar.close();
      expect(await test()).toBe('unreachable');
    });
  });

  describe('links an account that was here before', () => {
    async function signedIn(customerId: string): Promise<{ browser: SsoBrowser; email: string; id: string }> {
      const user = await aStoredUser(api.database, [
        { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId },
      ]);
      const browser = new SsoBrowser(api);
      expect(
        (await browser.send('POST', '/api/v1/session', { email: user.email, password: user.password })).status,
      ).toBe(201);
      return { browser, email: user.email, id: user.id };
    }

    it('from inside, and leads into it from then on, with the rights that it has', async () => {
      const id = await provider();
      const { browser, email } = await signedIn(customer);
      real.present = person({ groups: [] });
      expect(await browser.comeBack(await real.visit(await browser.begin(id, 'link'), HOME))).toBe('/account?linked=1');
      const next = new SsoBrowser(api);
      expect(await signIn(id, real.present, next)).toBe('/');
      const session = await next.session();
      expect([session.email, session.role]).toEqual([email, 'CUSTOMER_ADMIN']);
    });

    it('in the session alone that asked for it, and with nobody who is linked already', async () => {
      const id = await provider();
      const first = await signedIn(customer);
      real.present = person();
      const address = await real.visit(await first.browser.begin(id, 'link'), HOME);
      const state = first.browser.jar.get('__Host-sign-in') ?? '';
      const other = await signedIn(customer);
      other.browser.jar.set('__Host-sign-in', state);
      expect(await other.browser.comeBack(address)).toBe('/sign-in?refused=sso.expired');

      expect(await first.browser.comeBack(await real.visit(await first.browser.begin(id, 'link'), HOME))).toContain(
        'linked',
      );
      const taken = await real.visit(await other.browser.begin(id, 'link'), HOME);
      expect(await other.browser.comeBack(taken)).toBe('/sign-in?refused=sso.linked-already');
    });

    it('at no provider of another customer', async () => {
      const id = await provider();
      const { browser } = await signedIn(rival);
      expect((await browser.send('POST', `/api/v1/sign-in/providers/${id}/link`)).status).toBe(404);
    });
  });

  describe('is set up', () => {
    it('with a secret that nobody reads again, also not in the log', async () => {
      const id = await provider();
      const listed = JSON.stringify((await admin.get(PROVIDERS)).body);
      expect(listed).toContain(id);
      expect(listed).not.toContain(CLIENT_SECRET);
      const rows = await api.database.read('SELECT * FROM identity_provider');
      const log = await api.database.read('SELECT * FROM audit_entry');
      expect(JSON.stringify([rows, log])).not.toContain(CLIENT_SECRET);
    });

    it('giving no role beyond the customer, by whoever it is written', async () => {
      const foreign = await aStoredSite(api.database, rival);
      const refusals = [
        setup({ groups: [rule('x', { role: 'NOC_OPERATOR' })] }),
        setup({ groups: [rule('x', { customerIds: [rival] })] }),
        setup({ groups: [rule('x', { siteIds: [foreign] })] }),
      ];
      for (const refused of refusals) {
        const answer = await admin.post(PROVIDERS, refused);
        expect([answer.status, codeOf(answer)]).toEqual([403, 'user.access-refused']);
      }
      expect(codeOf(await admin.post(PROVIDERS, setup({ domains: [] })))).toBe('provider.domain-missing');
      expect(codeOf(await admin.post(PROVIDERS, setup({ issuer: 'http://elsewhere.example' })))).toBe(
        'provider.issuer-refused',
      );
    });

    it("by the customer's admin as far as the rules go, and by no rival", async () => {
      const id = await provider();
      const own = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customer });
      const rules = { isEnabled: true, makesUsers: false, groupsClaim: 'roles', groups: [rule('it')] };
      const changed = await own.put(`${PROVIDERS}/${id}/rules`, rules);
      expect(changed.status).toBe(200);
      expect(ProviderView.parse(changed.body)).toEqual(
        jasmine.objectContaining({ groupsClaim: 'roles', issuer: real.issuer }),
      );
      expect((await own.put(`${PROVIDERS}/${id}`, setup())).status).toBe(403);
      expect(
        codeOf(
          await own.put(`${PROVIDERS}/${id}/rules`, { ...rules, groups: [rule('x', { role: 'PLATFORM_ADMIN' })] }),
        ),
      ).toBe('user.access-refused');
      const branch = await api.signedIn({
        role: 'CUSTOMER_ADMIN',
        scopeType: 'SITE',
        scopeId: await aStoredSite(api.database, customer),
      });
      const rivals = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: rival });
      for (const client of [branch, rivals]) {
        expect(codeOf(await client.put(`${PROVIDERS}/${id}/rules`, rules))).toBe('provider.not-found');
        expect(codeOf(await client.post(`${PROVIDERS}/${id}/test`, {}))).toBe('provider.not-found');
        expect(JSON.stringify((await client.get(PROVIDERS)).body)).not.toContain(id);
      }
    });

    it('and forgets the secret when it becomes another provider', async () => {
      const id = await provider();
      const moved = { ...setup({ issuer: 'https://elsewhere.example' }), clientSecret: undefined };
      const { body } = await admin.put(`${PROVIDERS}/${id}`, moved);
      expect(ProviderView.parse(body).hasSecret).toBeFalse();
    });

    it('shown before the sign-in to addresses of its domain only, and nothing of it but the name', async () => {
      const id = await provider();
      const ask = async (email: string): Promise<string> =>
        JSON.stringify((await api.stranger().get(`/api/v1/sign-in/providers?email=${email}`)).body);
      expect(await ask('x@A.example')).toContain(id);
      expect(await ask('x@A.example')).not.toContain(customer);
      for (const other of ['', 'x@b.example', 'a.example@b.example', 'x@sub.a.example'])
        expect(await ask(other)).not.toContain(id);
    });
  });

  it('is written down: set up, joined, signed in, refused', async () => {
    const id = await provider();
    await signIn(id, person());
    await signIn(id, person({ groups: [] }));
    const { items } = AuditPage.parse((await admin.get('/api/v1/audit?limit=20')).body);
    const actions = items.map(({ action }) => action);
    for (const action of ['provider.changed', 'user.joined', 'session.begun', 'session.refused'] as const) {
      expect(actions).toContain(action);
    }
    const refused = items.find(({ action }) => action === 'session.refused');
    expect(refused?.after).toEqual({ reason: 'sso.no-access' });
    expect(api.app.get(OidcClient).redirectUri).toBe(REDIRECT_URI);
  });
});
