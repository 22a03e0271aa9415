import type { MadeNoticeRoom, NoticeLedger, NoticeRoomList, NoticeRoomTest, RoomType } from '@linewatch/shared';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../testing/test-notice.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { type Received, TestReceiver } from '../../testing/test-receiver.js';
import { Courier } from './courier.js';
import { FAILURES_UNTIL_OFF } from './ways/room-way.js';

/** Each begins with an API; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;
const HOUR = 60 * 60_000;

describe("a room of the operator's own groups", () => {
  let api: TestApi;
  let clock: ManualClock;
  let world: TestReceiver;
  let line: StoredLine;
  let other: StoredLine;
  let usual: number;

  beforeAll(() => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
  });
  afterAll(() => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
  });
  beforeEach(async () => {
    clock = new ManualClock(Date.now());
    world = await TestReceiver.listen();
    api = await startTestApi({ clock, env: { OUTBOUND_PRIVATE_HOSTS: world.host } });
    line = await aStoredLine(api.database);
    other = await aStoredLine(api.database);
  });
  afterEach(async () => {
    await api.close();
    await world.close();
  });

  const house = (): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  const adminOf = ({ customerId }: StoredLine): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
  async function made(type: RoomType, change: object = {}): Promise<MadeNoticeRoom['room']> {
    const choice = { name: 'NOC 值班群', kinds: ['fault.raised'], leastSeverity: 'minor', reach: { type: 'all' } };
    const url = `http://${world.host}/${type}?key=1`;
    const body = { ...choice, type, language: 'zh-CN', url, ...change };
    const answer = await (await house()).post<MadeNoticeRoom>('/api/v1/notice-rooms', body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.room;
  }
  const calls = (type: RoomType): Received[] => world.received.filter(({ path }) => path.startsWith(`/${type}`));
  /** The job of the house may be the one that delivers. */
  const called = (type: RoomType, count: number): Promise<void> =>
    eventually(
      `${type} is called ${String(count)} times`,
      async () => {
        await toldNow(api, clock);
        return calls(type).length >= count;
      },
      PATIENCE_MS,
    );

  for (const [type, secret] of [
    ['wecom', undefined],
    ['dingtalk', 'SECspec0123456789'],
    ['feishu', 'spec0123456789'],
  ] as const) {
    it(`hears of all customers by ${type} (NTF4)`, async () => {
      const { customer } = await made(type, { secret });
      expect(customer).toBeNull();
      await pinned(api, clock, aNotice(line), aNotice(other));
      await called(type, 2);
      const words = calls(type)
        .map(({ body }) => body)
        .join(' ');
      for (const { circuitId } of [line, other]) expect(words).toContain(circuitId);
    });
  }

  it('hears what was chosen for it, and beside the rooms of customers', async () => {
    await made('wecom', { leastSeverity: 'critical' });
    const own = { name: 'Own', kinds: ['fault.raised'], leastSeverity: 'minor', reach: { type: 'all' } };
    const body = { ...own, type: 'webhook', language: 'en', url: `http://${world.host}/webhook` };
    await (await adminOf(line)).post('/api/v1/notice-rooms', body);
    await pinned(api, clock, aNotice(line), aNotice(other, { severity: 'critical' }));
    await called('wecom', 1);
    await called('webhook', 1);
    expect(calls('wecom').map((call) => call.body.includes(other.circuitId))).toEqual([true]);
    expect(calls('webhook').map((call) => call.body.includes(line.circuitId))).toEqual([true]);
  });

  it('is nothing that a customer reads of, changes, tries or removes, and is not in its ledger', async () => {
    const { id } = await made('wecom');
    await pinned(api, clock, aNotice(line));
    await called('wecom', 1);
    const admin = await adminOf(line);
    expect((await admin.get<NoticeRoomList>('/api/v1/notice-rooms')).body.items).toEqual([]);
    expect((await admin.post(`/api/v1/notice-rooms/${id}/test`, {})).status).toBe(404);
    expect((await admin.delete(`/api/v1/notice-rooms/${id}`)).status).toBe(404);
    expect((await admin.get<NoticeLedger>(`/api/v1/notices?roomId=${id}`)).body.items).toEqual([]);
    const staff = await house();
    const { items } = (await staff.get<NoticeLedger>(`/api/v1/notices?roomId=${id}`)).body;
    expect(items.map(({ receiver, customer }) => [receiver, customer.id])).toEqual([['NOC 值班群', line.customerId]]);
  });

  it('is tried by a button and removed again', async () => {
    const { id } = await made('feishu');
    const staff = await house();
    const { body } = await staff.post<NoticeRoomTest>(`/api/v1/notice-rooms/${id}/test`, {});
    expect(body).toEqual({ isDelivered: true, status: 200, failure: null });
    expect(calls('feishu').length).toBe(1);
    expect((await staff.delete(`/api/v1/notice-rooms/${id}`)).status).toBe(204);
    expect((await staff.get<NoticeRoomList>('/api/v1/notice-rooms')).body.items).toEqual([]);
  });

  it('that fails too often is switched off, and those who can mend it are told, not the customer', async () => {
    const watching = await aStoredUser(api.database, [{ role: 'NOC_OPERATOR', scopeType: 'ALL' }]);
    const { id } = await made('wecom');
    world.usual = { status: 500 };
    await pinned(api, clock, aNotice(line));
    await called('wecom', 1);
    const isOn = async (): Promise<boolean | undefined> => {
      const { items } = (await (await house()).get<NoticeRoomList>('/api/v1/notice-rooms')).body;
      return items.find((room) => room.id === id)?.isEnabled;
    };
    await eventually(
      'the room is switched off',
      async () => {
        clock.advance(HOUR);
        await api.app.get(Courier).deliver();
        return (await isOn()) === false;
      },
      PATIENCE_MS,
    );
    expect(calls('wecom').length).toBe(FAILURES_UNTIL_OFF);
    const offs = async (by: TestClient): Promise<NoticeLedger['items']> =>
      (await by.get<NoticeLedger>('/api/v1/notices')).body.items.filter(({ kind }) => kind === 'room.switched-off');
    await eventually(
      'those who can mend it are told',
      async () => {
        await toldNow(api, clock);
        return (await offs(await house())).length > 0;
      },
      PATIENCE_MS,
    );
    const told = await offs(await house());
    expect(told.every(({ title }) => title.includes('NOC 值班群'))).toBeTrue();
    expect(await offs(await adminOf(line))).toEqual([]);
    const receiver = [watching.id];
    expect(await api.database.read('SELECT id FROM notice_delivery WHERE receiver_id = ?', receiver)).toEqual([]);
  });
});
