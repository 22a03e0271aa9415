import type { NoticeBrowser, NoticeLedger, NoticeSettings } from '@linewatch/shared';
import { SESSION_COOKIE } from '../../../platform/auth/session-cookie.js';
import { DeadlyDatabase, Killed } from '../../../testing/crash-points.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { PushService } from '../../../testing/push-service.js';
import { settledNotices } from '../../../testing/settled-notices.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { TestClient } from '../../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../../testing/test-notice.builder.js';
import { aStoredUser, type TestUser } from '../../../testing/test-user.builder.js';
import { SessionKeeper } from '../../identity/session-keeper.js';
import { Courier } from '../courier.js';
import { DeliveryRepository } from '../delivery.repository.js';
import { MailWay } from '../ways/mail-way.js';
import { PushWay } from '../ways/push-way.js';
import { RoomWay } from '../ways/room-way.js';
import { SmsWay } from '../ways/sms-way.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const NIGHT = 3 * 60 * MINUTE;

describe('the digest of a night in a browser', () => {
  const clock = new ManualClock();
  let usual: number;
  let service: PushService;
  let api: TestApi;
  let line: StoredLine;
  let user: TestUser;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    service = await PushService.start();
    api = await startTestApi({ clock, env: { OUTBOUND_PRIVATE_HOSTS: service.host } });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
    await service.stop();
  });

  beforeEach(async () => {
    service.pushed.length = 0;
    service.answers = [];
    service.onPushed = () => undefined;
    line = await aStoredLine(api.database);
    user = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    await twoFaultsOfANight();
  });

  async function twoFaultsOfANight(): Promise<void> {
    const token = await api.app.get(SessionKeeper).begin(user.id, { address: '', userAgent: '' }, undefined);
    const client = new TestClient(api.url, {}, `${SESSION_COOKIE}=${token}`);
    await client.post<NoticeBrowser>('/api/v1/notice-browsers', service.aBrowser().subscription);
    const { subscriptions, phone, version } = (await client.get<NoticeSettings>('/api/v1/notices/settings')).body;
    const now = new Date(clock.now() + 8 * 60 * MINUTE);
    const at = (hours: number): string => `${String((now.getUTCHours() + hours) % 24).padStart(2, '0')}:00`;
    const settings = { subscriptions, phone, version, quietHours: { from: at(0), to: at(3) } };
    expect((await client.put('/api/v1/notices/settings', settings)).status).toBe(200);
    for (let more = 0; more < 2; more += 1) {
      await pinned(api, clock, aNotice(line));
      await toldNow(api, clock);
      await settled();
    }
    expect(service.pushed).toEqual([]);
  }
  const settled = (): Promise<void> => settledNotices(api, clock, line.customerId);
  const told = (): { id: string; title: string }[] =>
    service.pushed.map(({ text }) => JSON.parse(text) as { id: string; title: string });
  const states = async (): Promise<string[]> => {
    const rows = await api.database.read<{ state: string }>(
      "SELECT state FROM notice_delivery WHERE receiver_id = ? AND way = 'push' ORDER BY id",
      [user.id],
    );
    return rows.map(({ state }) => state);
  };
  const DIGEST = 'Overnight: 2 notices';

  it('is the same message to the browser when an instance was killed before it could say that it was told', async () => {
    const deadly = new DeadlyDatabase(api.database);
    // Its clock is ahead of the house's, so that nobody else takes the digest before it.
    const ahead = new ManualClock(clock.now() + NIGHT);
    const { app } = api;
    const dying = new Courier(
      deadly.database,
      app.get(DeliveryRepository),
      ...([app.get(MailWay), app.get(SmsWay), app.get(PushWay), app.get(RoomWay)] as const),
      ahead,
    );
    service.onPushed = () => {
      deadly.killNext(1);
    };
    await expectAsync(dying.deliver()).toBeRejectedWithError(Killed);
    expect(told().map(({ title }) => title)).toEqual([DIGEST]);
    expect(await states()).toEqual(['HELD', 'HELD']);

    service.onPushed = () => undefined;
    clock.advance(NIGHT + 2 * MINUTE);
    await settled();
    const [first, second, ...more] = told();
    expect([second?.title, more]).withContext('not in pieces').toEqual([DIGEST, []]);
    expect(second?.id)
      .withContext('a browser shows one of two with one id')
      .toBe(first?.id ?? '?');
    const topics = service.pushed.map(({ headers }) => headers['topic']);
    expect(topics[1])
      .withContext('RFC 8030 section 5.4')
      .toBe(topics[0] ?? '?');
    expect(await states()).toEqual(['SENT', 'SENT']);
  });

  it('is one message still when the push service was away in the morning, and the ledger says that it is tried again', async () => {
    service.answers = [503, 201];
    clock.advance(NIGHT);
    await settled();
    const admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const listed = async (state: string): Promise<(string | null)[][]> => {
      const { body } = await admin.get<NoticeLedger>(`/api/v1/notices?way=push&state=${state}`);
      return body.items.map((item) => [item.state, item.failure]);
    };
    const tried = ['WAITING', 'http-503'];
    expect([await listed('WAITING'), await listed('HELD')]).toEqual([[tried, tried], []]);

    clock.advance(MINUTE);
    await settled();
    expect(told().map(({ title }) => title)).toEqual([DIGEST, DIGEST]);
    expect(new Set(told().map(({ id }) => id)).size).toBe(1);
    expect(await states()).toEqual(['SENT', 'SENT']);
  });
});
