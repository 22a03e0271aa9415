import type { DutyList, DutyListsView, SessionView, WorkGroup } from '@linewatch/shared';
import { ManualClock } from '../../../testing/manual-clock.js';
import { sentMails } from '../../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../../testing/test-line.builder.js';
import { toldNow } from '../../../testing/test-notice.builder.js';
import { acted, aFiledTicket } from '../../../testing/test-ticket.builder.js';
import { aStoredUser } from '../../../testing/test-user.builder.js';
import { TimerWork } from '../../tickets/timer-work.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE_MS = 60_000;
const URL = '/api/v1/duty-lists';
/** Nothing by any way, and never but by night. */
const SILENCE = { subscriptions: [], quietHours: { from: '00:00', to: '23:59' }, phone: null, version: null };

/** Somebody of the operator, signed in. */
interface Operator {
  readonly id: string;
  readonly client: TestClient;
}

describe('The duty lists of work groups', () => {
  let api: TestApi;
  let clock: ManualClock;
  let line: StoredLine;
  let admin: TestClient;
  let engineer: TestClient;
  let noc: TestClient;
  let first: Operator;
  let second: Operator;
  let specialist: Operator;

  beforeEach(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
    line = await aStoredLine(api.database);
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const operator = async (): Promise<Operator> => {
      const client = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
      return { id: (await client.get<SessionView>('/api/v1/session')).body.userId, client };
    };
    [first, second, specialist] = [await operator(), await operator(), await operator()];
  }, PATIENCE_MS);

  afterEach(() => api.close());

  const levels = (...people: readonly { readonly id: string }[]): DutyList['levels'] =>
    [0, 1, 2].map((place) => {
      const person = people[place];
      return { personIds: person === undefined ? [] : [person.id], ways: ['mail' as const] };
    });
  async function enter(group: WorkGroup, list: DutyList['levels']): Promise<void> {
    const { status, body } = await admin.put(`${URL}/${group}`, { levels: list, version: null });
    expect(status).withContext(JSON.stringify(body)).toBe(200);
  }
  /** Lets so many minutes pass and the house work; sessions are over by then. */
  async function later(minutes: number): Promise<void> {
    clock.advance(minutes * MINUTE_MS + 1);
    await api.app.get(TimerWork).run(new AbortController().signal);
    await toldNow(api, clock);
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  }
  /** Who of the lists was told of an escalation by a way, the first one first. */
  async function called(way = 'mail'): Promise<string[]> {
    const known = new Map(Object.entries({ first, second, specialist }).map(([name, { id }]) => [id, name]));
    const rows = await api.database.read<{ receiver: string }>(
      "SELECT receiver_id AS receiver FROM notice_delivery WHERE kind = 'ticket.escalated' AND way = ? ORDER BY at, id",
      [way],
    );
    return rows.flatMap(({ receiver }) => known.get(receiver) ?? []);
  }

  it(
    "call one level after the other, whatever they chose to hear, and the NOC's own where a group has nobody (TKT5)",
    async () => {
      await enter('NOC_DUTY', levels(first, second));
      await enter('DATA', levels(specialist));
      expect((await first.client.put('/api/v1/notices/settings', SILENCE)).status).toBe(200);
      const { id } = await aFiledTicket(engineer, line.circuitId);
      await later(15);
      expect(await called()).toEqual(['first']);
      expect((await sentMails(api)).filter(({ subject }) => subject.includes('escalated')).length).toBeGreaterThan(0);
      await later(15);
      expect(await called()).toEqual(['first', 'second']);
      expect((await called('portal')).filter((who) => who === 'first')).toEqual(['first']);

      await acted(noc, id, 'dispatch', { workGroup: 'DATA' });
      await acted(engineer, id, 'escalate');
      await toldNow(api, clock);
      expect(await called()).toEqual(['first', 'second']);
      const { customerId } = line;
      const other = await aFiledTicket(engineer, (await aStoredLine(api.database, { customerId })).circuitId);
      await acted(noc, other.id, 'dispatch', { workGroup: 'DATA' });
      await acted(engineer, other.id, 'escalate');
      await toldNow(api, clock);
      expect(await called()).toEqual(['first', 'second', 'specialist']);
      await later(20);
      await acted(engineer, other.id, 'escalate');
      await toldNow(api, clock);
      expect(await called()).toEqual(['first', 'second', 'specialist', 'second']);
      const admins = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
      expect(JSON.stringify((await admins.get('/api/v1/notices?limit=200')).body)).not.toContain('ticket.escalated');
    },
    PATIENCE_MS,
  );

  it('are changed by one of two at once, with a line in the log, and name people of the whole house alone', async () => {
    const { body } = await admin.get<DutyListsView>(URL);
    expect(body.items.map(({ workGroup, version }) => [workGroup, version])[0]).toEqual(['NOC_DUTY', null]);
    expect(body.people.map(({ id }) => id)).toContain(first.id);
    const answers = await Promise.all(
      [first, second].map((person) => admin.put(`${URL}/FIELD`, { levels: levels(person), version: null })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const changed = await admin.put<DutyListsView>(`${URL}/FIELD`, { levels: levels(specialist), version: 1 });
    const field = changed.body.items.find(({ workGroup }) => workGroup === 'FIELD');
    expect([field?.version, field?.levels[0]?.personIds]).toEqual([2, [specialist.id]]);
    const log = await admin.get('/api/v1/audit?action=duty-list.changed');
    expect(JSON.stringify(log.body)).toContain('A user · mail');

    const manager = await aStoredUser(api.database, [
      { role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    const refused = await admin.put(`${URL}/FIELD`, { levels: levels(manager), version: 2 });
    expect([refused.status, codeOf(refused)]).toEqual([422, 'duty-list.person-unknown']);
    expect((await admin.put(`${URL}/KITCHEN`, { levels: levels(), version: null })).status).toBe(404);
    const short = { levels: levels().slice(1), version: 2 };
    expect((await admin.put(`${URL}/FIELD`, short)).status).toBe(400);
  });

  it('are neither shown nor changed to staff who see some customers only', async () => {
    const partly = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    expect(codeOf(await partly.get(URL))).toBe('session.forbidden');
    const change = { levels: levels(first), version: null };
    expect(codeOf(await partly.put(`${URL}/DATA`, change))).toBe('session.forbidden');
  });
});
