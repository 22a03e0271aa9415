import { createHmac, randomUUID } from 'node:crypto';
import type {
  MadeNoticeRoom,
  NoticeLedger,
  NoticeRoomList,
  NoticeRoomTest,
  NoticeRoomView,
  NoticeSettings,
  RoomType,
} from '@linewatch/shared';
import { Webhook } from 'standardwebhooks';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../testing/test-notice.builder.js';
import { type Received, TestReceiver } from '../../testing/test-receiver.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { Courier } from './courier.js';
import { DeliveryRepository } from './delivery.repository.js';

/** Each begins with an API; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;
const DINGTALK_SECRET = 'SECspec0123456789';

describe('a room of a customer', () => {
  let api: TestApi;
  let clock: ManualClock;
  let world: TestReceiver;
  let line: StoredLine;
  let admin: TestClient;
  let original: number;

  beforeAll(() => {
    original = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
  });
  afterAll(() => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = original;
  });
  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    world = await TestReceiver.listen();
    api = await startTestApi({
      clock,
      env: {
        OUTBOUND_PRIVATE_HOSTS: world.host,
        SMS_URL: `http://${world.host}/sms`,
        SMS_KEY: 'key of the gateway',
        SMS_SIGN: '某某电信',
        SMS_TEMPLATE: 'SMS_0001',
      },
    });
    line = await aStoredLine(api.database);
    admin = await adminOf(line.customerId);
  });
  afterEach(async () => {
    await api.close();
    await world.close();
  });

  const adminOf = (customerId: string): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
  const choice = { name: 'Night shift', kinds: ['fault.raised'], leastSeverity: 'minor', reach: { type: 'all' } };
  async function made(type: RoomType, secret?: string): Promise<MadeNoticeRoom> {
    const body = { ...choice, type, language: 'en', url: `http://${world.host}/${type}?key=1`, secret };
    const answer = await admin.post<MadeNoticeRoom>('/api/v1/notice-rooms', body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
  async function fault(): Promise<void> {
    await pinned(api, clock, aNotice(line));
    await toldNow(api, clock);
  }
  /** Lets enough time pass for another try; sessions are over by then. */
  async function later(): Promise<void> {
    clock.advance(60 * 60_000);
    await api.app.get(Courier).deliver();
    admin = await adminOf(line.customerId);
  }
  const ledger = async (roomId: string): Promise<NoticeLedger['items']> =>
    (await admin.get<NoticeLedger>(`/api/v1/notices?roomId=${roomId}`)).body.items;
  const only = (): Received => {
    const [first, ...others] = world.received;
    if (first === undefined || others.length > 0) throw new Error(`${String(world.received.length)} were received`);
    return first;
  };

  it('is called with a signature that any library of Standard Webhooks verifies (NTF2)', async () => {
    const { secret } = await made('webhook');
    await fault();
    const { headers, body } = only();
    const verified = new Webhook(secret ?? '').verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    });
    expect(verified).toEqual(
      jasmine.objectContaining({
        type: 'fault.raised',
        data: jasmine.objectContaining({
          happenings: [
            jasmine.objectContaining({
              circuits: [jasmine.objectContaining({ code: line.circuitId })],
              severity: 'major',
            }),
          ],
        }),
      }),
    );
    expect(() => new Webhook(secret ?? '').verify(`${body} `, headers as Record<string, string>)).toThrowError();
  });

  it('gets the same message under the same id when it answered 500, and only once more when it took it', async () => {
    const { room } = await made('webhook');
    world.answers.push({ status: 500 }, { status: 503 });
    await fault();
    expect(await ledger(room.id)).toEqual([
      jasmine.objectContaining({ state: 'WAITING', attempts: 1, failure: 'http-500', receiver: 'Night shift' }),
    ]);
    await later();
    await later();
    await later();
    expect(new Set(world.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(world.received.length).toBe(3);
    expect(await ledger(room.id)).toEqual([jasmine.objectContaining({ state: 'SENT', attempts: 3, failure: null })]);
  });

  it('that redirects is not followed and counts as failed', async () => {
    const { room } = await made('webhook');
    world.usual = { status: 302 };
    await fault();
    expect(world.received.length).toBe(1);
    expect(await ledger(room.id)).toEqual([jasmine.objectContaining({ failure: 'http-302', state: 'WAITING' })]);
  });

  it('is switched off after ten failures in a row, its admins are told, and what failed can be sent again', async () => {
    const { room } = await made('webhook');
    const person = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    world.usual = { status: 500 };
    await fault();
    for (let tries = 1; tries < 10; tries += 1) await later();
    expect(world.received.length).toBe(10);
    const [off] = (await admin.get<NoticeRoomList>('/api/v1/notice-rooms')).body.items;
    expect(off).toEqual(jasmine.objectContaining({ isEnabled: false, failures: 10 }));
    expect(off?.switchedOffAt).not.toBeNull();
    await later();
    expect(world.received.length).toBe(10);
    await toldNow(api, clock);
    const mails = (await sentMails(api)).filter(({ to }) => to === person.email);
    expect(mails.map(({ subject }) => subject)).toContain('A channel was switched off: Night shift');

    world.usual = { status: 200 };
    const [failed] = await ledger(room.id);
    const change = { ...choice, language: 'en', isEnabled: true, version: off?.version };
    expect((await admin.put<NoticeRoomView>(`/api/v1/notice-rooms/${room.id}`, change)).body.failures).toBe(0);
    expect((await admin.post(`/api/v1/notices/${failed?.id ?? ''}/send-again`, {})).status).toBe(204);
    await api.app.get(Courier).deliver();
    expect(world.received.at(-1)?.headers['webhook-id']).toBe(world.received[0]?.headers['webhook-id']);
    expect(await ledger(room.id)).toEqual([jasmine.objectContaining({ state: 'SENT' })]);
    const again = await admin.post(`/api/v1/notices/${failed?.id ?? ''}/send-again`, {});
    expect(codeOf(again)).toBe('notice.not-failed');
  });

  it('that says it is gone is switched off at once', async () => {
    await made('webhook');
    world.usual = { status: 410 };
    await fault();
    expect((await admin.get<NoticeRoomList>('/api/v1/notice-rooms')).body.items[0]?.isEnabled).toBeFalse();
  });

  it('that is away costs one try, however many messages wait for it', async () => {
    await made('webhook');
    world.usual = { status: 500 };
    for (let count = 0; count < 5; count += 1) await pinned(api, clock, aNotice(line));
    await toldNow(api, clock);
    // The house's own job may have been calling at the same moment: one try of each of the two.
    expect(world.received.length).toBeGreaterThan(0);
    expect(world.received.length).toBeLessThanOrEqual(2);
  });

  it('whose caller died after the call gets the message once more, under the same id (P23)', async () => {
    await made('webhook');
    const deliveries = api.app.get(DeliveryRepository);
    const marks = spyOn(deliveries, 'markSent').and.rejectWith(new Error('killed'));
    await pinned(api, clock, aNotice(line));
    await expectAsync(toldNow(api, clock)).toBeRejectedWithError('killed');
    marks.and.callThrough();
    await api.app.get(Courier).deliver();
    expect(world.received.length).toBe(1);
    clock.advance(60_001);
    await api.app.get(Courier).deliver();
    await later();
    expect(world.received.length).toBe(2);
    expect(new Set(world.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('is called once by three workers at the same time', async () => {
    await made('webhook');
    for (let count = 0; count < 3; count += 1) await pinned(api, clock, aNotice(line));
    await toldNow(api, clock);
    await pinned(api, clock, aNotice(line));
    await toldNow(api, clock);
    await Promise.all([1, 2, 3].map(() => api.app.get(Courier).deliver()));
    await later();
    const ids = world.received.map(({ headers }) => headers['webhook-id']);
    expect(ids.length).toBe(4);
    expect(new Set(ids).size).toBe(4);
  });

  it('of 企业微信 takes a text, and an errcode is a failure (NTF4)', async () => {
    const { room } = await made('wecom');
    world.answers.push({ status: 200, body: '{"errcode":93000,"errmsg":"invalid webhook url"}' });
    await fault();
    expect(await ledger(room.id)).toEqual([jasmine.objectContaining({ failure: 'errcode-93000', state: 'WAITING' })]);
    await later();
    expect(await ledger(room.id)).toEqual([jasmine.objectContaining({ state: 'SENT', attempts: 2 })]);
    const body = JSON.parse(world.received[1]?.body ?? '') as { msgtype: string; text: { content: string } };
    expect(body.msgtype).toBe('text');
    expect(body.text.content).toContain(`Fault: ${line.circuitId}`);
  });

  it('of 钉钉 is signed (加签)', async () => {
    await made('dingtalk', DINGTALK_SECRET);
    await fault();
    const { searchParams } = new URL(only().path, 'http://robot');
    const timestamp = searchParams.get('timestamp') ?? '';
    const expected = createHmac('sha256', DINGTALK_SECRET).update(`${timestamp}\n${DINGTALK_SECRET}`).digest('base64');
    expect(timestamp).toMatch(/^\d{13}$/);
    expect(searchParams.get('sign')).toBe(expected);
    expect(searchParams.get('key')).toBe('1');
  });

  it('of 飞书 is signed, and nobody is called by a name with brackets', async () => {
    await made('feishu', 'secret of the chat');
    await api.database.transaction((tx) =>
      tx.execute('UPDATE circuit SET alias = ? WHERE id = ?', ['<at user_id="all">all</at>', line.circuitId]),
    );
    await fault();
    const body = JSON.parse(only().body) as { timestamp: string; sign: string; content: { text: string } };
    const key = `${body.timestamp}\nsecret of the chat`;
    expect(body.sign).toBe(createHmac('sha256', key).update('').digest('base64'));
    expect(body.timestamp).toMatch(/^\d{10}$/);
    expect(body.content.text).not.toContain('<');
  });

  it('of a robot that answers with something else has not taken the message', async () => {
    const { room } = await made('feishu');
    world.usual = { status: 200, body: '<html>login</html>' };
    await fault();
    expect(await ledger(room.id)).toEqual([jasmine.objectContaining({ failure: 'answer-unreadable' })]);
  });

  it('is tried by a button, and the answer says how it went', async () => {
    const { room } = await made('dingtalk');
    const test = (): Promise<{ body: NoticeRoomTest }> =>
      admin.post<NoticeRoomTest>(`/api/v1/notice-rooms/${room.id}/test`, {});
    expect((await test()).body).toEqual({ isDelivered: true, status: 200, failure: null });
    world.usual = { status: 200, body: '{"errcode":310000,"errmsg":"sign not match"}' };
    expect((await test()).body).toEqual({ isDelivered: false, status: 200, failure: 'errcode-310000' });
    await world.close();
    expect((await test()).body).toEqual({ isDelivered: false, status: null, failure: 'connection' });
    world = await TestReceiver.listen();
  });

  it('shows its secret once and never its address', async () => {
    const { room, secret } = await made('webhook');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const list = await admin.get<NoticeRoomList>('/api/v1/notice-rooms');
    expect(JSON.stringify(list.body)).not.toContain('key=1');
    expect(JSON.stringify(list.body)).not.toContain(secret ?? 'none');
    const rows = await api.database.read('SELECT sealed, choice_json, host FROM notice_room');
    expect(JSON.stringify(rows)).not.toContain('key=1');
    const renewed = await admin.post<MadeNoticeRoom>(`/api/v1/notice-rooms/${room.id}/secret`, {});
    expect(renewed.body.secret).not.toBe(secret);
    await fault();
    const headers = only().headers as Record<string, string>;
    expect(() => new Webhook(renewed.body.secret ?? '').verify(only().body, headers)).not.toThrow();
  });

  it('cannot be put at an address that is not public', async () => {
    for (const url of [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://u:p@example.com/',
      'x:y:zzzz',
    ]) {
      const answer = await admin.post('/api/v1/notice-rooms', { ...choice, type: 'webhook', language: 'en', url });
      expect(codeOf(answer)).toBe('notice-room.address-refused');
    }
  });

  it('belongs to its customer alone, and not to who has some of its sites', async () => {
    const { room } = await made('webhook');
    const rival = await adminOf((await aStoredLine(api.database)).customerId);
    const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'SITE', scopeId: line.siteA });
    const change = { ...choice, language: 'en', isEnabled: true, version: room.version };
    for (const client of [rival, branch]) {
      expect((await client.get<NoticeRoomList>('/api/v1/notice-rooms')).body.items).toEqual([]);
      for (const id of [room.id, randomUUID()]) {
        expect(codeOf(await client.put(`/api/v1/notice-rooms/${id}`, change))).toBe('notice-room.not-found');
        expect(codeOf(await client.delete(`/api/v1/notice-rooms/${id}`))).toBe('notice-room.not-found');
        expect(codeOf(await client.post(`/api/v1/notice-rooms/${id}/test`, {}))).toBe('notice-room.not-found');
        expect(codeOf(await client.post(`/api/v1/notice-rooms/${id}/secret`, {}))).toBe('notice-room.not-found');
      }
    }
    const foreign = { ...choice, type: 'webhook', language: 'en', url: `http://${world.host}/` };
    const asked = await branch.post('/api/v1/notice-rooms', foreign);
    expect(codeOf(asked)).toBe('customer.not-found');
    expect(codeOf(await rival.post('/api/v1/notice-rooms', { ...foreign, customerId: line.customerId }))).toBe(
      'customer.not-found',
    );
    const reach = { type: 'circuits', ids: [line.circuitId] };
    expect(codeOf(await rival.post('/api/v1/notice-rooms', { ...foreign, reach }))).toBe('circuit.not-found');
  });

  it('that two people change at once is changed by one of them, and the other is told', async () => {
    const { room } = await made('webhook');
    const change = { ...choice, language: 'en', isEnabled: true, version: room.version };
    const answers = await Promise.all([1, 2].map(() => admin.put(`/api/v1/notice-rooms/${room.id}`, change)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('hears of the circuits or sites that it is limited to, also when that is changed, and the log says so (NTF5)', async () => {
    const { room } = await made('webhook');
    const other = await aStoredLine(api.database, { customerId: line.customerId });
    const change = { ...choice, language: 'en', isEnabled: true };
    const url = `/api/v1/notice-rooms/${room.id}`;
    const hears = async (): Promise<string[]> => {
      world.received.length = 0;
      for (const each of [line, other]) await pinned(api, clock, aNotice(each));
      await toldNow(api, clock);
      return [line, other]
        .filter(({ circuitId }) => world.received.some(({ body }) => body.includes(circuitId)))
        .map(({ circuitId }) => circuitId);
    };
    expect((await hears()).length).toBe(2);
    const circuits = { type: 'circuits', ids: [other.circuitId] };
    expect((await admin.put(url, { ...change, reach: circuits, version: room.version })).status).toBe(200);
    expect(await hears()).toEqual([other.circuitId]);
    const sites = { type: 'sites', ids: [line.siteA] };
    expect((await admin.put(url, { ...change, reach: sites, version: room.version + 1 })).status).toBe(200);
    expect(await hears()).toEqual([line.circuitId]);
    const log = await admin.get(`/api/v1/audit`);
    expect(JSON.stringify(log.body)).toContain('1 sites');
    const none = { ...change, reach: { type: 'circuits', ids: [] }, version: room.version + 2 };
    expect((await admin.put(url, none)).status).toBe(400);
  });

  it('is no more told of when it is gone', async () => {
    const { room } = await made('webhook');
    await admin.delete(`/api/v1/notice-rooms/${room.id}`);
    await fault();
    expect(world.received).toEqual([]);
  });

  it('stands beside people who are told by SMS, with the sign and the template of the gateway (NTF3)', async () => {
    const engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const { version } = (await engineer.get<NoticeSettings>('/api/v1/notices/settings')).body;
    const settings = {
      subscriptions: [
        { leastSeverity: 'minor', reach: { type: 'all' }, told: [{ kind: 'fault.raised', ways: ['sms'] }] },
      ],
      ...{ quietHours: null, phone: '+8613800000000', version },
    };
    expect((await engineer.put('/api/v1/notices/settings', settings)).status).toBe(200);
    expect(codeOf(await engineer.put('/api/v1/notices/settings', settings))).toBe('edit.conflict');
    world.answers.push({ status: 500 });
    await fault();
    await later();
    const [first, second] = world.received;
    expect(first?.headers['idempotency-key']).toBe(String(second?.headers['idempotency-key']));
    expect(second?.headers.authorization).toBe('Bearer key of the gateway');
    const body = JSON.parse(second?.body ?? '') as { parameters: { text: string } };
    expect(body).toEqual(
      jasmine.objectContaining({ phone: '+8613800000000', sign: '某某电信', templateId: 'SMS_0001' }),
    );
    expect(body.parameters.text.length + '【某某电信】'.length).toBeLessThanOrEqual(70);
  });

  it('and its failures stand in the ledger of its customer alone, without the people of the operator', async () => {
    await made('webhook');
    const manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const rival = await adminOf((await aStoredLine(api.database)).customerId);
    world.usual = { status: 500 };
    await fault();
    const list = async (client: TestClient): Promise<NoticeLedger['items']> =>
      (await client.get<NoticeLedger>('/api/v1/notices')).body.items;
    const ways = (items: NoticeLedger['items']): string[] => items.map(({ way }) => way).sort();
    // The admin hears by mail and in the portal, the manager in the portal.
    expect(ways(await list(admin))).toEqual(['mail', 'portal', 'webhook']);
    expect(ways(await list(manager))).toEqual(['mail', 'portal', 'portal', 'webhook']);
    expect(await list(rival)).toEqual([]);
    const [item] = await list(admin);
    expect(codeOf(await rival.post(`/api/v1/notices/${item?.id ?? ''}/send-again`, {}))).toBe('notice.not-found');
  });
});
