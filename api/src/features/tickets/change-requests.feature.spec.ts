import type { TicketForm, TicketView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { acted, aFiledTicket, aTicketForm, seenTicket } from '../../testing/test-ticket.builder.js';
import { TimerWork } from './timer-work.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
/** Monday 23 November 2026, 09:00 in Beijing. */
const START = Date.UTC(2026, 10, 23, 1, 0, 0);
const DAY = 24 * 60 * 60_000;

describe('requests for a change of a circuit', () => {
  const clock = new ManualClock(START);
  let api: TestApi;
  let line: StoredLine;
  let manager: TestClient;
  let engineer: TestClient;

  let usual: number;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
  });

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    manager = await of('ACCOUNT_MANAGER');
    engineer = await of('CUSTOMER_ENGINEER');
  }, PATIENCE_MS);

  const of = (role: 'ACCOUNT_MANAGER' | 'CUSTOMER_ENGINEER', scopeId = line.customerId): Promise<TestClient> =>
    api.signedIn({ role, scopeType: 'CUSTOMER', scopeId });
  const wish = { kind: 'BANDWIDTH', bandwidthMbps: 200, place: null, on: '2027-01-01' } as const;
  const aRequest = (change: Partial<TicketForm> = {}): Promise<TicketView> =>
    aFiledTicket(engineer, line.circuitId, {
      ...{ ticketType: 'request', symptom: 'OTHER', impact: 'low', urgency: 'low', change: wish },
      ...change,
    });

  it('go to the account manager, who works them to their end in sight of the customer (SLF4)', async () => {
    const { id, change, clocks } = await aRequest();
    expect(change).toEqual(wish);
    expect(clocks.map(({ kind, isWorkingTime }) => [kind, isWorkingTime])).toEqual([['FIRST_RESPONSE', true]]);
    expect((await seenTicket(manager, id)).actions).toEqual(jasmine.arrayContaining(['accept', 'reject']));
    expect((await seenTicket(engineer, id)).actions).not.toContain('accept');

    await acted(manager, id, 'accept');
    const asked = await acted(manager, id, 'requestInformation', { text: 'From which day on?' });
    expect(asked.clocks.filter(({ stoppedAt }) => stoppedAt === null).map(({ kind }) => kind)).toEqual(['ANSWER']);
    await acted(engineer, id, 'provideInformation', { text: 'The first of January' });
    const { version } = await seenTicket(manager, id);
    const bare = await manager.post(`/api/v1/tickets/${id}/acts`, { action: 'resolve', version });
    expect([bare.status, codeOf(bare)]).toEqual([400, 'request.invalid']);
    const done = await acted(manager, id, 'resolve', { solution: '200 Mbit/s since this morning' });
    expect([done.status, done.faultReport]).toEqual(['resolved', null]);
    expect((await acted(engineer, id, 'confirm')).status).toBe('closed');
  });

  it('are told to the account manager, and said to be late after a working day without a word', async () => {
    const { id } = await aRequest();
    clock.advance(4 * DAY);
    await api.app.get(TimerWork).run(new AbortController().signal);
    const told = await api.database.read<{ kind: string; facts: string }>(
      "SELECT kind AS kind, facts AS facts FROM notice_event WHERE object_id = ? AND kind IN ('ticket.opened','ticket.breached')",
      [id],
    );
    expect(told.map(({ kind }) => kind).sort()).toEqual(['ticket.breached', 'ticket.opened']);
    expect(told.some(({ facts }) => facts.includes('FIRST_RESPONSE'))).toBeTrue();
  });

  it('leave faults to the NOC, and others’ customers alone', async () => {
    const fault = await aFiledTicket(engineer, line.circuitId);
    expect(fault.change).toBeNull();
    expect((await seenTicket(manager, fault.id)).actions).not.toContain('accept');
    const act = { action: 'accept', version: fault.version };
    expect((await manager.post(`/api/v1/tickets/${fault.id}/acts`, act)).status).toBe(403);
    const other = await of('ACCOUNT_MANAGER', (await aStoredLine(api.database)).customerId);
    const { id, version } = await aRequest();
    expect((await other.post(`/api/v1/tickets/${id}/acts`, { action: 'accept', version })).status).toBe(404);
  });

  it('say what they need, and nothing but a request asks for one', async () => {
    for (const [form, field] of [
      [{ ticketType: 'request', change: { kind: 'BANDWIDTH' } }, 'change.bandwidthMbps'],
      [{ ticketType: 'request', change: { kind: 'MOVE' } }, 'change.place'],
      [{ ticketType: 'incident', change: { kind: 'CEASE' } }, 'change'],
    ] as const) {
      const body = { ...aTicketForm(line.circuitId), ...form };
      const answer = await engineer.post('/api/v1/tickets', body);
      expect([answer.status, JSON.stringify(answer.body).includes(`"${field}"`)])
        .withContext(field)
        .toEqual([400, true]);
    }
  });
});
