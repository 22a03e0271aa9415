import { randomUUID } from 'node:crypto';
import {
  CallBackList,
  NormList,
  type NormRules,
  RatingOffer,
  TicketPage,
  type TicketView,
  type WorkingCalendarList,
} from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { acted, aFiledTicket, aRestoration, seenTicket } from '../../testing/test-ticket.builder.js';
import { ProactiveTickets } from './proactive-tickets.js';
import { RatingLinks } from './rating-links.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR = 60 * 60_000;
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n');

describe('what is around trouble tickets', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let noc: TestClient;
  let admin: TestClient;
  let line: StoredLine;
  let engineer: TestClient;
  let manager: TestClient;
  let rival: TestClient;
  let position = 0;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    const scope = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...scope });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
  });

  async function closedTicket(): Promise<TicketView> {
    const { id } = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    return acted(engineer, id, 'confirm');
  }

  it(
    'internal notes and files are in nothing that the customer or the account manager reads (TKT6)',
    async () => {
      const { id } = await aFiledTicket(engineer, line.circuitId);
      const before = await seenTicket(engineer, id);
      const secret = `secret ${randomUUID()}`;
      await noc.post(`/api/v1/tickets/${id}/notes`, { text: secret, visibility: 'INTERNAL' });
      await noc.upload(`/api/v1/tickets/${id}/files?name=trace.txt&visibility=INTERNAL`, Buffer.from(secret));
      const ours = await seenTicket(noc, id);
      expect([ours.notes.map(({ text }) => text), ours.files.length]).toEqual([[secret], 1]);
      for (const client of [engineer, manager]) {
        const told = await seenTicket(client, id);
        expect([told.notes, told.files, told.updatedAt]).toEqual([[], [], before.updatedAt]);
        expect((await client.get(`/api/v1/ticket-files/${ours.files[0]?.id ?? ''}`)).status).toBe(404);
        const own = await client.post(`/api/v1/tickets/${id}/notes`, { text: 'x', visibility: 'INTERNAL' });
        expect(own.status).toBe(403);
      }
      const pinned = await api.database.read<{ facts: string }>('SELECT facts AS facts FROM notice_event');
      const sent = await api.database.read<{ body: string }>('SELECT body AS body FROM outbox');
      expect(JSON.stringify([pinned, sent])).not.toContain(secret);
    },
    PATIENCE_MS,
  );

  it(
    'files are kept as they came, handed out to be saved, and refused where they could harm (TKT6)',
    async () => {
      const { id } = await aFiledTicket(engineer, line.circuitId);
      const path = (name: string): string => `/api/v1/tickets/${id}/files?name=${encodeURIComponent(name)}`;
      const kept = await engineer.upload<TicketView>(path('../../日志.pdf'), PDF);
      expect(kept.status).withContext(JSON.stringify(kept.body)).toBe(200);
      const [file] = kept.body.files;
      expect(file?.name).toBe('日志.pdf');
      const answer = await engineer.get<string>(`/api/v1/ticket-files/${file?.id ?? ''}`);
      expect([answer.status, answer.body]).toEqual([200, PDF.toString('utf8')]);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      expect(answer.headers.get('content-security-policy')).toContain('sandbox');
      expect((await rival.get(`/api/v1/ticket-files/${file?.id ?? ''}`)).status).toBe(404);
      expect((await rival.upload(path('mine.pdf'), PDF)).status).toBe(404);
      const refused = [
        await engineer.upload(path('run.exe'), Buffer.from('MZ')),
        await engineer.upload(path('page.png'), Buffer.from('<html>')),
        await engineer.upload(path('empty.pdf'), Buffer.alloc(0)),
      ];
      expect(refused.map((each) => [each.status, codeOf(each)])).toEqual([
        [415, 'document.type-refused'],
        [415, 'document.type-refused'],
        [400, 'document.empty'],
      ]);
      expect((await seenTicket(engineer, id)).files.length).toBe(1);
    },
    PATIENCE_MS,
  );

  it('a bad rating makes one call-back with its own time, for the account manager alone (AMG3)', async () => {
    const { id } = await closedTicket();
    const scores = [
      { step: 'RESPONSE', score: 5 },
      { step: 'OVERALL', score: 2 },
    ];
    const rated = await engineer.post<TicketView>(`/api/v1/tickets/${id}/ratings`, { scores, comment: 'Too slow' });
    expect([rated.status, rated.body.ratings.length, rated.body.ratingComment]).toEqual([200, 2, 'Too slow']);
    await engineer.post(`/api/v1/tickets/${id}/ratings`, { scores });
    const own = async (): Promise<CallBackList['items']> =>
      CallBackList.parse((await manager.get('/api/v1/call-backs')).body).items;
    const [task, ...more] = await own();
    expect([task?.ticketId, task?.score, task?.doneAt, more]).toEqual([id, 2, null, []]);
    expect(Date.parse(task?.dueAt ?? '')).toBeGreaterThan(clock.now());
    expect((await engineer.get('/api/v1/call-backs')).status).toBe(403);
    await manager.post(`/api/v1/call-backs/${task?.id ?? ''}/done`, { note: 'Apologised' });
    expect((await own())[0]?.note).toBe('Apologised');
    expect((await noc.post(`/api/v1/tickets/${id}/ratings`, { scores })).status).toBe(403);
  });

  it('a link rates once without signing in, and no other link does (AMG3)', async () => {
    const { id, number } = await closedTicket();
    const token = api.app.get(RatingLinks, { strict: false }).tokenOf(id);
    const stranger = api.stranger();
    const offer = await stranger.post('/api/v1/ticket-ratings/offer', { token });
    expect(RatingOffer.parse(offer.body).number).toBe(number);
    const scores = [{ step: 'OVERALL', score: 5 }];
    const wrong = await stranger.post('/api/v1/ticket-ratings', { token: `${randomUUID()}${token.slice(36)}`, scores });
    expect([wrong.status, codeOf(wrong)]).toEqual([403, 'ticket.rating-link-refused']);
    const both = await Promise.all([1, 2].map(() => stranger.post('/api/v1/ticket-ratings', { token, scores })));
    expect(both.map(({ status }) => status).sort()).toEqual([204, 403]);
    expect((await seenTicket(engineer, id)).ratings).toEqual([{ step: 'OVERALL', score: 5 }]);
  });

  it('a fault report is drafted, hidden until it is published, and then read in both languages (TKT9)', async () => {
    const { id } = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, id, 'accept');
    const { faultReport } = await acted(noc, id, 'resolve', aRestoration(clock.now()));
    expect(faultReport?.textEn).toContain('Fibre cut by an excavator');
    const hidden = (await seenTicket(engineer, id)).faultReport;
    expect([hidden?.state, hidden?.textZh, hidden?.dueAt === null]).toEqual(['DRAFT', null, false]);
    const form = { textZh: '光缆被挖断', textEn: 'The cable was cut', publish: true, version: faultReport?.version };
    expect((await noc.put(`/api/v1/tickets/${id}/fault-report`, form)).status).toBe(200);
    const late = await noc.put(`/api/v1/tickets/${id}/fault-report`, form);
    expect([late.status, codeOf(late)]).toEqual([409, 'edit.conflict']);
    expect((await seenTicket(engineer, id)).faultReport?.textZh).toBe('光缆被挖断');
    expect((await engineer.put(`/api/v1/tickets/${id}/fault-report`, form)).status).toBe(403);
  });

  it('contacts and hours that the customer edits stand in the next work order (SLF3)', async () => {
    const contacts = [{ name: '王芳', phone: '+86 731 5550100', siteId: line.siteA, accessHours: null }];
    const { id } = await aFiledTicket(engineer, line.circuitId, { contacts });
    await api.database.transaction((tx) =>
      tx.execute('UPDATE site SET access_hours = ? WHERE id = ?', ['08:00-20:00', line.siteA]),
    );
    const { workOrders } = await acted(noc, id, 'dispatch', { workGroup: 'FIELD', text: 'Bring a splicer' });
    expect(workOrders[0]).toEqual(
      jasmine.objectContaining({
        instructions: 'Bring a splicer',
        contacts: [{ ...contacts[0], accessHours: '08:00-20:00' }],
      }),
    );
  });

  it(
    'a new norm holds for new tickets, and old ones keep theirs (NOC5, TKT11)',
    async () => {
      const before = await aFiledTicket(engineer, line.circuitId);
      const [norm] = NormList.parse((await admin.get('/api/v1/norms')).body).items;
      if (norm === undefined) throw new Error('there is no norm');
      const add = (rules: NormRules, basedOn = norm.version) =>
        admin.post('/api/v1/norms', { basedOn, comment: 'Quicker', rules });
      expect(codeOf(await add({ ...norm.rules, restore: norm.rules.restore.slice(0, 1) }))).toBe('norm.incomplete');
      expect((await add({ ...norm.rules, dispatchMinutes: 5 })).status).toBe(200);
      expect(codeOf(await add({ ...norm.rules, dispatchMinutes: 6 }))).toBe('edit.conflict');
      const after = await aFiledTicket(engineer, line.circuitId, { force: true });
      const dispatch = ({ clocks }: TicketView): number | undefined =>
        clocks.find(({ kind }) => kind === 'DISPATCH')?.targetMs;
      expect([after.normVersion, dispatch(after)]).toEqual([norm.version + 1, 5 * 60_000]);
      const kept = await seenTicket(engineer, before.id);
      expect([kept.normVersion, dispatch(kept)]).toEqual([norm.version, norm.rules.dispatchMinutes * 60_000]);

      await api.database.transaction((tx) =>
        tx.execute("UPDATE customer SET grade = 'LOCAL_C' WHERE id = ?", [line.customerId]),
      );
      const moved = await seenTicket(engineer, before.id);
      expect([moved.grade, moved.priority]).toEqual(['GROUP', 'P1']);
      const local = await aFiledTicket(engineer, line.circuitId, { force: true });
      const restore = local.clocks.find(({ kind }) => kind === 'RESTORE')?.targetMs;
      expect([local.grade, local.priority, restore]).toEqual(['LOCAL_C', 'P2', 24 * HOUR]);
    },
    PATIENCE_MS,
  );

  it('a calendar is edited against the version that was seen, and holds no nonsense', async () => {
    const [calendar] = (await admin.get<WorkingCalendarList>('/api/v1/working-calendars')).body.items;
    const { id = '', ...form } = calendar ?? {};
    expect(calendar?.days.find(({ day }) => day === '2026-10-10')).toEqual(
      jasmine.objectContaining({ isWorked: true }),
    );
    const put = (more: object) => admin.put(`/api/v1/working-calendars/${id}`, { ...form, ...more });
    expect((await put({ timeZone: 'Mars/Olympus' })).status).toBe(400);
    expect((await put({ dayTo: '08:00' })).status).toBe(400);
    expect((await put({ dayTo: '17:30' })).status).toBe(200);
    expect(codeOf(await put({ dayTo: '17:00' }))).toBe('edit.conflict');
  });

  const faults = (): Promise<void> =>
    api.app.get(ProactiveTickets, { strict: false }).run(new AbortController().signal);
  async function happened(faultId: string, kind: 'RAISED' | 'CLEARED', severity = 'critical'): Promise<void> {
    const [newest] = await api.database.read<{ position: number | string | null }>(
      'SELECT MAX(position) AS position FROM fault_change',
    );
    position = Math.max(position, Number(newest?.position ?? 0)) + 1;
    const columns = ['position', 'fault_id', 'circuit_id', 'customer_id', 'kind', 'severity', 'at', 'recorded_at'];
    const row = [position, faultId, line.circuitId, line.customerId, kind, severity, clock.now(), clock.now()];
    await api.database.transaction((tx) => tx.insertMany('fault_change', columns, ['position'], [row]));
  }
  const tickets = async (): Promise<TicketPage['items']> =>
    TicketPage.parse((await engineer.get('/api/v1/tickets')).body).items;

  it('a fault makes one ticket before anybody calls, and its end asks for confirmation only (FLT5)', async () => {
    const faultId = randomUUID();
    await happened(faultId, 'RAISED');
    await Promise.all([faults(), faults()]);
    await faults();
    const [made, ...more] = await tickets();
    expect([made?.channel, made?.symptom, more]).toEqual(['AUTO', 'DOWN', []]);
    const { clocks } = await seenTicket(engineer, made?.id ?? '');
    const dispatch = clocks.filter(({ kind }) => kind === 'DISPATCH');
    expect(dispatch.map(({ stoppedAt, dueAt }) => [stoppedAt, dueAt !== null])).toEqual([[null, true]]);
    await happened(faultId, 'CLEARED');
    await faults();
    const told = await seenTicket(engineer, made?.id ?? '');
    expect([told.status, told.faultId]).toEqual(['acknowledged', faultId]);
    expect(told.events.filter(({ kind }) => kind === 'FAULT_CLEARED').length).toBe(1);
  });

  it('a fault of a customer whose grade does not ask for it makes none', async () => {
    await api.database.transaction((tx) =>
      tx.execute("UPDATE customer SET grade = 'LOCAL_C' WHERE id = ?", [line.customerId]),
    );
    await happened(randomUUID(), 'RAISED');
    await faults();
    expect(await tickets()).toEqual([]);
  });
});
