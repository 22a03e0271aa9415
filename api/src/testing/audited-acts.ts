import { randomUUID } from 'node:crypto';
import type { AuditAction, Created, MadeApiToken, TotpOffer } from '@linewatch/shared';
import { SetupService } from '../features/identity/index.js';
import type { ManualClock } from './manual-clock.js';
import { linkTokenFor } from './sent-mails.js';
import { aStoredIdentityLink } from './test-identity-link.builder.js';
import type { TestApi } from './test-api.js';
import type { Answer, TestClient } from './test-client.js';
import { aStoredCustomer } from './test-site.builder.js';
import { aStoredUser, TEST_PASSWORD, type TestUser } from './test-user.builder.js';
import { codeAt } from './totp-app.js';

/** The house that an act is done in. */
export interface ActPlace {
  readonly api: TestApi;
  readonly clock: ManualClock;
  readonly customer: string;
}

/** A writing route: what it has to write into the log, and how it is made to. */
export interface Act {
  readonly action: AuditAction;
  readonly prepare?: (place: ActPlace) => Promise<void>;
  readonly act: (place: ActPlace) => Promise<Answer<unknown>>;
}

const PASSWORD = 'a quite long pass phrase';
const STEP_MS = 30_000;

const admin = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
const noc = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
const owner = ({ api, customer }: ActPlace): Promise<TestClient> =>
  api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customer });

