import { randomBytes } from 'node:crypto';
import type {
  NoticeBrowser,
  NoticeBrowserList,
  NoticeBrowserTest,
  NoticeLedger,
  NoticeSettings,
} from '@linewatch/shared';
import { SESSION_COOKIE } from '../../../platform/auth/session-cookie.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { PushService, type PushedBrowser } from '../../../testing/push-service.js';
import { settledNotices } from '../../../testing/settled-notices.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { codeOf, TestClient } from '../../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../../testing/test-notice.builder.js';
import { aStoredUser, type TestUser } from '../../../testing/test-user.builder.js';
import { SessionKeeper } from '../../identity/session-keeper.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;

describe('a browser that shows notices', () => {
  const clock = new ManualClock();
  let usual: number;
  let service: PushService;
  let api: TestApi;
  let line: StoredLine;
  let user: TestUser;
  let client: TestClient;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    service = await PushService.start();
    const env = { OUTBOUND_PRIVATE_HOSTS: service.host, MAIL_FROM: 'NOC <noc@operator.example>' };
    api = await startTestApi({ clock, env });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
    await service.stop();
  });

  beforeEach(async () => {
    service.pushed.length = 0;
    service.answers = [];
    line = await aStoredLine(api.database);
    user = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    client = await signedInAs(user.id);
  });

  async function signedInAs(id: string): Promise<TestClient> {
    const token = await api.app.get(SessionKeeper).begin(id, { address: '', userAgent: '' }, undefined);
    return new TestClient(api.url, {}, `${SESSION_COOKIE}=${token}`);
  }
  async function switchedOn(
    by = client,
    browser = service.aBrowser(),
  ): Promise<{ browser: PushedBrowser; id: string }> {
    const { status, body } = await by.post<NoticeBrowser>('/api/v1/notice-browsers', browser.subscription);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { browser, id: body.id };
  }
  const list = async (by = client): Promise<NoticeBrowserList> =>
    (await by.get<NoticeBrowserList>('/api/v1/notice-browsers')).body;
  async function fault(change: Parameters<typeof aNotice>[1] = {}): Promise<string> {
    const notice = aNotice(line, change);
    await pinned(api, clock, notice);
    await toldNow(api, clock);
    await settled();
    return notice.object.id;
  }
  const settled = (): Promise<void> => settledNotices(api, clock, line.customerId);
  const pushes = async (): Promise<{ state: string; failure: string | null }[]> =>
    api.database.read<{ state: string; failure: string | null }>(
      "SELECT state, failure FROM notice_delivery WHERE receiver_id = ? AND way = 'push' ORDER BY id",
      [user.id],
    );
  const told = (): { title: string; path: string; language: string; id: string }[] =>
    service.pushed.map(({ text }) => JSON.parse(text) as { title: string; path: string; language: string; id: string });

  it('is told what comes by mail: encrypted for it alone, from the house that it knows, and no more than a title', async () => {
    const { browser } = await switchedOn();
    const { publicKey } = await list();
    const faultId = await fault();

    const [message] = service.pushed;
    expect(service.pushed.length).toBe(1);
    expect(message?.path).toBe(new URL(browser.endpoint).pathname);
    expect(told()).toEqual([
      {
        id: jasmine.any(String) as never,
        title: `Fault: ${line.circuitId}`,
        path: `/faults/${faultId}`,
        language: 'en',
      },
    ]);
    expect(message?.sender).toEqual(
      jasmine.objectContaining({ aud: `http://${service.host}`, sub: 'mailto:noc@operator.example', key: publicKey }),
    );
    const hours = ((message?.sender.exp ?? 0) - Date.now() / 1_000) / 3_600;
    expect(hours).toBeGreaterThan(0);
    expect(hours).withContext('RFC 8292 section 2').toBeLessThan(24);
    expect(message?.headers['content-encoding']).toBe('aes128gcm');
    expect([message?.headers['ttl'], message?.headers['urgency']]).toEqual(['43200', 'normal']);
    expect(message?.headers['topic']).toMatch(/^[0-9a-f]{32}$/);
    expect(await pushes()).toEqual([{ state: 'SENT', failure: null }]);
    const ledger = (
      await (
        await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId })
      ).get<NoticeLedger>('/api/v1/notices?way=push')
    ).body;
    expect(ledger.items.map(({ state, receiver }) => [state, receiver])).toEqual([['SENT', 'A user']]);
  });

  it('is one of several: all of a person are told, and none of anybody else', async () => {
    await switchedOn();
    await switchedOn();
    const other = await aStoredLine(api.database);
    const rival = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: other.customerId },
    ]);
    const theirs = await signedInAs(rival.id);
    const { browser, id } = await switchedOn(theirs);
    await fault();
    expect(service.pushed.length).toBe(2);
    expect(service.pushed.map(({ path }) => path)).not.toContain(new URL(browser.endpoint).pathname);
    expect((await list()).items.length).toBe(2);
    for (const answer of [
      await client.delete(`/api/v1/notice-browsers/${id}`),
      await client.post(`/api/v1/notice-browsers/${id}/test`, {}),
    ])
      expect(codeOf(answer)).toBe('notice-browser.not-found');
    expect((await list(theirs)).items.length).toBe(1);
  });

  it('belongs to whoever switched it on last', async () => {
    const { browser } = await switchedOn();
    const colleague = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    await switchedOn(await signedInAs(colleague.id), browser);
    expect((await list()).items).toEqual([]);
    await fault();
    expect(service.pushed.length).toBe(1);
    expect(await pushes()).toEqual([]);
  });

  it('is told of nothing when it is off, and of what was chosen for it when that was chosen', async () => {
    const { version } = (await client.get<NoticeSettings>('/api/v1/notices/settings')).body;
    const chosen = {
      ...{ quietHours: null, phone: null, version },
      subscriptions: [
        {
          ...{ leastSeverity: 'minor', reach: { type: 'all' } },
          told: [
            { kind: 'fault.raised', ways: ['mail'] },
            { kind: 'fault.cleared', ways: ['portal'] },
          ],
        },
      ],
    };
    expect((await client.put('/api/v1/notices/settings', chosen)).status).toBe(200);
    const { id } = await switchedOn();
    const settings = (await client.get<NoticeSettings & { canPush: boolean }>('/api/v1/notices/settings')).body;
    expect(settings.subscriptions[0]?.told.map(({ ways }) => ways)).toEqual([['mail', 'push'], ['portal']]);
    expect(settings.canPush).toBeTrue();
    await fault();
    expect(service.pushed.length).toBe(1);
    expect((await client.delete(`/api/v1/notice-browsers/${id}`)).status).toBe(204);
    await fault();
    expect(service.pushed.length).toBe(1);
  });

  it('is forgotten when its push service says that it is gone', async () => {
    await switchedOn();
    service.answers = [410];
    await fault();
    expect((await list()).items).toEqual([]);
    expect(await pushes()).toEqual([{ state: 'FAILED', failure: 'gone' }]);
  });

  it('is told again later when its push service is away, in the place of the same message, and refused once', async () => {
    await switchedOn();
    service.answers = [503, 201];
    await fault();
    expect(await pushes()).toEqual([{ state: 'WAITING', failure: 'http-503' }]);
    clock.advance(MINUTE);
    await settled();
    expect(await pushes()).toEqual([{ state: 'SENT', failure: null }]);
    const [first, second] = service.pushed;
    expect(first?.headers['topic']).toBe(String(second?.headers['topic']));

    service.answers = [413];
    await fault();
    expect((await pushes()).at(-1)).toEqual({ state: 'FAILED', failure: 'http-413' });
  });

  it('is left alone in quiet hours, but for what is critical, and told the number in the morning', async () => {
    await switchedOn();
    const { subscriptions, phone, version } = (await client.get<NoticeSettings>('/api/v1/notices/settings')).body;
    const now = new Date(clock.now() + 8 * 60 * MINUTE);
    const at = (hours: number): string => `${String((now.getUTCHours() + hours) % 24).padStart(2, '0')}:00`;
    const settings = { subscriptions, phone, version, quietHours: { from: at(0), to: at(3) } };
    expect((await client.put('/api/v1/notices/settings', settings)).status).toBe(200);
    await fault();
    await fault();
    await fault({ severity: 'critical' });
    expect(told().map(({ title }) => title)).toEqual([`Fault: ${line.circuitId}`]);
    expect(service.pushed[0]?.headers['urgency']).toBe('high');

    clock.advance(3 * 60 * MINUTE);
    await settled();
    expect(
      told()
        .slice(1)
        .map(({ title, path }) => [title, path]),
    ).toEqual([['Overnight: 2 notices', '/notices']]);
    expect((await pushes()).map(({ state }) => state)).toEqual(['SENT', 'SENT', 'SENT']);
  });

  it('can be tried, and says so in the language of its person', async () => {
    const { id } = await switchedOn();
    const test = async (): Promise<NoticeBrowserTest> =>
      (await client.post<NoticeBrowserTest>(`/api/v1/notice-browsers/${id}/test`, {})).body;
    expect(await test()).toEqual({ isDelivered: true, failure: null });
    expect(told().map(({ title }) => title)).toEqual(['This browser will show your notices']);
    expect((await list()).items.map(({ toldAt }) => toldAt)).toEqual([new Date(clock.now()).toISOString()]);
    service.answers = [500];
    expect(await test()).toEqual({ isDelivered: false, failure: 'http-500' });
  });

  it('is not one of the inner network, nor one with keys that are none', async () => {
    const { subscription } = service.aBrowser();
    const off = {
      ...subscription.keys,
      p256dh: Buffer.concat([Buffer.from([4]), randomBytes(64)]).toString('base64url'),
    };
    for (const body of [
      { ...subscription, endpoint: 'https://127.0.0.1:1/push' },
      { ...subscription, endpoint: 'http://updates.push.example/push' },
      { ...subscription, keys: off },
    ])
      expect(codeOf(await client.post('/api/v1/notice-browsers', body))).toBe('notice-browser.refused');
    for (const keys of [{ ...subscription.keys, auth: 'short' }, {}])
      expect((await client.post('/api/v1/notice-browsers', { ...subscription, keys })).status).toBe(400);
    expect((await list()).items).toEqual([]);
  });

  it('is stored with nothing that could be read, and a person has no more than ten', async () => {
    const { browser } = await switchedOn();
    for (let more = 0; more < 10; more += 1) await switchedOn();
    const rows = await api.database.read('SELECT * FROM notice_browser WHERE user_id = ?', [user.id]);
    expect(rows.length).toBe(10);
    const stored = JSON.stringify(await api.database.read('SELECT * FROM notice_browser'));
    expect(stored).not.toContain(browser.endpoint.slice(-20));
    expect(stored).not.toContain(browser.subscription.keys.auth);
    const [setting] = await api.database.read<{ value: string }>("SELECT value FROM setting WHERE name = 'push.vapid'");
    expect(setting?.value).toMatch(/^v1:/);
  });
});
