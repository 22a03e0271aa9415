import { TicketPage, TicketQueue, type TicketClock, type TicketView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { acted, aFiledTicket, aRestoration, aTicketForm, seenTicket } from '../../testing/test-ticket.builder.js';
import { TimerWork } from './timer-work.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Saturday 21 November 2026, 16:00 in Beijing. */
const START = Date.UTC(2026, 10, 21, 8, 0, 0);

describe('trouble tickets', () => {
  const clock = new ManualClock(START);
  let api: TestApi;
  let noc: TestClient;
  let line: StoredLine;
  let strange: StoredLine;
  let engineer: TestClient;
  let viewer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    strange = await aStoredLine(api.database);
    await signIn();
  });

  /** Sessions end when nobody uses them for long. */
  async function signIn(): Promise<void> {
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await customers('CUSTOMER_ENGINEER', line.customerId);
    viewer = await customers('CUSTOMER_VIEWER', line.customerId);
    rival = await customers('CUSTOMER_ADMIN', strange.customerId);
  }
  async function later(ms: number): Promise<void> {
    clock.advance(ms);
    if (ms < 10 * MINUTE) return;
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await customers('CUSTOMER_ENGINEER', line.customerId);
  }

  const customers = (
    role: 'CUSTOMER_ENGINEER' | 'CUSTOMER_VIEWER' | 'CUSTOMER_ADMIN',
    scopeId: string,
  ): Promise<TestClient> => api.signedIn({ role, scopeType: 'CUSTOMER', scopeId });
  const iso = (at: number): string => new Date(at).toISOString();
  const clockOf = ({ clocks }: TicketView, kind: string): TicketClock | undefined =>
    clocks.findLast((each) => each.kind === kind);
  const work = (): Promise<void> => api.app.get(TimerWork).run(new AbortController().signal);
  async function resolvedTicket(): Promise<TicketView> {
    const { id } = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, id, 'accept');
    await later(HOUR);
    return acted(noc, id, 'resolve', aRestoration(clock.now() - MINUTE));
  }

  it(
    'tell from the first second which clocks run, and go from filing to closing (TKT1, TKT3, TKT13)',
    async () => {
      const filedAt = clock.now();
      const filed = await aFiledTicket(engineer, line.circuitId);
      expect(filed.number).toMatch(/^GZ20\d{12}$/);
      expect([filed.status, filed.priority, filed.channel, filed.turn]).toEqual([
        'acknowledged',
        'P1',
        'PORTAL',
        'OPERATOR',
      ]);
      expect(filed.clocks.map(({ kind, dueAt }) => [kind, dueAt]).sort()).toEqual([
        ['DISPATCH', iso(filedAt + 15 * MINUTE)],
        ['FIRST_RESPONSE', iso(filedAt + 30 * MINUTE)],
        ['RESTORE', iso(filedAt + 4 * HOUR)],
        ['UPDATE', iso(filedAt + HOUR)],
      ]);
      expect(filed.actions).toEqual(['cancel', 'setExternalId', 'urge', 'escalate']);

      await later(10 * MINUTE);
      const dispatched = await acted(noc, filed.id, 'dispatch', { workGroup: 'TRANSMISSION', shift: 'DAY' });
      expect(clockOf(dispatched, 'DISPATCH')).toEqual(
        jasmine.objectContaining({ elapsedMs: 10 * MINUTE, breachedAt: null, dueAt: jasmine.any(String) }),
      );
      expect(clockOf(dispatched, 'ACCEPT')?.dueAt).toBe(iso(clock.now() + 30 * MINUTE));
      expect(dispatched.workOrders.map(({ workGroup, state }) => [workGroup, state])).toEqual([
        ['TRANSMISSION', 'OPEN'],
      ]);

      const accepted = await acted(noc, filed.id, 'accept');
      expect([accepted.status, accepted.workOrders[0]?.state]).toEqual(['inProgress', 'ACCEPTED']);
      await later(HOUR);
      const resolved = await acted(noc, filed.id, 'resolve', aRestoration(clock.now() - 10 * MINUTE));
      expect(clockOf(resolved, 'RESTORE')?.elapsedMs).toBe(HOUR);
      expect(clockOf(resolved, 'CONFIRM')?.dueAt).toBe(iso(clock.now() + 15 * MINUTE));
      const closed = await acted(engineer, filed.id, 'confirm');
      expect([closed.status, closed.turn, closed.nextDue]).toEqual(['closed', null, null]);
      expect(closed.clocks.filter(({ stoppedAt }) => stoppedAt === null).map(({ kind }) => kind)).toEqual([
        'FAULT_REPORT',
      ]);
      expect(closed.events.filter(({ kind }) => kind === 'STATUS').map(({ to }) => to)).toEqual([
        'acknowledged',
        'inProgress',
        'resolved',
        'closed',
      ]);
    },
    PATIENCE_MS,
  );

  it('are not there for anybody else, and customers read no names of the operator', async () => {
    const { id } = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, id, 'accept');
    for (const path of ['', '/acts', '/notes', '/pauses', '/ratings']) {
      const answer =
        path === ''
          ? await rival.get(`/api/v1/tickets/${id}`)
          : await rival.post(`/api/v1/tickets/${id}${path}`, BODIES[path]);
      expect([path, answer.status === 403 ? 404 : answer.status]).toEqual([path, 404]);
    }
    expect(TicketPage.parse((await rival.get('/api/v1/tickets')).body).items).toEqual([]);
    const foreign = await rival.post('/api/v1/tickets', aTicketForm(line.circuitId));
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'circuit.not-found']);
    const told = await seenTicket(engineer, id);
    expect([told.assigneeName, told.workGroup, told.workOrders]).toEqual([null, null, []]);
    expect(told.events.filter(({ author }) => author.role === 'NOC_OPERATOR').map(({ author }) => author.name)).toEqual(
      [null],
    );
    expect((await engineer.get('/api/v1/ticket-queue')).status).toBe(403);
  });

  const BODIES: Readonly<Record<string, object>> = {
    '/acts': { action: 'cancel', version: 1, text: 'mine' },
    '/notes': { text: 'mine' },
    '/pauses': { from: '2026-11-21T08:00:00Z', to: null, note: 'x', version: 1 },
    '/ratings': { scores: [{ step: 'OVERALL', score: 1 }] },
  };

  it(
    'stand still while the customer is the reason, and keep that through a change of priority (TKT4)',
    async () => {
      const { id } = await aFiledTicket(engineer, line.circuitId);
      await acted(noc, id, 'accept');
      const due = Date.parse(clockOf(await seenTicket(engineer, id), 'RESTORE')?.dueAt ?? '');
      await later(30 * MINUTE);
      const held = await acted(noc, id, 'hold', { holdReason: 'CUSTOMER_ACCESS' });
      expect([held.turn, clockOf(held, 'RESTORE')?.dueAt, clockOf(held, 'RESTORE')?.isPaused]).toEqual([
        'CUSTOMER',
        null,
        true,
      ]);
      await later(20 * MINUTE);
      const resumed = await acted(noc, id, 'resume');
      expect(clockOf(resumed, 'RESTORE')?.dueAt).toBe(iso(due + 20 * MINUTE));
      expect(clockOf(resumed, 'RESTORE')?.elapsedMs).toBe(30 * MINUTE);
      const milder = { impact: 'low', urgency: 'low', text: 'a backup carries it' } as const;
      const changed = await acted(noc, id, 'setPriority', milder);
      expect([changed.priority, clockOf(changed, 'RESTORE')?.dueAt]).toEqual(['P5', iso(due + 20 * MINUTE)]);

      await acted(noc, id, 'hold', { holdReason: 'WAITING_SPARE' });
      await later(20 * MINUTE);
      const ours = await acted(noc, id, 'resume');
      expect(clockOf(ours, 'RESTORE')?.dueAt).toBe(iso(due + 20 * MINUTE));
      expect(ours.pauses.map(({ reason, isCustomerCaused }) => [reason, isCustomerCaused])).toEqual([
        ['CUSTOMER_ACCESS', true],
        ['WAITING_SPARE', false],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'lose no time that was entered late, and the customer may dispute it',
    async () => {
      const { id } = await aFiledTicket(engineer, line.circuitId);
      await acted(noc, id, 'accept');
      const filedAt = clock.now();
      await later(4 * HOUR + MINUTE);
      await work();
      expect(clockOf(await seenTicket(engineer, id), 'RESTORE')?.breachedAt).toBe(iso(filedAt + 4 * HOUR));
      const { version } = await seenTicket(noc, id);
      const stretch = { from: iso(filedAt + HOUR), to: iso(filedAt + 2 * HOUR), note: 'gate locked', version };
      const { status, body } = await noc.post<TicketView>(`/api/v1/tickets/${id}/pauses`, stretch);
      expect(status).withContext(JSON.stringify(body)).toBe(200);
      expect(clockOf(body, 'RESTORE')).toEqual(
        jasmine.objectContaining({ breachedAt: null, dueAt: iso(filedAt + 5 * HOUR), elapsedMs: 3 * HOUR + MINUTE }),
      );
      expect((await engineer.post(`/api/v1/tickets/${id}/pauses`, stretch)).status).toBe(403);
      const pauseId = body.pauses[0]?.id ?? '';
      const path = `/api/v1/tickets/${id}/pauses/${pauseId}/dispute`;
      const disputed = await engineer.post<TicketView>(path, { text: 'The gate was open' });
      expect(disputed.body.pauses[0]?.dispute).toBe('The gate was open');
      rival = await customers('CUSTOMER_ADMIN', strange.customerId);
      expect((await rival.post(path, { text: 'mine' })).status).toBe(404);

      await later(HOUR);
      await work();
      expect(clockOf(await seenTicket(engineer, id), 'RESTORE')?.breachedAt).toBe(iso(filedAt + 5 * HOUR));
    },
    PATIENCE_MS,
  );

  it(
    'call out one level after the other while nobody answers, and none after that (TKT5)',
    async () => {
      const filedAt = clock.now();
      const { id } = await aFiledTicket(engineer, line.circuitId);
      await later(15 * MINUTE);
      await work();
      expect((await seenTicket(noc, id)).escalationLevel).toBe(0);
      await later(1);
      await work();
      const late = await seenTicket(engineer, id);
      expect([late.escalationLevel, late.breaches, clockOf(late, 'DISPATCH')?.breachedAt]).toEqual([
        1,
        1,
        iso(filedAt + 15 * MINUTE),
      ]);
      await later(15 * MINUTE + 1);
      await work();
      expect((await seenTicket(engineer, id)).escalationLevel).toBe(2);
      await acted(noc, id, 'dispatch', { workGroup: 'DATA' });
      await noc.post(`/api/v1/tickets/${id}/notes`, { text: 'We are looking' });
      await acted(noc, id, 'accept');
      await later(20 * MINUTE);
      await work();
      expect((await seenTicket(engineer, id)).escalationLevel).toBe(2);
      const notices = await api.database.read<{ kind: string }>(
        "SELECT kind FROM notice_event WHERE object_id = ? AND kind = 'ticket.escalated'",
        [id],
      );
      expect(notices.length).toBe(2);
    },
    PATIENCE_MS,
  );

  it(
    'may be urged by the customer, but not all the time, and not when they are answered (TKT5)',
    async () => {
      const { id } = await aFiledTicket(engineer, line.circuitId);
      const urged = await acted(engineer, id, 'escalate');
      expect([urged.escalationLevel, urged.urgeFrom]).toEqual([1, iso(clock.now() + 15 * MINUTE)]);
      const again = await engineer.post(`/api/v1/tickets/${id}/acts`, { action: 'urge', version: urged.version });
      expect([again.status, codeOf(again)]).toEqual([429, 'ticket.urged-too-soon']);
      await later(15 * MINUTE);
      expect((await acted(engineer, id, 'escalate')).escalationLevel).toBe(2);
      await later(15 * MINUTE);
      await acted(noc, id, 'accept');
      const { version } = await acted(noc, id, 'resolve', aRestoration(clock.now()));
      const late = await engineer.post(`/api/v1/tickets/${id}/acts`, { action: 'urge', version });
      expect([late.status, codeOf(late)]).toEqual([409, 'ticket.step-impossible']);
    },
    PATIENCE_MS,
  );

  it('tell the second of two who act at once, and lose nothing of either', async () => {
    const { id, version } = await aFiledTicket(engineer, line.circuitId);
    const second = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const both = await Promise.all(
      [noc, second].map((client) => client.post(`/api/v1/tickets/${id}/acts`, { action: 'accept', version })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const told = both.find(({ status }) => status === 409);
    expect(told === undefined ? '' : codeOf(told)).toBe('ticket.changed-meanwhile');
    const winner = both[0]?.status === 200 ? noc : second;
    // Pressed twice by the same person, it is done once and no error.
    expect((await winner.post(`/api/v1/tickets/${id}/acts`, { action: 'accept', version })).status).toBe(200);
    await Promise.all(
      [noc, second, engineer].map((client, index) =>
        client.post(`/api/v1/tickets/${id}/notes`, { text: `note ${String(index)}` }),
      ),
    );
    const { notes, events } = await seenTicket(noc, id);
    expect(notes.map(({ text }) => text).sort()).toEqual(['note 0', 'note 1', 'note 2']);
    expect(events.filter(({ kind, to }) => kind === 'STATUS' && to === 'inProgress').length).toBe(1);
  });

  it('are made once however often a request with a key comes', async () => {
    const form = aTicketForm(line.circuitId);
    const headers = { 'Idempotency-Key': 'once-and-only-once' };
    const answers = await Promise.all([1, 2, 3].map(() => engineer.post<TicketView>('/api/v1/tickets', form, headers)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await engineer.post('/api/v1/tickets', { ...form, description: 'else' }, headers);
    expect([other.status, codeOf(other)]).toEqual([422, 'ticket.key-reused']);
  });

  it('offer to be joined by a colleague who files the same (TKT12)', async () => {
    const { id, number } = await aFiledTicket(engineer, line.circuitId);
    const colleague = await customers('CUSTOMER_ENGINEER', line.customerId);
    const form = aTicketForm(line.circuitId, { description: 'Here too' });
    const offered = await colleague.post<{ details: object }>('/api/v1/tickets', form);
    expect([offered.status, offered.body.details]).toEqual([409, { number, ticketId: id }]);
    const joined = await colleague.post<TicketView>('/api/v1/tickets', { ...form, join: id });
    expect([joined.status, joined.body.id, joined.body.followers.length]).toEqual([201, id, 1]);
    expect(joined.body.notes.map(({ text }) => text)).toEqual(['Here too']);
    const forced = await colleague.post<TicketView>('/api/v1/tickets', { ...form, force: true });
    expect([forced.status, forced.body.id === id]).toEqual([201, false]);
    const foreign = await rival.post('/api/v1/tickets', { ...form, join: id });
    expect(foreign.status).toBe(404);
  });

  it(
    'go on where the restoration is rejected, with all the time counted, and close by themselves (TKT8)',
    async () => {
      const { id, restoredAt } = await resolvedTicket();
      expect(restoredAt).toBe(iso(clock.now() - MINUTE));
      await later(30 * MINUTE);
      const back = await acted(engineer, id, 'rejectResolution', { text: 'Still dark' });
      expect([back.status, back.reopenCount, back.restoredAt]).toEqual(['inProgress', 1, null]);
      expect(clockOf(back, 'RESTORE')).toEqual(
        jasmine.objectContaining({ stoppedAt: null, elapsedMs: HOUR + 30 * MINUTE }),
      );
      await acted(noc, id, 'resolve', aRestoration(clock.now()));
      await later(72 * HOUR + 1);
      await work();
      const closed = await seenTicket(engineer, id);
      expect([closed.status, closed.statusReason]).toEqual(['closed', 'NO_OBJECTION']);
      const gone = await engineer.post(`/api/v1/tickets/${id}/acts`, {
        action: 'rejectResolution',
        text: 'again',
        version: closed.version,
      });
      expect([gone.status, codeOf(gone)]).toEqual([409, 'ticket.step-impossible']);
      const next = await aFiledTicket(engineer, line.circuitId, { follows: id });
      expect(next.links.map(({ ticketId, type }) => [ticketId, type])).toEqual([[id, 'RELATED']]);
    },
    PATIENCE_MS,
  );

  it(
    'are cancelled when the customer leaves a question open for five working days',
    async () => {
      const { id } = await aFiledTicket(engineer, line.circuitId);
      await acted(noc, id, 'accept');
      const asked = await acted(noc, id, 'requestInformation', { text: 'Is your router on?' });
      expect([asked.status, asked.turn]).toEqual(['pending', 'CUSTOMER']);
      expect(clockOf(asked, 'ANSWER')).toEqual(
        jasmine.objectContaining({ isWorkingTime: true, targetMs: 5 * 9 * HOUR, turn: 'CUSTOMER' }),
      );
      const answered = await engineer.post<TicketView>(`/api/v1/tickets/${id}/notes`, { text: 'It is' });
      expect([answered.body.status, clockOf(answered.body, 'ANSWER')?.stoppedAt]).toEqual([
        'inProgress',
        iso(clock.now()),
      ]);
      await acted(noc, id, 'requestInformation', { text: 'And the other one?' });
      await later(8 * 24 * HOUR);
      await work();
      const over = await seenTicket(engineer, id);
      expect([over.status, over.statusReason]).toEqual(['cancelled', 'NO_ANSWER']);
    },
    PATIENCE_MS,
  );

  it('are seen by viewers only as far as the customer shares them (TKT10)', async () => {
    const { id } = await aFiledTicket(engineer, line.circuitId);
    const admin = await customers('CUSTOMER_ADMIN', line.customerId);
    const branch = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'SITE', scopeId: line.siteA });
    const seen = async (): Promise<number[]> =>
      Promise.all([viewer, branch].map(async (client) => (await client.get(`/api/v1/tickets/${id}`)).status));
    expect(await seen()).toEqual([404, 404]);
    expect(TicketPage.parse((await viewer.get('/api/v1/tickets')).body)).toEqual(
      jasmine.objectContaining({ items: [], sharing: 'NONE' }),
    );
    await admin.put('/api/v1/ticket-sharing', { viewers: 'SITES' });
    expect(await seen()).toEqual([404, 200]);
    await admin.put('/api/v1/ticket-sharing', { viewers: 'ALL' });
    expect(await seen()).toEqual([200, 200]);
    const stranger = await aStoredLine(api.database, { customerId: line.customerId });
    const elsewhere = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'SITE', scopeId: stranger.siteA });
    expect((await elsewhere.get(`/api/v1/tickets/${id}`)).status).toBe(404);
    expect((await viewer.post('/api/v1/tickets', aTicketForm(line.circuitId))).status).toBe(403);
    expect((await viewer.put('/api/v1/ticket-sharing', { viewers: 'ALL' })).status).toBe(403);
  });

  it('are found by the number that the customer gave them (TKT7)', async () => {
    const { id } = await aFiledTicket(engineer, line.circuitId, { externalId: 'INC-778' });
    const found = TicketPage.parse((await engineer.get('/api/v1/tickets?q=inc-778')).body);
    expect(found.items.map((item) => [item.id, item.externalId])).toEqual([[id, 'INC-778']]);
    expect(TicketPage.parse((await rival.get('/api/v1/tickets?q=INC-778')).body).items).toEqual([]);
    expect((await acted(engineer, id, 'setExternalId', { externalId: null })).externalId).toBeNull();
  });

  it(
    'stand in the queue by the time that is left, those that are late on top (NOC3)',
    async () => {
      const lines = await storedLines(api.database, 3, { customerId: line.customerId });
      const filed: string[] = [];
      for (const { circuitId } of lines) {
        filed.push((await aFiledTicket(engineer, circuitId)).id);
        await later(MINUTE);
      }
      await acted(noc, filed[0] ?? '', 'dispatch', { workGroup: 'FIELD' });
      await later(14 * MINUTE);
      await work();
      const queue = TicketQueue.parse((await noc.get('/api/v1/ticket-queue')).body);
      const own = queue.items.filter(({ id }) => filed.includes(id));
      expect(own.map(({ id }) => filed.indexOf(id))).toEqual([1, 2, 0]);
      expect(own.map(({ nextDue }) => nextDue?.isBreached)).toEqual([true, false, false]);
    },
    PATIENCE_MS,
  );

  it('come page by page, each once', async () => {
    const lines = await storedLines(api.database, 3, { customerId: line.customerId });
    for (const { circuitId } of lines) await aFiledTicket(engineer, circuitId);
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = TicketPage.parse((await engineer.get(`/api/v1/tickets?limit=2${more}`)).body);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
  });
});
