import type { SessionList, SessionView } from '@linewatch/shared';
import { eventually } from '../../../testing/eventually.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../../testing/test-site.builder.js';
import { TestSocket } from '../../../testing/test-socket.js';
import type { NewGrant } from '../index.js';

const SESSION = '/api/v1/session';
const POLICY = '/api/v1/sign-in-policy';
const STAFF = `${POLICY}/staff`;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LONGEST = { requireTotp: false, idleMinutes: 30, absoluteHours: 12 };
const PLATFORM: NewGrant = { role: 'PLATFORM_ADMIN', scopeType: 'ALL' };
const NOC: NewGrant = { role: 'NOC_OPERATOR', scopeType: 'ALL' };

describe('the times of sessions', () => {
  let api: TestApi;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  });

  afterAll(() => api.close());

  const statusOf = async (client: TestClient): Promise<number> => (await client.get(SESSION)).status;
  const of = (role: 'CUSTOMER_ADMIN' | 'CUSTOMER_VIEWER', scopeId: string): NewGrant => ({
    role,
    scopeType: 'CUSTOMER',
    scopeId,
  });
  /** Signs of life as long as it takes, so that only the end in any case can end the session. */
  const useFor = async (client: TestClient, minutes: number): Promise<void> => {
    for (let spent = 0; spent < minutes; spent += 4) {
      clock.advance(4 * MINUTE_MS);
      await client.get(SESSION);
    }
  };

  it('are the house’s until somebody shortens them', async () => {
    const customer = await aStoredCustomer(api.database);
    const admin = await api.signedIn(of('CUSTOMER_ADMIN', customer));

    expect((await admin.get(POLICY)).body).toEqual(LONGEST);
    expect((await (await api.signedIn(PLATFORM)).get(STAFF)).body).toEqual({
      idleMinutes: 30,
      watchIdleMinutes: 480,
      absoluteHours: 12,
    });
  });

  it('end the idle of a customer sooner, those of its branches too and nobody else’s', async () => {
    const [customer, other] = [await aStoredCustomer(api.database), await aStoredCustomer(api.database)];
    const admin = await api.signedIn(of('CUSTOMER_ADMIN', customer));
    const viewer = await api.signedIn(of('CUSTOMER_VIEWER', customer));
    const clerk = await api.signedIn({
      role: 'CUSTOMER_VIEWER',
      scopeType: 'SITE',
      scopeId: await aStoredSite(api.database, customer),
    });
    const rival = await api.signedIn(of('CUSTOMER_VIEWER', other));
    expect((await admin.put(POLICY, { ...LONGEST, idleMinutes: 10 })).body).toEqual({ ...LONGEST, idleMinutes: 10 });

    clock.advance(11 * MINUTE_MS);

    expect(await Promise.all([viewer, clerk, rival].map(statusOf))).toEqual([401, 401, 200]);
  });

  it('end what is open already at the new end in any case, however much it is used', async () => {
    const customer = await aStoredCustomer(api.database);
    const viewer = await api.signedIn(of('CUSTOMER_VIEWER', customer));
    const began = clock.now();
    await useFor(viewer, 40);
    expect(await statusOf(viewer)).toBe(200);

    const owner = await api.signedIn(of('CUSTOMER_ADMIN', customer));
    await owner.put(POLICY, { ...LONGEST, absoluteHours: 1 });

    const ends = new Date(began + HOUR_MS).toISOString();
    expect((await viewer.get<SessionView>(SESSION)).body.expiresAt).toBe(ends);
    const listed = (await viewer.get<SessionList>('/api/v1/sessions')).body.items;
    expect(listed.map(({ expiresAt }) => expiresAt)).toEqual([ends]);
    await useFor(viewer, 20);
    expect(await statusOf(viewer)).toBe(401);
  });

  it('close open sockets that they end', async () => {
    const customer = await aStoredCustomer(api.database);
    const viewer = await api.signedIn(of('CUSTOMER_VIEWER', customer));
    const socket = await new TestSocket(viewer).admitted();
    clock.advance(6 * MINUTE_MS);
    const admin = await api.signedIn(of('CUSTOMER_ADMIN', customer));

    await admin.put(POLICY, { ...LONGEST, idleMinutes: 5 });

    await eventually('the socket is closed', () => !socket.socket.connected);
    socket.close();
  });

  it('are for staff and the NOC apart, as a platform’s admin says', async () => {
    const admin = await api.signedIn(PLATFORM);
    const watch = await api.signedIn(NOC);
    const manager = await api.signedIn({
      role: 'ACCOUNT_MANAGER',
      scopeType: 'CUSTOMER',
      scopeId: await aStoredCustomer(api.database),
    });
    const wanted = { idleMinutes: 10, watchIdleMinutes: 60, absoluteHours: 8 };
    expect((await admin.put(STAFF, wanted)).body).toEqual(wanted);

    clock.advance(11 * MINUTE_MS);
    expect(await Promise.all([manager, watch].map(statusOf))).toEqual([401, 200]);
    clock.advance(61 * MINUTE_MS);
    expect(await statusOf(watch)).toBe(401);
    expect((await watch.put(STAFF, wanted)).status).toBe(401);
    await (await api.signedIn(PLATFORM)).put(STAFF, { idleMinutes: 30, watchIdleMinutes: 480, absoluteHours: 12 });
  });

  it('hold as the strictest of all whose people somebody is', async () => {
    const [strict, other] = [await aStoredCustomer(api.database), await aStoredCustomer(api.database)];
    await (await api.signedIn(of('CUSTOMER_ADMIN', strict))).put(POLICY, { ...LONGEST, idleMinutes: 5 });
    const both = await api.signedIn(of('CUSTOMER_VIEWER', strict), of('CUSTOMER_VIEWER', other));

    clock.advance(6 * MINUTE_MS);

    expect(await statusOf(both)).toBe(401);
  });

  it('cannot be longer than the house’s, nor so short that nobody can work', async () => {
    const admin = await api.signedIn(of('CUSTOMER_ADMIN', await aStoredCustomer(api.database)));
    const platform = await api.signedIn(PLATFORM);

    for (const wrong of [{ idleMinutes: 31 }, { idleMinutes: 4 }, { absoluteHours: 13 }, { absoluteHours: 0 }]) {
      const answer = await admin.put(POLICY, { ...LONGEST, ...wrong });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'request.invalid']);
    }
    const tooLong = { idleMinutes: 30, watchIdleMinutes: 481, absoluteHours: 12 };
    expect((await platform.put(STAFF, tooLong)).status).toBe(400);
    expect((await admin.put(STAFF, { ...tooLong, watchIdleMinutes: 60 })).status).toBe(403);
  });

  it('stand in the log as they were and as they are', async () => {
    const customer = await aStoredCustomer(api.database);
    const admin = await api.signedIn(of('CUSTOMER_ADMIN', customer));
    await admin.put(POLICY, { ...LONGEST, idleMinutes: 15 });

    const [entry] = await api.database.read<{ before_json: string; after_json: string }>(
      "SELECT before_json, after_json FROM audit_entry WHERE action = 'customer.changed' AND customer_id = ?",
      [customer],
    );
    expect(JSON.parse(entry?.before_json ?? '{}')).toEqual(LONGEST);
    expect(JSON.parse(entry?.after_json ?? '{}')).toEqual({ ...LONGEST, idleMinutes: 15 });
  });
});
