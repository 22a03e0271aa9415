import { randomUUID } from 'node:crypto';
import type { InvitationOffer, SessionView, UserInvitation, UserPage, UserView } from '@linewatch/shared';
import { ManualClock } from '../../../testing/manual-clock.js';
import { linkTokenFor, sentMails } from '../../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../../testing/test-site.builder.js';
import { aStoredUser, TEST_PASSWORD } from '../../../testing/test-user.builder.js';
import type { NewGrant } from '../index.js';

const USERS = '/api/v1/users';
const INVITATIONS = '/api/v1/invitations';
const PASSWORD = 'a garden of nine pears';
const DAY_MS = 86_400_000;
const PATIENCE_MS = 180_000;
const PLATFORM: NewGrant = { role: 'PLATFORM_ADMIN', scopeType: 'ALL' };

describe('the people of a customer', () => {
  let api: TestApi;
  let clock: ManualClock;
  let bank: string;
  let rival: string;
  let admin: TestClient;

  const of = (scopeId: string, role: NewGrant['role'] = 'CUSTOMER_VIEWER'): NewGrant => ({
    role,
    scopeType: 'CUSTOMER',
    scopeId,
  });
  const at = (scopeId: string, role: NewGrant['role'] = 'CUSTOMER_VIEWER'): NewGrant => ({
    role,
    scopeType: 'SITE',
    scopeId,
  });

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    [bank, rival] = [await aStoredCustomer(api.database), await aStoredCustomer(api.database)];
    admin = await api.signedIn(of(bank, 'CUSTOMER_ADMIN'));
  }, PATIENCE_MS);

  function anInvitation(change: Partial<UserInvitation> = {}): UserInvitation {
    const email = `${randomUUID()}@bank.example`;
    return {
      email,
      name: 'Wang Fang',
      language: 'zh-CN',
      role: 'CUSTOMER_VIEWER',
      customerIds: [],
      siteIds: [],
      ...change,
    };
  }
  const list = async (client: TestClient, query = ''): Promise<UserView[]> =>
    (await client.get<UserPage>(`${USERS}${query}`)).body.items;
  const outcome = (answer: Answer<unknown>): [number, string] => [
    answer.status,
    answer.status < 400 ? '' : codeOf(answer),
  ];
  const idOf = async (client: TestClient): Promise<string> =>
    (await client.get<SessionView>('/api/v1/session')).body.userId;

  it(
    'are invited by mail and begin with a password of their own',
    async () => {
      const invitation = anInvitation({ role: 'CUSTOMER_ENGINEER' });
      expect((await admin.post(USERS, invitation)).status).toBe(201);
      expect((await list(admin)).map(({ email, status }) => [email, status])).toContain([invitation.email, 'INVITED']);
      const mail = (await sentMails(api)).find(({ to }) => to === invitation.email);
      expect(mail?.text).toContain('接受邀请');
      const token = await linkTokenFor(api, invitation.email);
      const offer = (await api.stranger().post<InvitationOffer>(`${INVITATIONS}/offer`, { token })).body;
      expect([offer.email, offer.hasAccount]).toEqual([invitation.email, false]);

      const accept = (password: string): Promise<Answer<unknown>> =>
        api.stranger().post(`${INVITATIONS}/accepted`, { token, name: 'Wang Fang', password });
      expect((await accept('aaaaaaaaaaaa')).status).toBe(400);
      const answers = await Promise.all([accept(PASSWORD), accept(PASSWORD)]);

      expect(answers.map(({ status }) => status).filter((status) => status === 204).length).toBe(1);
      const client = api.stranger();
      await client.signIn({ email: invitation.email, password: PASSWORD });
      const session = (await client.get<SessionView>('/api/v1/session')).body;
      expect([session.role, session.customers.map(({ id }) => id)]).toEqual(['CUSTOMER_ENGINEER', [bank]]);
      const [listed] = await list(admin, `?q=${invitation.email}`);
      expect([listed?.status, listed?.lastSignInAt === null]).toEqual(['ACTIVE', false]);
    },
    PATIENCE_MS,
  );

  it(
    'are not reached by a link that is a week old, withdrawn, replaced or made up',
    async () => {
      const offerOf = async (token: string): Promise<[number, string]> =>
        outcome(await api.stranger().post(`${INVITATIONS}/offer`, { token }));
      const refused = [403, 'invitation.refused'] as [number, string];
      const invitation = anInvitation();
      const { id } = (await admin.post<{ id: string }>(USERS, invitation)).body;
      const first = await linkTokenFor(api, invitation.email);
      expect((await admin.post(`${INVITATIONS}/${id}/renew`, {})).status).toBe(204);
      const second = await linkTokenFor(api, invitation.email);

      expect(await offerOf(first)).toEqual(refused);
      expect((await offerOf(second))[0]).toBe(200);
      expect((await admin.delete(`${INVITATIONS}/${id}`)).status).toBe(204);
      expect(await offerOf(second)).toEqual(refused);
      expect(await offerOf('made-up-token-of-nobody')).toEqual(refused);
      const late = anInvitation();
      await admin.post(USERS, late);
      const token = await linkTokenFor(api, late.email);
      clock.advance(7 * DAY_MS);
      expect(await offerOf(token)).toEqual(refused);
    },
    PATIENCE_MS,
  );

  it(
    'are given no role and no reach beyond that of the one who invites',
    async () => {
      const [ours, theirs] = [await aStoredSite(api.database, bank), await aStoredSite(api.database, rival)];
      const branch = await api.signedIn(at(ours, 'CUSTOMER_ADMIN'));
      const elsewhere = await aStoredSite(api.database, bank);
      const refused = [403, 'user.access-refused'] as [number, string];
      const attempts: [TestClient, Partial<UserInvitation>][] = [
        [admin, { role: 'PLATFORM_ADMIN' }],
        [admin, { role: 'NOC_OPERATOR' }],
        [admin, { role: 'ACCOUNT_MANAGER', customerIds: [bank] }],
        [admin, { customerIds: [rival] }],
        [admin, { customerIds: [bank, rival] }],
        [admin, { siteIds: [theirs] }],
        [admin, { siteIds: [ours, theirs] }],
        [admin, { customerIds: [randomUUID()] }],
        [admin, { siteIds: [randomUUID()] }],
        [branch, {}],
        [branch, { customerIds: [bank] }],
        [branch, { siteIds: [elsewhere] }],
        [branch, { siteIds: [ours, elsewhere] }],
      ];
      const before = await list(await api.signedIn(PLATFORM));
      for (const [client, change] of attempts) {
        expect(outcome(await client.post(USERS, anInvitation(change))))
          .withContext(JSON.stringify(change))
          .toEqual(refused);
      }
      expect((await list(await api.signedIn(PLATFORM))).length).toBe(before.length);
      expect((await branch.post(USERS, anInvitation({ siteIds: [ours], role: 'CUSTOMER_ADMIN' }))).status).toBe(201);
    },
    PATIENCE_MS,
  );

  it(
    'are listed as far as the reader reaches, and not with what they are elsewhere',
    async () => {
      const [ours, other] = [await aStoredSite(api.database, bank), await aStoredSite(api.database, bank)];
      const both = await aStoredUser(api.database, [of(bank), of(rival, 'CUSTOMER_ADMIN')]);
      const here = await aStoredUser(api.database, [at(ours)]);
      const there = await aStoredUser(api.database, [at(other)]);
      const foreign = await aStoredUser(api.database, [of(rival)]);
      const branch = await api.signedIn(at(ours, 'CUSTOMER_ADMIN'));
      const manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: bank });

      const seen = await list(admin);
      expect(seen.map(({ id }) => id)).toEqual(jasmine.arrayContaining([both.id, here.id, there.id]));
      expect(seen.map(({ id }) => id)).not.toContain(foreign.id);
      const access = seen.find(({ id }) => id === both.id)?.access ?? [];
      expect(access.map(({ role, customers }) => [role, customers.map(({ id }) => id)])).toEqual([
        ['CUSTOMER_VIEWER', [bank]],
      ]);
      expect((await list(branch)).map(({ id }) => id).sort()).toEqual([here.id, await idOf(branch)].sort());
      expect((await list(manager)).every(({ isChangeable }) => !isChangeable)).toBe(true);
      expect(outcome(await admin.get(`${USERS}?of=staff`))).toEqual([403, 'session.forbidden']);
      expect(JSON.stringify(await list(admin, `?customer=${rival}`))).not.toContain(foreign.email);
    },
    PATIENCE_MS,
  );

  it(
    'are not found by the admin of another customer, whatever is asked of them',
    async () => {
      const foreign = await aStoredUser(api.database, [of(rival)]);
      const invited = (
        await (await api.signedIn(of(rival, 'CUSTOMER_ADMIN'))).post<{ id: string }>(USERS, anInvitation())
      ).body.id;
      for (const id of [foreign.id, randomUUID(), 'not-an-id']) {
        const answers = [
          await admin.post(`${USERS}/${id}/disable`, {}),
          await admin.post(`${USERS}/${id}/enable`, {}),
          await admin.put(`${USERS}/${id}/access`, { role: 'CUSTOMER_VIEWER' }),
        ];
        expect(answers.map(outcome)).toEqual(answers.map(() => [404, 'user.not-found']));
      }
      for (const id of [invited, randomUUID()]) {
        expect(outcome(await admin.post(`${INVITATIONS}/${id}/renew`, {}))).toEqual([404, 'user.not-found']);
        expect(outcome(await admin.delete(`${INVITATIONS}/${id}`))).toEqual([404, 'user.not-found']);
      }
    },
    PATIENCE_MS,
  );

  it(
    'lose and get back what they have with this customer, and keep what they have with another',
    async () => {
      const both = await aStoredUser(api.database, [of(bank), of(rival)]);
      const client = api.stranger();
      await client.signIn(both);

      expect((await admin.post(`${USERS}/${both.id}/disable`, {})).status).toBe(204);
      expect((await client.get('/api/v1/session')).status).toBe(401);
      expect((await list(admin)).find(({ id }) => id === both.id)?.status).toBe('DISABLED');
      await client.signIn(both);
      const session = (await client.get<SessionView>('/api/v1/session')).body;
      expect(session.standings.map(({ key }) => key)).toEqual([rival]);

      expect((await admin.post(`${USERS}/${both.id}/enable`, {})).status).toBe(204);
      const again = (await client.get<SessionView>('/api/v1/session')).body;
      expect(again.standings.map(({ key }) => key).sort()).toEqual([bank, rival].sort());
    },
    PATIENCE_MS,
  );

  it(
    'get another role and other sites, which ends their sessions',
    async () => {
      const site = await aStoredSite(api.database, bank);
      const user = await aStoredUser(api.database, [of(bank), of(rival)]);
      const client = api.stranger();
      await client.signIn(user);

      const changed = await admin.put(`${USERS}/${user.id}/access`, { role: 'CUSTOMER_ENGINEER', siteIds: [site] });

      expect(changed.status).toBe(204);
      expect((await client.get('/api/v1/session')).status).toBe(401);
      const access = (await list(admin)).find(({ id }) => id === user.id)?.access ?? [];
      expect(access.map(({ role, sites }) => [role, sites.map(({ id }) => id)])).toEqual([
        ['CUSTOMER_ENGINEER', [site]],
      ]);
      const elsewhere = await list(await api.signedIn(of(rival, 'CUSTOMER_ADMIN')));
      expect(elsewhere.find(({ id }) => id === user.id)?.access[0]?.role).toBe('CUSTOMER_VIEWER');
    },
    PATIENCE_MS,
  );

  it(
    'are not changed by themselves, nor is somebody above',
    async () => {
      const self = await idOf(admin);
      const site = await aStoredSite(api.database, bank);
      const branchEngineer = await api.signedIn(at(site, 'CUSTOMER_ENGINEER'));
      const refused = [403, 'user.access-refused'] as [number, string];
      expect(outcome(await admin.post(`${USERS}/${self}/disable`, {}))).toEqual(refused);
      expect(outcome(await admin.put(`${USERS}/${self}/access`, { role: 'CUSTOMER_ADMIN' }))).toEqual(refused);
      expect(outcome(await branchEngineer.post(`${USERS}/${self}/disable`, {}))).toEqual([403, 'session.forbidden']);
      const platform = await api.signedIn(PLATFORM);
      const manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: bank });
      expect(outcome(await admin.post(`${USERS}/${await idOf(manager)}/disable`, {}))).toEqual([404, 'user.not-found']);
      expect((await platform.post(`${USERS}/${await idOf(manager)}/disable`, {})).status).toBe(204);
      expect((await manager.get('/api/v1/session')).status).toBe(401);
    },
    PATIENCE_MS,
  );

  it(
    'who serve two customers choose between them, under a new token and with the other one out of sight',
    async () => {
      const [first = '', second = ''] = [bank, rival].sort();
      const user = await aStoredUser(api.database, [of(first), of(second, 'CUSTOMER_ADMIN')]);
      const client = api.stranger();
      await client.signIn(user);
      const before = (await client.get<SessionView>('/api/v1/session')).body;
      const old = client.cookie;
      expect([before.actingAs, before.role]).toEqual([first, 'CUSTOMER_VIEWER']);

      const chosen = await client.put<SessionView>('/api/v1/session/acting-as', { standing: second });

      expect([chosen.body.actingAs, chosen.body.role]).toEqual([second, 'CUSTOMER_ADMIN']);
      expect(chosen.body.customers.map(({ id }) => id)).toEqual([second]);
      expect(client.cookie).not.toBe(old);
      expect((await api.stranger().get('/api/v1/session', { Cookie: old ?? '' })).status).toBe(401);
      expect((await list(client)).every(({ access }) => access.every((each) => each.customers[0]?.id === second))).toBe(
        true,
      );
      for (const standing of ['all', 'staff', randomUUID()]) {
        expect(outcome(await client.put('/api/v1/session/acting-as', { standing }))).toEqual([
          404,
          'standing.not-found',
        ]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'gain a customer by accepting, without the one who invites learning of their account',
    async () => {
      const user = await aStoredUser(api.database, [of(rival)]);
      const invited = await admin.post<{ id: string }>(USERS, anInvitation({ email: user.email }));
      const unknown = await admin.post<{ id: string }>(USERS, anInvitation());
      expect([invited.status, Object.keys(invited.body)]).toEqual([unknown.status, Object.keys(unknown.body)]);

      const token = await linkTokenFor(api, user.email);
      expect((await api.stranger().post<InvitationOffer>(`${INVITATIONS}/offer`, { token })).body.hasAccount).toBe(
        true,
      );
      expect((await api.stranger().post(`${INVITATIONS}/accepted`, { token })).status).toBe(204);
      const client = api.stranger();
      await client.signIn({ email: user.email, password: TEST_PASSWORD });
      const { standings } = (await client.get<SessionView>('/api/v1/session')).body;
      expect(standings.map(({ key }) => key).sort()).toEqual([bank, rival].sort());
      expect(outcome(await admin.post(USERS, anInvitation({ email: user.email })))).toEqual([409, 'user.exists']);
    },
    PATIENCE_MS,
  );

  it(
    'and what is done to them stands in the customer’s log',
    async () => {
      const user = await aStoredUser(api.database, [of(bank)]);
      await admin.post(USERS, anInvitation());
      await admin.post(`${USERS}/${user.id}/disable`, {});
      await admin.post(`${USERS}/${user.id}/enable`, {});
      await admin.put(`${USERS}/${user.id}/access`, { role: 'CUSTOMER_ENGINEER' });

      const rows = await api.database.read<{ action: string; actor_id: string }>(
        'SELECT action, actor_id FROM audit_entry WHERE customer_id = ? ORDER BY at, id',
        [bank],
      );
      expect(rows.map(({ action }) => action)).toEqual([
        'user.invited',
        'user.disabled',
        'user.enabled',
        'grant.changed',
      ]);
      expect(new Set(rows.map((row) => row.actor_id))).toEqual(new Set([await idOf(admin)]));
    },
    PATIENCE_MS,
  );

  it(
    'are run by the platform admin too, staff included',
    async () => {
      const platform = await api.signedIn(PLATFORM);
      const noc = anInvitation({ role: 'NOC_OPERATOR', email: `${randomUUID()}@operator.example` });
      const manager = anInvitation({ role: 'ACCOUNT_MANAGER', customerIds: [bank, rival] });
      expect((await platform.post(USERS, noc)).status).toBe(201);
      expect((await platform.post(USERS, manager)).status).toBe(201);
      expect(outcome(await platform.post(USERS, anInvitation({ role: 'ACCOUNT_MANAGER' })))).toEqual([
        403,
        'user.access-refused',
      ]);
      expect(outcome(await platform.post(USERS, anInvitation()))).toEqual([403, 'user.access-refused']);

      const staff = await list(platform, '?of=staff');
      expect(staff.map(({ email }) => email)).toEqual(jasmine.arrayContaining([noc.email, manager.email]));
      expect((await list(platform)).map(({ email }) => email)).not.toContain(noc.email);
    },
    PATIENCE_MS,
  );
});
