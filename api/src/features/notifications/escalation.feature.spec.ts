import type { NoticeLadder, NoticeLadderView, NoticeLedger, NoticeLinkOffer, OwnNotices } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aNotice, pinned, toldNow } from '../../testing/test-notice.builder.js';
import { aStoredUser, type TestUser } from '../../testing/test-user.builder.js';
import { Climbing } from './climbing.js';
import { Courier } from './courier.js';

const PATIENCE_MS = 180_000;
const MINUTE_MS = 60_000;

describe('a notice that nobody acknowledges', () => {
  let api: TestApi;
  let clock: ManualClock;
  let line: StoredLine;
  let engineer: TestUser;
  let deputy: TestUser;
  let head: TestUser;
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
    api = await startTestApi({ clock });
    line = await aStoredLine(api.database);
    const person = (role: 'CUSTOMER_ENGINEER' | 'CUSTOMER_VIEWER'): Promise<TestUser> =>
      aStoredUser(api.database, [{ role, scopeType: 'CUSTOMER', scopeId: line.customerId }]);
    engineer = await person('CUSTOMER_ENGINEER');
    // Viewers are mailed nothing unless they ask for it: whatever they get is the escalation.
    deputy = await person('CUSTOMER_VIEWER');
    head = await person('CUSTOMER_VIEWER');
    admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
  });
  afterEach(() => api.close());

  const path = (): string => `/api/v1/notice-ladders/${line.customerId}`;
  const twoSteps = (change: Partial<NoticeLadder> = {}): NoticeLadder => ({
    ...{ isOn: true, leastSeverity: 'major', hours: null, timeZone: 'Asia/Shanghai', version: null },
    steps: [
      { afterMinutes: 15, personIds: [deputy.id], ways: ['mail'] },
      { afterMinutes: 30, personIds: [head.id], ways: ['mail'] },
    ],
    ...change,
  });
  async function set(ladder: NoticeLadder): Promise<void> {
    const { status, body } = await admin.put(path(), ladder);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
  async function later(minutes: number): Promise<void> {
    clock.advance(minutes * MINUTE_MS);
    await api.app.get(Climbing).climb();
    await api.app.get(Courier).deliver();
  }
  async function mailed(user: TestUser): Promise<string[]> {
    return (await sentMails(api)).filter(({ to }) => to === user.email).map(({ subject }) => subject);
  }
  async function signedIn(user: TestUser): Promise<TestClient> {
    const client = api.stranger();
    await client.signIn(user);
    return client;
  }
  async function fault(change: Parameters<typeof aNotice>[1] = {}): Promise<ReturnType<typeof aNotice>> {
    const notice = aNotice(line, change);
    await pinned(api, clock, notice);
    await toldNow(api, clock);
    return notice;
  }

  it('goes to the next contact, and to the one after, each once', async () => {
    await set(twoSteps());
    await fault();
    await later(14);
    expect(await mailed(deputy)).toEqual([]);
    await later(2);
    expect(await mailed(deputy)).toEqual([`Nobody acknowledged (step 1) · Fault: ${line.circuitId}`]);
    expect(await mailed(head)).toEqual([]);
    await later(31);
    await later(600);
    expect((await mailed(deputy)).length).toBe(1);
    expect(await mailed(head)).toEqual([`Nobody acknowledged (step 2) · Fault: ${line.circuitId}`]);
    expect((await mailed(engineer)).length).toBe(1);
  });

  it('stands in the log with its steps, and who acknowledged it', async () => {
    await set(twoSteps());
    await fault();
    await later(16);
    const client = await signedIn(engineer);
    const [own] = (await client.get<OwnNotices>('/api/v1/notices/own')).body.items;
    expect(own?.escalation?.nextAt).not.toBeNull();
    expect((await client.post(`/api/v1/notices/${own?.id ?? ''}/acknowledge`, {})).status).toBe(204);
    const log = (await admin.get<NoticeLedger>('/api/v1/notices')).body.items;
    expect(log.find(({ step }) => step === 1)?.receiver).not.toBe('');
    expect(log.length).toBeGreaterThan(1);
    for (const { acknowledged } of log) expect(acknowledged).not.toBeNull();
    const [after] = (await client.get<OwnNotices>('/api/v1/notices/own')).body.items;
    expect(after?.escalation).toEqual({ nextAt: null, acknowledged: log[0]?.acknowledged ?? null });
  });

  it('goes no further once somebody has said in the portal that they know', async () => {
    await set(twoSteps());
    await fault();
    const client = await signedIn(engineer);
    const [own] = (await client.get<OwnNotices>('/api/v1/notices/own')).body.items;
    await client.post(`/api/v1/notices/${own?.id ?? ''}/acknowledge`, {});
    await later(60);
    expect([...(await mailed(deputy)), ...(await mailed(head))]).toEqual([]);
  });

  it('goes no further once somebody has pressed the link of the mail, twice or not', async () => {
    await set(twoSteps());
    await fault();
    const mail = (await sentMails(api)).find(({ to }) => to === engineer.email);
    const token = /\/acknowledge#([\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
    const stranger = api.stranger();
    const offer = await stranger.post<NoticeLinkOffer>('/api/v1/notice-acknowledgements/offer', { token });
    expect([offer.status, offer.body.title]).toEqual([200, `Fault: ${line.circuitId}`]);
    // Whoever only looks, such as a scanner of mails, has said nothing.
    expect(offer.body.acknowledged).toBeNull();
    for (const again of [1, 2]) {
      const { status } = await stranger.post('/api/v1/notice-acknowledgements', { token });
      expect(status).withContext(String(again)).toBe(204);
    }
    await later(60);
    expect(await mailed(deputy)).toEqual([]);
    const wrong = await stranger.post('/api/v1/notice-acknowledgements', { token: `${token.slice(0, -6)}AAAAAA` });
    expect([wrong.status, codeOf(wrong)]).toEqual([403, 'notice.link-refused']);
  });

  it('is over when the fault is, but not when it is another’s', async () => {
    await set(twoSteps());
    const { object } = await fault();
    await fault({ kind: 'fault.cleared', severity: 'major' });
    await later(16);
    expect((await mailed(deputy)).length).toBe(1);
    await fault({ kind: 'fault.cleared', severity: 'major', object, once: 'over' });
    await later(60);
    expect(await mailed(head)).toEqual([]);
  });

  it('waits for the hours of the customer', async () => {
    // The clock of the specs begins at 16:00 in Shanghai.
    await set(twoSteps({ hours: { from: '08:00', to: '16:10' } }));
    await fault();
    await later(60);
    expect(await mailed(deputy)).toEqual([]);
    await later(15 * 60);
    expect((await mailed(deputy)).length).toBe(1);
  });

  it('is told nobody else where it is not bad enough, or the ladder is off', async () => {
    await set(twoSteps());
    await fault({ severity: 'minor' });
    await set(twoSteps({ isOn: false, version: 1 }));
    await fault();
    await later(60);
    expect(await mailed(deputy)).toEqual([]);
  });

  it('is told once by three workers at the same time', async () => {
    await set(twoSteps());
    await fault();
    clock.advance(16 * MINUTE_MS);
    await Promise.all([1, 2, 3].map(() => api.app.get(Climbing).climb()));
    await later(0);
    expect((await mailed(deputy)).length).toBe(1);
  });

  it('goes by a ladder that only its own admin reaches, and that names people of this customer alone', async () => {
    const other = await aStoredLine(api.database);
    const rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
    const foreign = await rival.get(path());
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'customer.not-found']);
    expect((await rival.put(path(), twoSteps())).status).toBe(404);
    const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'SITE', scopeId: line.siteA });
    expect([(await branch.get(path())).status, (await branch.put(path(), twoSteps())).status]).toEqual([404, 404]);
    const theirs = await rival.put(`/api/v1/notice-ladders/${other.customerId}`, twoSteps());
    expect([theirs.status, codeOf(theirs)]).toEqual([422, 'notice-ladder.person-unknown']);

    const view = (await admin.get<NoticeLadderView>(path())).body;
    expect([view.isOn, view.version]).toEqual([false, null]);
    expect(view.people.map(({ id }) => id)).toEqual(jasmine.arrayContaining([engineer.id, deputy.id, head.id]));
    await set(twoSteps());
    const late = await admin.put(path(), twoSteps());
    expect([late.status, codeOf(late)]).toEqual([409, 'edit.conflict']);
  });

  it('is acknowledged by whom it was told alone', async () => {
    await set(twoSteps());
    await fault();
    const [own] = (await (await signedIn(engineer)).get<OwnNotices>('/api/v1/notices/own')).body.items;
    const other = await aStoredLine(api.database);
    const rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
    for (const client of [rival, admin]) {
      const answer = await client.post(`/api/v1/notices/${own?.id ?? ''}/acknowledge`, {});
      expect([answer.status, codeOf(answer)]).toEqual([404, 'notice.not-found']);
    }
    await later(16);
    expect((await mailed(deputy)).length).toBe(1);
  });
});
