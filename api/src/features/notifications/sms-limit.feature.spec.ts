import type { NoticeLedger } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { settledNotices } from '../../testing/settled-notices.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../testing/test-notice.builder.js';
import { TestReceiver } from '../../testing/test-receiver.js';
import { aStoredUser, type TestUser } from '../../testing/test-user.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR = 60 * 60_000;

describe('SMS of a day', () => {
  const clock = new ManualClock();
  let usual: number;
  let gateway: TestReceiver;
  let api: TestApi;
  let line: StoredLine;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    gateway = await TestReceiver.listen();
    api = await startTestApi({
      clock,
      env: {
        ...{ OUTBOUND_PRIVATE_HOSTS: gateway.host, SMS_URL: `http://${gateway.host}/sms` },
        ...{ SMS_MOST_PER_PERSON: '2', SMS_MOST_PER_CUSTOMER: '3' },
      },
    });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
    await gateway.close();
  });

  beforeEach(async () => {
    gateway.received.length = 0;
    line = await aStoredLine(api.database);
  });

  /** Somebody of the customer who wants to hear of faults by SMS alone. */
  async function texted(phone: string): Promise<TestUser> {
    const user = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    const subscriptions = [
      { leastSeverity: 'minor', reach: { type: 'all' }, told: [{ kind: 'fault.raised', ways: ['sms'] }] },
    ];
    const row = [user.id, JSON.stringify({ subscriptions, quietHours: null, phone }), 1, clock.now()];
    const columns = ['user_id', 'settings_json', 'version', 'changed_at'];
    await api.database.transaction((tx) => tx.insertMany('notice_setting', columns, ['user_id'], [row]));
    return user;
  }
  async function faults(count: number): Promise<void> {
    for (let made = 0; made < count; made += 1) {
      await pinned(api, clock, aNotice(line));
      await toldNow(api, clock);
      await settledNotices(api, clock, line.customerId);
    }
  }
  const phones = (): string[] =>
    gateway.received.map(({ body }) => (JSON.parse(body) as { phone: string }).phone).sort();
  const mailsTo = async ({ email }: TestUser): Promise<number> =>
    (await sentMails(api)).filter(({ to }) => to === email).length;

  it('to one person are so many; what is more comes by mail, and the log says so', async () => {
    const user = await texted('+8613800000001');
    await faults(3);
    expect(phones()).toEqual(['+8613800000001', '+8613800000001']);
    expect(await mailsTo(user)).toBe(1);

    const admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const { items } = (await admin.get<NoticeLedger>('/api/v1/notices')).body;
    const lines = items.filter(({ way }) => way === 'sms').map(({ state, failure }) => [state, failure]);
    expect(lines).toEqual([
      ['FAILED', 'daily-limit'],
      ['SENT', null],
      ['SENT', null],
    ]);

    clock.advance(24 * HOUR);
    await faults(1);
    expect(phones().length).withContext('of another day').toBe(3);
    expect(await mailsTo(user)).toBe(1);
  });

  it('to one customer are so many, whoever they go to, and another customer has its own', async () => {
    const people = [await texted('+8613800000002'), await texted('+8613800000003')];
    await faults(2);
    expect(phones().length).toBe(3);
    const mails = await Promise.all(people.map(mailsTo));
    expect(mails.reduce((sum, each) => sum + each, 0)).toBe(1);

    line = await aStoredLine(api.database);
    await texted('+8613800000004');
    await faults(1);
    expect(phones().at(-1)).toBe('+8613800000004');
  });

  it('are counted once, however often the gateway has to be asked', async () => {
    const user = await texted('+8613800000005');
    gateway.answers.push({ status: 503 }, { status: 503 });
    await faults(1);
    for (let tries = 0; tries < 2; tries += 1) {
      clock.advance(HOUR);
      await settledNotices(api, clock, line.customerId);
    }
    await faults(1);
    expect(phones().length).toBe(4);
    expect(await mailsTo(user)).toBe(0);
  });
});
