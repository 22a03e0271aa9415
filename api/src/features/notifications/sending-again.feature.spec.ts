import { randomUUID } from 'node:crypto';
import type { MadeNoticeRoom, NoticeDeliveryView, NoticeLedger, NoticeRoomList } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { settledNotices } from '../../testing/settled-notices.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../testing/test-notice.builder.js';
import { TestReceiver } from '../../testing/test-receiver.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { Courier } from './courier.js';
import { NoticeBounces } from './notice-bounces.js';

/** Each begins with an API; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;

describe('a notice that failed and is sent again (NTF7)', () => {
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
    clock = new ManualClock();
    world = await TestReceiver.listen();
    api = await startTestApi({ clock, env: { OUTBOUND_PRIVATE_HOSTS: world.host } });
    line = await aStoredLine(api.database);
    admin = await adminOf(line.customerId);
  });
  afterEach(async () => {
    await api.close();
    await world.close();
  });

  const adminOf = (customerId: string): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
  const ledger = async (selection: string): Promise<NoticeDeliveryView[]> =>
    (await admin.get<NoticeLedger>(`/api/v1/notices?${selection}`)).body.items;
  const press = async ({ id }: NoticeDeliveryView, by = admin): Promise<string> => {
    const answer = await by.post(`/api/v1/notices/${id}/send-again`, {});
    return answer.status === 204 ? 'sent' : codeOf(answer);
  };
  /** The only line of the ledger that failed. */
  const failed = async (selection: string): Promise<NoticeDeliveryView> => {
    const [one, ...others] = await ledger(`${selection}&state=FAILED`);
    if (one === undefined || others.length > 0) throw new Error('one notice was to have failed');
    return one;
  };
  async function fault(): Promise<void> {
    await pinned(api, clock, aNotice(line));
    await toldNow(api, clock);
    await settledNotices(api, clock, line.customerId);
  }

  it('is called once by however many presses and couriers, and its line says that it came', async () => {
    const room = await aWebhook();
    world.usual = { status: 410 };
    await fault();
    await switchedOn(room);
    world.usual = { status: 200 };
    const before = await failed(`roomId=${room}`);
    expect(before).toEqual(jasmine.objectContaining({ failure: 'http-410', attempts: 1, sentAt: null }));
    expect(world.received.length).toBe(1);

    clock.advance(60_000);
    const presses = await Promise.all([press(before), press(before), press(before)]);
    expect(presses.sort()).toEqual(['notice.not-failed', 'notice.not-failed', 'sent']);
    const courier = api.app.get(Courier);
    await Promise.all([courier.deliver(), courier.deliver()]);
    await settledNotices(api, clock, line.customerId);

    const sentAt = new Date(clock.now()).toISOString();
    const after = { ...before, state: 'SENT', attempts: 1, failure: null, sentAt, nextTryAt: null };
    expect(await ledger(`roomId=${room}`)).toEqual([jasmine.objectContaining(after)]);
    expect(world.received.length).toBe(2);
    const [first, second] = world.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);

    expect(await press(before)).toBe('notice.not-failed');
    await courier.deliver();
    expect(world.received.length).toBe(2);
    expect(await notedActs(before)).toBe(1);
  });

  it('goes out as one new mail when its mail had come back', async () => {
    const { email } = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'SITE', scopeId: line.siteA },
    ]);
    await fault();
    const mailsTo = async (): Promise<number> => (await sentMails(api)).filter(({ to }) => to === email).length;
    expect(await mailsTo()).toBe(1);
    const firstMail = await mailOf(email);
    expect(await api.app.get(NoticeBounces).note([firstMail])).toBeTrue();
    const before = await failed('way=mail');
    expect([before.failure, before.state]).toEqual(['bounced', 'FAILED']);

    expect((await Promise.all([press(before), press(before)])).sort()).toEqual(['notice.not-failed', 'sent']);
    await settledNotices(api, clock, line.customerId);
    expect(await mailsTo()).toBe(2);
    expect(await mailOf(email)).not.toBe(firstMail);
    expect(await press(before)).toBe('notice.not-failed');
    await settledNotices(api, clock, line.customerId);
    expect(await mailsTo()).toBe(2);
    // What is said of the first mail a second time is nothing about the second.
    expect(await api.app.get(NoticeBounces).note([firstMail])).toBeFalse();
    expect((await ledger('way=mail')).find(({ id }) => id === before.id)?.state).not.toBe('FAILED');
  });

  it('is not there for another customer, nor for an id that nobody has', async () => {
    const room = await aWebhook();
    world.usual = { status: 410 };
    await fault();
    const before = await failed(`roomId=${room}`);
    const rival = await adminOf((await aStoredLine(api.database)).customerId);
    expect(await press(before, rival)).toBe('notice.not-found');
    expect(await press({ ...before, id: randomUUID() })).toBe('notice.not-found');
    await settledNotices(api, clock, line.customerId);
    expect(world.received.length).toBe(1);
    expect((await failed(`roomId=${room}`)).id).toBe(before.id);
  });

  /** @returns its id */
  async function aWebhook(): Promise<string> {
    const choice = { name: 'Night shift', kinds: ['fault.raised'], leastSeverity: 'minor', reach: { type: 'all' } };
    const body = { ...choice, type: 'webhook', language: 'en', url: `http://${world.host}/hook` };
    const answer = await admin.post<MadeNoticeRoom>('/api/v1/notice-rooms', body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.room.id;
  }

  /** A receiver that said it is gone was switched off. */
  async function switchedOn(id: string): Promise<void> {
    const room = (await admin.get<NoticeRoomList>('/api/v1/notice-rooms')).body.items.find((each) => each.id === id);
    const { name, kinds, leastSeverity, reach, language, version } = room ?? {};
    const change = { name, kinds, leastSeverity, reach, language, version, isEnabled: true };
    const { status, body } = await admin.put(`/api/v1/notice-rooms/${id}`, change);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  /** The mail in the queue that the delivery to somebody points at. */
  async function mailOf(email: string): Promise<string> {
    const [row] = await api.database.read<{ mail_id: string }>(
      `SELECT d.mail_id FROM notice_delivery d JOIN user_account u ON u.id = d.receiver_id
       WHERE d.way = 'mail' AND u.email = ?`,
      [email],
    );
    if (row === undefined) throw new Error('nothing was mailed');
    return row.mail_id;
  }

  async function notedActs({ id }: NoticeDeliveryView): Promise<number> {
    const rows = await api.database.read(
      "SELECT id FROM audit_entry WHERE action = 'notice.sent-again' AND object_id = ?",
      [id],
    );
    return rows.length;
  }
});
