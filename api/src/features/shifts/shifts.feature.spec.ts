import { randomUUID } from 'node:crypto';
import { type Saved, ShiftNow, ShiftSheet, ShiftSheetPage } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aStoredAlarm } from '../../testing/test-alarm.builder.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aFiledTicket } from '../../testing/test-ticket.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR_MS = 3_600_000;
const SHEETS = '/api/v1/shift-sheets';

describe('Handing a shift over', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let noc: TestClient;
  let next: TestClient;
  let line: StoredLine;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  beforeEach(async () => {
    await api.database.transaction((tx) => tx.execute('DELETE FROM shift_sheet'));
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    next = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    line = await aStoredLine(api.database);
  });

  afterAll(() => api.close());

  const handOver = (client = noc, note = 'Call the bank at nine'): Promise<Answer<Saved>> =>
    client.post(SHEETS, { note });
  const takeOver = (id: string, client = next): Promise<Answer<unknown>> =>
    client.post(`${SHEETS}/${id}/take-over`, {});

  async function handedOver(client = noc): Promise<string> {
    const { status, body } = await handOver(client);
    expect(status).withContext(JSON.stringify(body)).toBe(201);
    return body.id;
  }

  async function sheet(id: string, client = next): Promise<ShiftSheet> {
    const { status, body } = await client.get(`${SHEETS}/${id}`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return ShiftSheet.parse(body);
  }

  async function standing(client = noc): Promise<ShiftNow> {
    const { status, body } = await client.get('/api/v1/shift');
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return ShiftNow.parse(body);
  }

  /** A fault of the line; `until` null while it is open. */
  async function aFault(since: number, until: number | null): Promise<string> {
    const id = randomUUID();
    const row: Readonly<Record<string, string | number | boolean | null>> = {
      ...{ id, active_key: until === null ? id : null, fault_key: id, circuit_id: line.circuitId },
      ...{ customer_id: line.customerId, kind: 'DOWN', severity: 'critical', severity_rank: 5, reason: 'bothEndsDown' },
      ...{ side: null, suspected: 'UNKNOWN', facts: '{}', since, until_at: until, changed_at: until ?? since },
      ...{ is_flapping: false, event_id: null, after_work_id: null, alarm_id: randomUUID(), acknowledged_at: null },
      ...{ note_count: 0, raise_count: 1, version: 1 },
    };
    await api.database.transaction((tx) => tx.insertMany('fault', Object.keys(row), ['id'], [Object.values(row)]));
    return id;
  }

  it('keeps what stood when it was handed over, and what the shift before wrote (NOC4)', async () => {
    const open = await aFault(clock.now() - HOUR_MS, null);
    const older = await aFault(clock.now() - 20 * HOUR_MS, null);
    const over = await aFault(clock.now() - 3 * HOUR_MS, clock.now() - HOUR_MS);
    const before = await aFault(clock.now() - 30 * HOUR_MS, clock.now() - 20 * HOUR_MS);
    const ticket = await aFiledTicket(noc, line.circuitId);

    const id = await handedOver();
    await api.database.transaction((tx) => tx.execute('DELETE FROM fault WHERE id IN (?, ?)', [open, over]));
    const { facts, note, handedBy, takenBy, mayTakeOver } = await sheet(id);

    const named = facts.openFaults.items.map((fault) => fault.id);
    expect([named.includes(open), named.includes(older)]).toEqual([true, true]);
    expect(facts.openFaults.began).toBe(1);
    const cleared = facts.clearedFaults.items.map((fault) => fault.id);
    expect([cleared.includes(over), cleared.includes(before)]).toEqual([true, false]);
    expect(facts.tickets.items.find((row) => row.id === ticket.id)?.turn).toBe('OPERATOR');
    expect([note, takenBy, mayTakeOver]).toEqual(['Call the bank at nine', null, true]);
    expect(handedBy.name).not.toBe('');
  });

  it('tells what was put aside and speaks again in the next shift, soonest first', async () => {
    const now = clock.now();
    const shelved = { operatorState: 'shelved', shelfReason: 'lab' } as const;
    const later = await aStoredAlarm(api.database, { ...shelved, shelvedUntil: now + 5 * HOUR_MS });
    const soon = await aStoredAlarm(api.database, { ...shelved, shelvedUntil: now + HOUR_MS });
    const farOff = await aStoredAlarm(api.database, { ...shelved, shelvedUntil: now + 30 * HOUR_MS });
    const own = { ...shelved, shelvedUntil: now + HOUR_MS, customerId: line.customerId };
    const customers = await aStoredAlarm(api.database, own);

    const { facts } = await standing();

    const known = [later.id, soon.id, farOff.id, customers.id];
    const told = facts.shelved.map(({ alarmId }) => alarmId).filter((id) => known.includes(id));
    expect(told).toEqual([soon.id, later.id]);
    expect(facts.shelved.find(({ alarmId }) => alarmId === soon.id)?.reason).toBe('lab');
  });

  it('begins where the one before was handed over, and twelve hours ago after a day without', async () => {
    const began = clock.now();
    const first = await standing();
    expect(first.facts.from).toBe(new Date(began - 12 * HOUR_MS).toISOString());
    await takeOver(await handedOver());
    clock.advance(7 * HOUR_MS);
    expect((await standing()).facts.from).toBe(new Date(began).toISOString());
    clock.advance(30 * HOUR_MS);
    const rested = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    expect((await standing(rested)).facts.from).toBe(new Date(clock.now() - 12 * HOUR_MS).toISOString());
  });

  it('is one sheet however often and by how many it is pressed, until somebody took over', async () => {
    const answers = await Promise.all([handOver(noc), handOver(next), handOver(noc)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const refused = await handOver();
    expect([refused.status, codeOf(refused)]).toEqual([409, 'shift.waiting']);
    const { body } = await noc.get(SHEETS);
    expect(ShiftSheetPage.parse(body).items.length).toBe(1);
  });

  it('is signed by somebody else, once', async () => {
    const id = await handedOver(noc);
    const own = await takeOver(id, noc);
    expect([own.status, codeOf(own)]).toEqual([409, 'shift.own-sheet']);
    expect((await standing()).waiting?.id).toBe(id);

    const third = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const pressed = await Promise.all([takeOver(id, next), takeOver(id, third)]);
    expect(pressed.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(pressed.filter(({ status }) => status === 409).map(codeOf)).toEqual(['shift.taken-over']);
    const signed = await sheet(id);
    expect([signed.takenAt, signed.mayTakeOver]).toEqual([new Date(clock.now()).toISOString(), false]);
    expect((await standing()).waiting).toBeNull();
    expect((await handOver(next)).status).toBe(201);
  });

  it('stays readable, page by page, the latest first', async () => {
    const ids: string[] = [];
    for (let shift = 0; shift < 3; shift += 1) {
      clock.advance(HOUR_MS);
      const id = await handedOver();
      ids.unshift(id);
      expect((await takeOver(id)).status).toBe(204);
    }
    const first = ShiftSheetPage.parse((await next.get(`${SHEETS}?limit=2`)).body);
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = ShiftSheetPage.parse((await next.get(`${SHEETS}?limit=2&cursor=${first.nextCursor ?? ''}`)).body);
    expect([second.items.map(({ id }) => id), second.nextCursor]).toEqual([ids.slice(2), null]);
  });

  it('is no business of customers, nor of staff who see some customers only', async () => {
    const id = await handedOver();
    const scopeId = line.customerId;
    const owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId });
    const partly = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'CUSTOMER', scopeId });
    const refused = [403, 403, 403, 403, 403];
    for (const [client, answers] of [
      [owner, refused],
      [partly, [404, 404, 404, 403, 404]],
    ] as const) {
      const reads = await Promise.all(['/api/v1/shift', SHEETS, `${SHEETS}/${id}`].map((path) => client.get(path)));
      const writes = [await handOver(client), await takeOver(id, client)];
      expect([...reads, ...writes].map(({ status }) => status)).toEqual([...answers]);
    }
    for (const wrong of [randomUUID(), 'nothing']) {
      const answer = await next.get(`${SHEETS}/${wrong}`);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'shift.not-found']);
    }
    expect((await handOver(noc, '   ')).status).toBe(400);
  });
});