async function idOf(answer: Promise<Answer<unknown>>): Promise<string> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the act before was refused: ${JSON.stringify(body)}`);
  return (body as Created).id;
}

async function invited(place: ActPlace): Promise<{ client: TestClient; id: string; email: string }> {
  const client = await owner(place);
  const email = `${randomUUID()}@example.com`;
  const body = { email, name: 'Wang Fang', language: 'en', role: 'CUSTOMER_VIEWER' };
  return { client, id: await idOf(client.post('/api/v1/users', body)), email };
}

const aPerson = ({ api, customer }: ActPlace): Promise<TestUser> =>
  aStoredUser(api.database, [{ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customer }]);

/** Somebody who signed in with their password, and has a second factor if they are said to. */
async function signedIn(place: ActPlace): Promise<{ client: TestClient; user: TestUser }> {
  const user = await aPerson(place);
  const client = place.api.stranger();
  await client.signIn(user);
  return { client, user };
}

async function withFactor(place: ActPlace): Promise<{ client: TestClient; user: TestUser; secret: string }> {
  const { client, user } = await signedIn(place);
  const { secret } = (await client.post<TotpOffer>('/api/v1/account/totp', { password: TEST_PASSWORD })).body;
  await client.post('/api/v1/account/totp/confirmed', { code: codeAt(secret, place.clock.now()) });
  place.clock.advance(STEP_MS);
  return { client, user, secret };
}

const provider = (customerId: string): object => ({
  name: 'Bank',
  customerId,
  issuer: 'https://sign-in.example',
  clientId: 'linewatch',
  clientSecret: 'a secret of the provider',
  domains: ['a.example'],
  isEnabled: false,
  makesUsers: false,
  groups: [],
});
const providerId = async (place: ActPlace, client: TestClient): Promise<string> =>
  idOf(client.post('/api/v1/identity-providers', provider(place.customer)));

const credential = (client: TestClient): Promise<Answer<unknown>> =>
  client.post('/api/v1/credentials', { name: randomUUID(), access: { version: 'V2C', community: 'a community' } });
const profile = (client: TestClient): Promise<Answer<unknown>> =>
  client.post('/api/v1/poll-profiles', { name: randomUUID(), intervalS: 60 });
async function device(client: TestClient): Promise<Answer<unknown>> {
  const code = `D${randomUUID().slice(0, 8)}`;
  const facts = { code, name: 'A device', address: `${code.toLowerCase()}.example` };
  const [credentialId, pollProfileId] = [await idOf(credential(client)), await idOf(profile(client))];
  return client.post('/api/v1/devices', { ...facts, credentialId, pollProfileId });
}

async function noticed({ api }: ActPlace, client: TestClient): Promise<string> {
  const id = randomUUID();
  const row = [id, 'ENGINE_CHANGED', id, await idOf(device(client)), '{}', 0];
  await api.database.transaction((tx) =>
    tx.insertMany(
      'inventory_notice',
      ['id', 'kind', 'active_key', 'device_id', 'evidence', 'raised_at'],
      ['id'],
      [row],
    ),
  );
  return id;
}

/** Every writing route of people, with what it writes into the log. A new one belongs in here, or among the unaudited. */
export const AUDITED_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/session': {
    action: 'session.begun',
    act: async (place) => place.api.stranger().post('/api/v1/session', await aPerson(place)),
  },
  'POST /api/v1/session/code': {
    action: 'session.begun',
    act: async (place) => {
      const { user, secret } = await withFactor(place);
      const client = place.api.stranger();
      await client.post('/api/v1/session', user);
      return client.post('/api/v1/session/code', { code: codeAt(secret, place.clock.now()) });
    },
  },
  'POST /api/v1/session/enrolment/confirmed': {
    action: 'second-factor.enrolled',
    act: async ({ api, clock }) => {
      const client = api.stranger();
      await client.post(
        '/api/v1/session',
        await aStoredUser(api.database, [{ role: 'NOC_OPERATOR', scopeType: 'ALL' }]),
      );
      const { secret } = (await client.post<TotpOffer>('/api/v1/session/enrolment', {})).body;
      return client.post('/api/v1/session/enrolment/confirmed', { code: codeAt(secret, clock.now()) });
    },
  },
  'PUT /api/v1/session/acting-as': {
    action: 'session.standing-chosen',
    act: async ({ api, customer }) => {
      const other = await aStoredCustomer(api.database);
      const client = await api.signedIn(
        { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customer },
        { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: other },
      );
      return client.put('/api/v1/session/acting-as', { standing: other });
    },
  },
  'DELETE /api/v1/session': {
    action: 'session.ended',
    act: async (place) => (await noc(place)).delete('/api/v1/session'),
  },
  'PUT /api/v1/session/view-as': {
    action: 'view-as.begun',
    act: async (place) => (await noc(place)).put('/api/v1/session/view-as', { customer: place.customer }),
  },
  'DELETE /api/v1/session/view-as': {
    action: 'view-as.ended',
    act: async (place) => {
      const client = await noc(place);
      await client.put('/api/v1/session/view-as', { customer: place.customer });
      return client.delete('/api/v1/session/view-as');
    },
  },
  'DELETE /api/v1/sessions': {
    action: 'session.ended',
    act: async (place) => (await noc(place)).delete('/api/v1/sessions'),
  },
  'DELETE /api/v1/sessions/:sessionId': {
    action: 'session.ended',
    act: async (place) => {
      const { client } = await signedIn(place);
      const { items } = (await client.get<{ items: { id: string }[] }>('/api/v1/sessions')).body;
      return client.delete(`/api/v1/sessions/${items[0]?.id ?? ''}`);
    },
  },
  'POST /api/v1/setup': {
    action: 'setup.done',
    prepare: ({ api }) =>
      api.database.transaction(async (tx) => {
        for (const table of ['user_session', 'role_grant', 'user_account']) await tx.execute(`DELETE FROM ${table}`);
      }),
    act: async ({ api }) => {
      const url = await api.app.get(SetupService).invite(api.url);
      const token = new URL(url ?? api.url).searchParams.get('token');
      return api.stranger().post('/api/v1/setup', { name: 'Founder', email: 'a@b.example', password: PASSWORD, token });
    },
  },
  'POST /api/v1/password-reset': {
    action: 'password.reset-asked',
    act: async (place) => place.api.stranger().post('/api/v1/password-reset', { email: (await aPerson(place)).email }),
  },
  'POST /api/v1/password-reset/confirmed': {
    action: 'password.reset',
    act: async (place) => {
      const { email } = await aPerson(place);
      await place.api.stranger().post('/api/v1/password-reset', { email });
      const token = await linkTokenFor(place.api, email);
      return place.api.stranger().post('/api/v1/password-reset/confirmed', { token, password: PASSWORD });
    },
  },
  'PATCH /api/v1/account': {
    action: 'user.changed',
    act: async (place) => (await noc(place)).patch('/api/v1/account', { timeZone: 'Asia/Urumqi' }),
  },
  'PUT /api/v1/account/password': {
    action: 'password.changed',
    act: async (place) =>
      (await noc(place)).put('/api/v1/account/password', { current: TEST_PASSWORD, password: PASSWORD }),
  },
  'POST /api/v1/account/totp/confirmed': {
    action: 'second-factor.enrolled',
    act: async (place) => {
      const client = await owner(place);
      const { secret } = (await client.post<TotpOffer>('/api/v1/account/totp', { password: TEST_PASSWORD })).body;
      return client.post('/api/v1/account/totp/confirmed', { code: codeAt(secret, place.clock.now()) });
    },
  },
  'POST /api/v1/account/totp/removed': {
    action: 'second-factor.removed',
    act: async (place) =>
      (await withFactor(place)).client.post('/api/v1/account/totp/removed', { password: TEST_PASSWORD }),
  },
  'POST /api/v1/account/recovery-codes': {
    action: 'second-factor.codes-renewed',
    act: async (place) =>
      (await withFactor(place)).client.post('/api/v1/account/recovery-codes', { password: TEST_PASSWORD }),
  },
  'POST /api/v1/users': {
    action: 'user.invited',
    act: async (place) => {
      const { client, email } = await invited(place);
      return client.get(`/api/v1/users?q=${email}`);
    },
  },
  'POST /api/v1/invitations/accepted': {
    action: 'user.joined',
    act: async (place) => {
      const { email } = await invited(place);
      const token = await linkTokenFor(place.api, email);
      return place.api
        .stranger()
        .post('/api/v1/invitations/accepted', { token, name: 'Wang Fang', password: PASSWORD });
    },
  },
  'POST /api/v1/invitations/:invitationId/renew': {
    action: 'user.invited',
    act: async (place) => {
      const { client, id } = await invited(place);
      return client.post(`/api/v1/invitations/${id}/renew`, {});
    },
  },
  'DELETE /api/v1/invitations/:invitationId': {
    action: 'user.invitation-withdrawn',
    act: async (place) => {
      const { client, id } = await invited(place);
      return client.delete(`/api/v1/invitations/${id}`);
    },
  },
  'PUT /api/v1/users/:userId/access': {
    action: 'grant.changed',
    act: async (place) => {
      const { id } = await aPerson(place);
      return (await owner(place)).put(`/api/v1/users/${id}/access`, { role: 'CUSTOMER_ENGINEER' });
    },
  },
  'POST /api/v1/users/:userId/disable': {
    action: 'user.disabled',
    act: async (place) => (await owner(place)).post(`/api/v1/users/${(await aPerson(place)).id}/disable`, {}),
  },
  'POST /api/v1/users/:userId/enable': {
    action: 'user.enabled',
    act: async (place) => {
      const [client, { id }] = [await owner(place), await aPerson(place)];
      await client.post(`/api/v1/users/${id}/disable`, {});
      return client.post(`/api/v1/users/${id}/enable`, {});
    },
  },
  'POST /api/v1/users/:userId/second-factor/reset': {
    action: 'second-factor.reset',
    act: async (place) => {
      const { user } = await withFactor(place);
      return (await admin(place)).post(`/api/v1/users/${user.id}/second-factor/reset`, {});
    },
  },
  'DELETE /api/v1/account/linked-providers/:providerId': {
    action: 'provider.unlinked',
    act: async (place) => {
      const { client, user } = await signedIn(place);
      const link = { customerId: place.customer };
      return client.delete(
        `/api/v1/account/linked-providers/${await aStoredIdentityLink(place.api.database, user.id, link)}`,
      );
    },
  },
  'DELETE /api/v1/users/:userId/linked-providers/:providerId': {
    action: 'provider.unlinked',
    act: async (place) => {
      const { id } = await aPerson(place);
      const provider = await aStoredIdentityLink(place.api.database, id, { customerId: place.customer });
      return (await owner(place)).delete(`/api/v1/users/${id}/linked-providers/${provider}`);
    },
  },
  'PUT /api/v1/sign-in-policy': {
    action: 'customer.changed',
    act: async (place) =>
      (await admin(place)).put(`/api/v1/sign-in-policy?customer=${await aStoredCustomer(place.api.database)}`, {
        requireTotp: true,
        idleMinutes: 30,
        absoluteHours: 12,
      }),
  },
  'PUT /api/v1/sign-in-policy/staff': {
    action: 'session.limits-changed',
    act: async (place) =>
      // The house's own limits, so that no session of another spec ends by it.
      (await admin(place)).put('/api/v1/sign-in-policy/staff', {
        idleMinutes: 30,
        watchIdleMinutes: 480,
        absoluteHours: 12,
      }),
  },
  'POST /api/v1/tokens': {
    action: 'token.made',
    act: async (place) => makeToken(await owner(place)),
  },
  'DELETE /api/v1/tokens/:tokenId': {
    action: 'token.revoked',
    act: async (place) => {
      const client = await owner(place);
      const { view } = (await makeToken(client)).body as MadeApiToken;
      return client.delete(`/api/v1/tokens/${view.id}`);
    },
  },
  'POST /api/v1/identity-providers': {
    action: 'provider.changed',
    act: async (place) => (await admin(place)).post('/api/v1/identity-providers', provider(place.customer)),
  },
  'PUT /api/v1/identity-providers/:providerId': {
    action: 'provider.changed',
    act: async (place) => {
      const client = await admin(place);
      return client.put(`/api/v1/identity-providers/${await providerId(place, client)}`, provider(place.customer));
    },
  },
  'PUT /api/v1/identity-providers/:providerId/rules': {
    action: 'provider.changed',
    act: async (place) => {
      const id = await providerId(place, await admin(place));
      const rules = { isEnabled: true, makesUsers: true, groups: [] };
      return (await owner(place)).put(`/api/v1/identity-providers/${id}/rules`, rules);
    },
  },
  'DELETE /api/v1/identity-providers/:providerId': {
    action: 'provider.removed',
    act: async (place) => {
      const client = await admin(place);
      return client.delete(`/api/v1/identity-providers/${await providerId(place, client)}`);
    },
  },
  'POST /api/v1/devices': { action: 'device.changed', act: async (place) => device(await noc(place)) },
  'PATCH /api/v1/devices/:deviceId': {
    action: 'device.changed',
    act: async (place) => {
      const client = await noc(place);
      return client.patch(`/api/v1/devices/${await idOf(device(client))}`, { name: 'Renamed' });
    },
  },
  'POST /api/v1/devices/:deviceId/discover': {
    action: 'device.changed',
    act: async (place) => {
      const client = await noc(place);
      return client.post(`/api/v1/devices/${await idOf(device(client))}/discover`, {});
    },
  },
  'POST /api/v1/credentials': { action: 'credential.changed', act: async (place) => credential(await noc(place)) },
  'POST /api/v1/poll-profiles': { action: 'poll-profile.changed', act: async (place) => profile(await noc(place)) },
  'PATCH /api/v1/poll-profiles/:profileId': {
    action: 'poll-profile.changed',
    act: async (place) => {
      const client = await noc(place);
      return client.patch(`/api/v1/poll-profiles/${await idOf(profile(client))}`, { intervalS: 300 });
    },
  },
  'POST /api/v1/inventory-notices/:noticeId/accept': {
    action: 'inventory-notice.accepted',
    act: async (place) => {
      const client = await noc(place);
      return client.post(`/api/v1/inventory-notices/${await noticed(place, client)}/accept`, {});
    },
  },
  'POST /api/v1/inventory-notices/:noticeId/ignore': {
    action: 'inventory-notice.ignored',
    act: async (place) => {
      const client = await noc(place);
      return client.post(`/api/v1/inventory-notices/${await noticed(place, client)}/ignore`, { reason: 'planned' });
    },
  },
};

function makeToken(client: TestClient): Promise<Answer<unknown>> {
  return client.post('/api/v1/tokens', { name: 'Reports', role: 'CUSTOMER_VIEWER', siteIds: [], days: 90 });
}

/** Routes that write nothing into the log, each with the reason. */
export const UNAUDITED_ROUTES: Readonly<Record<string, string>> = {
  'POST /api/v1/session/enrolment': 'offers a secret; what counts is its confirmation',
  'POST /api/v1/account/totp': 'offers a secret; what counts is its confirmation',
  'POST /api/v1/notice-acknowledgements/offer':
    'reads what a link is about; POST only keeps its token out of addresses',
  'POST /api/v1/ticket-ratings/offer': 'reads what a link is about; POST only keeps its token out of addresses',
  'POST /api/v1/invitations/offer': 'reads what a link is about; POST only keeps its token out of addresses',
  'POST /api/v1/sign-in/providers/:providerId/begin': 'sends a browser away; what it comes back with is written',
  'POST /api/v1/sign-in/providers/:providerId/link': 'sends a browser away; what it comes back with is written',
  'POST /api/v1/identity-providers/:providerId/test': 'changes nothing',
  'POST /api/v1/works/preview': 'shows what a plan would hit and changes nothing',
  'POST /api/v1/sla/specifications/simulation': 'reckons and changes nothing; what is saved is written',
  'POST /api/v1/mail-in': 'a note that comes by mail is written as that of its writer; its own spec says so',
  'POST /api/v1/notices/own/read': 'marks what one has read oneself',
  'POST /api/v1/notice-rooms/:roomId/test': 'changes nothing',
  'POST /api/v1/notice-browsers/:browserId/test': 'changes nothing but what the browser shows',
  'POST /api/v1/imports': 'checks a file and changes nothing; its commit is written',
  'POST /api/v1/collector/batches': 'readings of a machine, stored with the collector that delivered them',
  'POST /api/v1/collector/traps': 'notes of a machine, stored with the collector that delivered them',
  'POST /api/v1/collector/discoveries': 'facts of a machine; what people decide upon them is written',
};
