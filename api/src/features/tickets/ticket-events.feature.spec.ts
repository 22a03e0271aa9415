import { randomUUID } from 'node:crypto';
import { TicketPage, type TicketView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aPng } from '../../testing/pictures.js';
import { textOfPdf } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { acted, aFiledTicket, aRestoration, aTicketForm, seenTicket } from '../../testing/test-ticket.builder.js';
import { ProactiveTickets } from './proactive-tickets.js';
import { TimerWork } from './timer-work.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

describe('trouble tickets and what the network knows', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let noc: TestClient;
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
    await signIn();
  }, PATIENCE_MS);

  const customers = (scopeId: string): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId });
  /** Sessions end when nobody uses them for long. */
  async function signIn(): Promise<void> {
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await customers(line.customerId);
  }
  async function later(ms: number): Promise<void> {
    clock.advance(ms);
    await api.app.get(TimerWork).run(new AbortController().signal);
    await signIn();
  }
  async function aFault(
    { circuitId, customerId }: Pick<StoredLine, 'circuitId' | 'customerId'>,
    change: { eventId?: string; since?: number; isOver?: boolean } = {},
  ): Promise<string> {
    const [id, since] = [randomUUID(), change.since ?? clock.now()];
    const isOver = change.isOver === true;
    const row = {
      ...{ id, active_key: isOver ? null : `${circuitId}:DOWN`, fault_key: `${circuitId}:DOWN`, kind: 'DOWN' },
      ...{ circuit_id: circuitId, customer_id: customerId, severity: 'critical', severity_rank: 1, facts: '{}' },
      ...{ reason: 'networkEvent', suspected: 'OPERATOR', since, until_at: isOver ? since + HOUR : null },
      ...{ changed_at: since, is_flapping: 0, event_id: change.eventId ?? null, alarm_id: randomUUID() },
      ...{ note_count: 0, raise_count: 1, version: 1 },
    };
    await api.database.transaction((tx) => tx.insertMany('fault', Object.keys(row), ['id'], [Object.values(row)]));
    return id;
  }
  const joined = ({ events }: TicketView): (string | null)[] =>
    events.filter(({ kind }) => kind === 'JOINED').map(({ to }) => to);
  const due = ({ clocks }: TicketView, kind: string): string | null =>
    clocks.findLast((each) => each.kind === kind)?.dueAt ?? null;

  it('are part of the running event that hit their line, each customer with its own ticket and clocks (TKT12)', async () => {
    const other = await aStoredLine(api.database);
    const eventId = randomUUID();
    const [fault, theirs] = [await aFault(line, { eventId }), await aFault(other, { eventId })];
    const first = await aFiledTicket(engineer, line.circuitId);
    clock.advance(60_000);
    const second = await aFiledTicket(await customers(other.customerId), other.circuitId);

    expect([first.faultId, joined(first)]).toEqual([fault, ['NETWORK_EVENT']]);
    expect([second.faultId, joined(second)]).toEqual([theirs, ['NETWORK_EVENT']]);
    expect(Date.parse(due(second, 'RESTORE') ?? '') - Date.parse(due(first, 'RESTORE') ?? '')).toBe(60_000);
    expect(second.links).toEqual([]);
    expect(JSON.stringify(second)).not.toContain(line.customerId);
  });

  it('of colleagues about one line are one: the second is told of the first and may join it (TKT12)', async () => {
    await aFault(line, { eventId: randomUUID() });
    const first = await aFiledTicket(engineer, line.circuitId);
    const colleague = await customers(line.customerId);
    const refused = await colleague.post<{ details: object }>('/api/v1/tickets', aTicketForm(line.circuitId));
    expect([refused.status, codeOf(refused)]).toEqual([409, 'ticket.already-open']);
    const answer = await colleague.post<TicketView>('/api/v1/tickets', aTicketForm(line.circuitId, { join: first.id }));
    expect([answer.body.id, answer.body.followers, joined(answer.body)]).toEqual([
      first.id,
      ['A user'],
      ['NETWORK_EVENT', null],
    ]);
  });

  it('name no fault but one of their own lines', async () => {
    const other = await aStoredLine(api.database);
    const [theirs, over] = [await aFault(other), await aFault(line, { isOver: true })];
    const made = await aFiledTicket(engineer, line.circuitId, { faultId: theirs });
    expect([made.faultId, joined(made)]).toEqual([null, []]);
    const past = await aFiledTicket(engineer, line.circuitId, { faultId: over, force: true });
    expect([past.faultId, joined(past)]).toEqual([over, []]);
  });

  it('ask for the cause when a line of a high grade fails a third time within 45 days, once (TKT14)', async () => {
    const low = await aStoredLine(api.database);
    await api.database.transaction((tx) =>
      tx.execute("UPDATE customer SET grade = 'LOCAL_C' WHERE id = ?", [low.customerId]),
    );
    const problems = async ({ customerId }: StoredLine): Promise<TicketPage['items']> => {
      const { body } = await (await customers(customerId)).get('/api/v1/tickets?ticketType=complaint');
      return TicketPage.parse(body).items;
    };
    for (const of of [line, low]) {
      await aFault(of, { since: clock.now() - 46 * DAY, isOver: true });
      await aFault(of, { since: clock.now() - 44 * DAY, isOver: true });
    }
    for (const of of [line, low]) await happened(of, await aFault(of, { isOver: true }));
    expect([await problems(line), await problems(low)]).toEqual([[], []]);

    clock.advance(1);
    for (const of of [line, low]) await happened(of, await aFault(of, { isOver: true }));
    const [problem, ...more] = await problems(line);
    expect([more, await problems(low)]).toEqual([[], []]);
    expect(problem?.circuits.map(({ id }) => id)).toEqual([line.circuitId]);
    const { id } = problem ?? { id: '' };
    const asked = await acted(noc, id, 'accept');
    expect([asked.priority, asked.clocks.map(({ kind }) => kind)])
      .withContext('nothing is down: no repair is promised, and no word every hour until it ends')
      .toEqual(['P3', ['DISPATCH', 'FIRST_RESPONSE']]);
    await happened(line, await aFault(line, { isOver: true }));
    expect((await problems(line)).length).toBe(1);
    const told = await api.database.read<{ facts: string }>(
      "SELECT facts AS facts FROM notice_event WHERE kind = 'chronic.found' AND customer_id IN (?, ?)",
      [line.customerId, low.customerId],
    );
    expect(told.map(({ facts }) => (JSON.parse(facts) as { faults: number }).faults)).toEqual([3]);
  });

  it('have a fault report that is handed out as a file once it is published, and to nobody else (TKT9)', async () => {
    const other = await customers((await aStoredLine(api.database)).customerId);
    const { id } = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, id, 'accept');
    const resolved = await acted(noc, id, 'resolve', aRestoration(clock.now()));
    const path = (language: string): string => `/api/v1/tickets/${id}/fault-report/${language}`;
    expect((await engineer.get(path('en'))).status).toBe(404);

    const report = { textZh: '光缆被挖断\n已熔接', textEn: 'Fibre cut\nSpliced', publish: true };
    const version = resolved.faultReport?.version;
    expect((await noc.put(`/api/v1/tickets/${id}/fault-report`, { ...report, version })).status).toBe(200);
    for (const language of ['zh-CN', 'en']) {
      const { status, headers, body } = await engineer.get<string>(path(language));
      expect([status, headers.get('content-type'), body.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
      expect(headers.get('content-disposition')).toContain(`${resolved.number}-${language}.pdf`);
    }
    expect((await other.get(path('en'))).status).toBe(404);

    // Without a logo it has no picture, with one it has, and the colour of the operator.
    const file = async (): Promise<Buffer> => {
      const answer = await fetch(new URL(path('zh-CN'), engineer.url), { headers: { Cookie: engineer.cookie ?? '' } });
      return Buffer.from(await answer.arrayBuffer());
    };
    const plain = await file();
    expect(plain.includes('/Subtype /Image')).toBeFalse();
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const { body: look } = await admin.get<{ version: number }>('/api/v1/brand');
    const logo = aPng(120, 40).toString('base64');
    const branded = await admin.put('/api/v1/brand', { accent: '#7a1f5c', logo, version: look.version });
    expect(branded.status).toBe(200);
    const own = await file();
    expect(own.includes('/Subtype /Image')).toBeTrue();
    expect(textOfPdf(own)).toContain('光缆被挖断');
    expect(textOfPdf(plain)).toContain('Linewatch');
    expect(textOfPdf(own)).not.toContain('Linewatch');
  });

  it('say when a report or a call that the house owes is late, once and to the second', async () => {
    const { id } = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    await acted(engineer, id, 'confirm');
    await engineer.post(`/api/v1/tickets/${id}/ratings`, { scores: [{ step: 'OVERALL', score: 1 }] });
    const dues = (await seenTicket(noc, id)).clocks.filter(
      ({ kind }) => kind === 'FAULT_REPORT' || kind === 'CALL_BACK',
    );
    for (let day = 0; day < 12; day += 1) await later(DAY);

    const told = await api.database.read<{ facts: string }>(
      "SELECT facts AS facts FROM notice_event WHERE kind = 'ticket.breached' AND object_id = ? ORDER BY id",
      [id],
    );
    const timers = told.map(({ facts }) => (JSON.parse(facts) as { timer: string }).timer);
    expect(timers.filter((timer) => timer === 'FAULT_REPORT' || timer === 'CALL_BACK').sort()).toEqual([
      'CALL_BACK',
      'FAULT_REPORT',
    ]);
    const late = (ticket: TicketView): string[] =>
      ticket.events.filter(({ kind }) => kind === 'BREACH').map(({ timer, at }) => `${timer ?? ''} ${at}`);
    const wanted = dues.map(({ kind, dueAt }) => `${kind} ${dueAt ?? ''}`);
    expect(late(await seenTicket(noc, id))).toEqual(jasmine.arrayContaining(wanted));
    expect(late(await seenTicket(engineer, id)).some((text) => text.startsWith('CALL_BACK'))).toBeFalse();
  });

  async function happened({ circuitId, customerId }: StoredLine, faultId: string): Promise<void> {
    const [newest] = await api.database.read<{ position: number | string | null }>(
      'SELECT MAX(position) AS position FROM fault_change',
    );
    const columns = ['position', 'fault_id', 'circuit_id', 'customer_id', 'kind', 'severity', 'at', 'recorded_at'];
    const at = clock.now();
    const row = [Number(newest?.position ?? 0) + 1, faultId, circuitId, customerId, 'RAISED', 'minor', at, at];
    await api.database.transaction((tx) => tx.insertMany('fault_change', columns, ['position'], [row]));
    await api.app.get(ProactiveTickets, { strict: false }).run(new AbortController().signal);
  }
});
