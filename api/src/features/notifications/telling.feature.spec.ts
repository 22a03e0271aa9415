import { randomUUID } from 'node:crypto';
import type { NoticeSettings, OwnNotices } from '@linewatch/shared';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredLine, storedLines } from '../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../testing/test-notice.builder.js';
import { aStoredUser, type TestUser } from '../../testing/test-user.builder.js';
import { Courier } from './courier.js';
import { Dispatcher } from './dispatcher.js';
import { Gatherer } from './gatherer.js';

/** Each begins with an API; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;

interface Told {
  readonly way: string;
  readonly receiver_id: string;
  readonly state: string;
  readonly next_try_at: number | string;
}

describe('people', () => {
  let api: TestApi;
  let clock: ManualClock;
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
    api = await startTestApi({ clock });
  });
  afterEach(() => api.close());

  const engineerOf = (customerId: string): Promise<TestUser> =>
    aStoredUser(api.database, [{ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: customerId }]);
  const told = (way?: string): Promise<Told[]> =>
    api.database.read<Told>(
      `SELECT way, receiver_id, state, next_try_at FROM notice_delivery WHERE way = COALESCE(?, way) ORDER BY id`,
      [way ?? null],
    );
  async function choose(user: TestUser, settings: Partial<NoticeSettings>): Promise<void> {
    const client = api.stranger();
    await client.signIn(user);
    const before = (await client.get<NoticeSettings>('/api/v1/notices/settings')).body;
    const { subscriptions, quietHours, phone, version } = { ...before, ...settings };
    const { status, body } = await client.put('/api/v1/notices/settings', {
      subscriptions,
      quietHours,
      phone,
      version,
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  it('get a mail of a fault on their lines without having chosen anything', async () => {
    const line = await aStoredLine(api.database);
    const engineer = await engineerOf(line.customerId);
    const notice = aNotice(line);
    await pinned(api, clock, notice);
    await toldNow(api, clock);
    const mails = await sentMails(api);
    expect(mails.map(({ to }) => to)).toEqual([engineer.email]);
    expect(mails[0]?.subject).toBe(`Fault: ${line.circuitId}`);
    expect(mails[0]?.text).toContain(`/faults/${notice.object.id}`);
    expect(mails[0]?.text).toContain('21 Nov 2026, 16:00 (Asia/Shanghai)');
  });

  it('hear of no line of another customer, and of nothing beyond their sites', async () => {
    const [ours, theirs] = [await aStoredLine(api.database), await aStoredLine(api.database)];
    const rival = await engineerOf(theirs.customerId);
    const branch = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ENGINEER', scopeType: 'SITE', scopeId: theirs.siteA },
    ]);
    const elsewhere = { ...ours, customerId: ours.customerId };
    await pinned(api, clock, aNotice(elsewhere), aNotice({ ...ours, customerId: theirs.customerId }));
    await toldNow(api, clock);
    // The second notice belongs to the rival but names a circuit that does not: the whole customer hears of it
    // without the circuit's name, and who has some sites alone hears nothing.
    const mails = await sentMails(api);
    expect(mails.map(({ to }) => to)).toEqual([rival.email]);
    expect(JSON.stringify(mails)).not.toContain(ours.circuitId);
    expect((await told()).some(({ receiver_id: id }) => id === branch.id)).toBeFalse();
  });

  it('who have a branch hear of the circuits that end there, and of no others of the same fault', async () => {
    const hq = await aStoredLine(api.database);
    const far = await aStoredLine(api.database, { customerId: hq.customerId });
    await aStoredUser(api.database, [{ role: 'CUSTOMER_ENGINEER', scopeType: 'SITE', scopeId: hq.siteZ }]);
    await pinned(api, clock, aNotice(hq, { circuitIds: [hq.circuitId, far.circuitId], cause: 'cable' }));
    await pinned(api, clock, aNotice(far));
    await toldNow(api, clock);
    const mails = await sentMails(api);
    expect(mails.length).toBe(1);
    expect(mails[0]?.text).toContain(hq.circuitId);
    expect(mails[0]?.text).not.toContain(far.circuitId);
  });

  it('who chose two circuits hear nothing of a third (NTF5)', async () => {
    const lines = await storedLines(api.database, 3);
    const [one, two, three] = lines;
    if (one === undefined || two === undefined || three === undefined) throw new Error('no lines');
    const user = await engineerOf(one.customerId);
    await choose(user, {
      subscriptions: [
        {
          leastSeverity: 'warning',
          reach: { type: 'circuits', ids: [one.circuitId, two.circuitId] },
          told: [{ kind: 'fault.raised', ways: ['mail'] }],
        },
      ],
    });
    await pinned(api, clock, aNotice(three), aNotice(one));
    await toldNow(api, clock);
    expect((await sentMails(api)).map(({ subject }) => subject)).toEqual([`Fault: ${one.circuitId}`]);
    expect((await told()).length).toBe(1);
  });

  it('hear only of what is bad enough, and of each end of it (P-NOTIFY)', async () => {
    const line = await aStoredLine(api.database);
    const user = await engineerOf(line.customerId);
    const kinds = ['fault.raised', 'fault.changed', 'fault.cleared'] as const;
    await choose(user, {
      subscriptions: [
        { leastSeverity: 'major', reach: { type: 'all' }, told: kinds.map((kind) => ({ kind, ways: ['portal'] })) },
      ],
    });
    await pinned(api, clock, aNotice(line, { severity: 'minor' }));
    await pinned(api, clock, aNotice(line, { severity: 'minor', kind: 'fault.changed', facts: { before: 'warning' } }));
    await toldNow(api, clock);
    expect(await told()).toEqual([]);
    await pinned(api, clock, aNotice(line, { severity: 'minor', kind: 'fault.changed', facts: { before: 'major' } }));
    await pinned(api, clock, aNotice(line, { severity: 'minor', kind: 'fault.cleared' }));
    await toldNow(api, clock);
    expect((await told()).length).toBe(2);
  });

  it('get one message with twenty lines when twenty circuits drop together (NTF8)', async () => {
    const lines = await storedLines(api.database, 20);
    const [first] = lines;
    if (first === undefined) throw new Error('no lines');
    await engineerOf(first.customerId);
    for (const line of lines) {
      await pinned(api, clock, aNotice(line, { cause: 'fibre' }));
      await api.app.get(Gatherer).gather();
      clock.advance(500);
    }
    await toldNow(api, clock);
    const mails = await sentMails(api);
    expect(mails.map(({ subject }) => subject)).toEqual(['Fault: 20 circuits']);
    for (const { circuitId } of lines) expect(mails[0]?.text).toContain(circuitId);
  });

  it('get what follows on a cause that was told in one more message, later', async () => {
    const lines = await storedLines(api.database, 3);
    const [first] = lines;
    if (first === undefined) throw new Error('no lines');
    await engineerOf(first.customerId);
    await pinned(api, clock, aNotice(first, { cause: 'fibre' }));
    await toldNow(api, clock);
    for (const line of lines.slice(1)) {
      await pinned(api, clock, aNotice(line, { cause: 'fibre' }));
      await toldNow(api, clock);
    }
    expect((await sentMails(api)).length).toBe(1);
    clock.advance(5 * 60_000);
    await toldNow(api, clock);
    expect((await sentMails(api)).map(({ subject }) => subject)).toEqual([
      `Fault: ${first.circuitId}`,
      'Fault: 2 circuits',
    ]);
  });

  it('sleep through what is minor and get it in the morning as one mail, but are woken by what is critical (NTF6)', async () => {
    // 16:00 in Shanghai: eight hours before midnight.
    clock.advance(8 * 60 * 60_000);
    const line = await aStoredLine(api.database);
    const user = await engineerOf(line.customerId);
    await choose(user, { quietHours: { from: '22:00', to: '07:00' } });
    await pinned(api, clock, aNotice(line, { severity: 'minor' }), aNotice(line, { severity: 'major' }));
    await toldNow(api, clock);
    expect(await sentMails(api)).toEqual([]);
    expect((await told('mail')).map(({ state }) => state)).toEqual(['HELD', 'HELD']);
    await pinned(api, clock, aNotice(line, { severity: 'critical' }));
    await toldNow(api, clock);
    expect((await sentMails(api)).length).toBe(1);
    clock.advance(7 * 60 * 60_000);
    await api.app.get(Courier).deliver();
    const [, digest, ...others] = await sentMails(api);
    expect(digest?.subject).toBe('Overnight: 2 notices');
    expect(others).toEqual([]);
  });

  it('who may sign in no more are told no more, also of what waited', async () => {
    const line = await aStoredLine(api.database);
    const user = await engineerOf(line.customerId);
    await pinned(api, clock, aNotice(line));
    await api.app.get(Gatherer).gather();
    clock.advance(20_000);
    await api.app.get(Dispatcher).dispatch();
    await api.database.transaction((tx) =>
      tx.execute("UPDATE user_account SET status = 'DISABLED' WHERE id = ?", [user.id]),
    );
    await api.app.get(Courier).deliver();
    expect(await sentMails(api)).toEqual([]);
    expect((await told('mail')).map(({ state }) => state)).toEqual(['DROPPED']);
  });

  it('are told once of what was pinned twice', async () => {
    const line = await aStoredLine(api.database);
    await engineerOf(line.customerId);
    const notice = aNotice(line);
    await pinned(api, clock, notice);
    await pinned(api, clock, notice);
    await toldNow(api, clock);
    await pinned(api, clock, notice);
    await toldNow(api, clock);
    expect((await sentMails(api)).length).toBe(1);
  });

  it('are told once by three workers at the same time, of each of many notices', async () => {
    const lines = await storedLines(api.database, 12);
    const [first] = lines;
    if (first === undefined) throw new Error('no lines');
    await engineerOf(first.customerId);
    await engineerOf(first.customerId);
    await pinned(api, clock, ...lines.map((line, index) => aNotice(line, { cause: `cause ${String(index % 4)}` })));
    const workers = [1, 2, 3];
    await Promise.all(workers.map(() => api.app.get(Gatherer).gather()));
    clock.advance(20_000);
    await Promise.all(workers.map(() => api.app.get(Dispatcher).dispatch()));
    await Promise.all(workers.map(() => api.app.get(Courier).deliver()));
    await eventually('all is handed over', async () => {
      await api.app.get(Courier).deliver();
      return (await told('mail')).every(({ state }) => state === 'HANDED' || state === 'SENT');
    });
    const mails = await sentMails(api);
    expect(mails.length).toBe(8);
    expect(mails.filter(({ subject }) => subject === 'Fault: 3 circuits').length).toBe(8);
  });

  it('read their own in the portal, each in their language, and mark them', async () => {
    const line = await aStoredLine(api.database);
    const user = await engineerOf(line.customerId);
    const other = await engineerOf(line.customerId);
    await api.database.transaction((tx) =>
      tx.execute("UPDATE user_account SET language = 'zh-CN' WHERE id = ?", [other.id]),
    );
    await pinned(api, clock, aNotice(line));
    await toldNow(api, clock);
    const [client, colleague] = [api.stranger(), api.stranger()];
    await client.signIn(user);
    await colleague.signIn(other);
    const own = (await client.get<OwnNotices>('/api/v1/notices/own')).body;
    expect(own.unread).toBe(1);
    expect(own.items[0]?.title).toBe(`Fault: ${line.circuitId}`);
    expect((await colleague.get<OwnNotices>('/api/v1/notices/own')).body.items[0]?.title).toBe(
      `故障：${line.circuitId}`,
    );
    // Somebody else's is not marked, whatever ids are named.
    await colleague.post('/api/v1/notices/own/read', { ids: [own.items[0]?.id ?? randomUUID()] });
    expect((await client.get<OwnNotices>('/api/v1/notices/own')).body.unread).toBe(1);
    await client.post('/api/v1/notices/own/read', {});
    expect((await client.get<OwnNotices>('/api/v1/notices/own')).body.unread).toBe(0);
  });
});
