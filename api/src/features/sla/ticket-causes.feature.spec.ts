import { randomUUID } from 'node:crypto';
import {
  type FaultKind,
  OutageDetail,
  OutagePage,
  SlaLedger,
  type TicketAct,
  type TicketForm,
} from '@linewatch/shared';
import type { SqlValue } from '../../database/database.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aContractedLine, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { MonthClosing } from './index.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOBODY = 'UNKNOWN -';
const NEVER = new AbortController().signal;
const NOVEMBER = Date.parse('2026-11-01T00:00:00+08:00');
const NOON = Date.parse('2026-11-20T12:00:00+08:00');
const MONTH_IS_CLOSED = Date.parse('2026-12-10T12:00:00+08:00');

describe('the cause that a ticket names of an outage', () => {
  const clock = new ManualClock(NOON);
  let api: TestApi;
  let line: ContractedLine;
  let noc: TestClient;
  let engineer: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(NOON - clock.now());
    line = await aContractedLine(api.database);
    await signIn();
  }, PATIENCE_MS);

  async function signIn(): Promise<void> {
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  }

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const outages = async (client = engineer): Promise<OutagePage['items']> =>
    OutagePage.parse(await ok(client.get(`/api/v1/circuits/${line.circuitId}/outages`))).items;
  /** What is said of each outage, and what its ticket says; newest first. */
  const causes = async (client = engineer): Promise<string[]> =>
    (await outages(client)).map(({ cause, byTicket }) => `${cause} ${byTicket?.cause ?? '-'}`);
  const ledger = async (query = 'month=2026-11'): Promise<SlaLedger> =>
    SlaLedger.parse(await ok(engineer.get(`/api/v1/circuits/${line.circuitId}/sla?${query}`)));

  /** The line was down so long before noon and after it; minutes. */
  const wasDown = (...times: readonly (readonly [from: number, to: number])[]): Promise<void> =>
    tellHistory(
      api,
      line,
      NOVEMBER - HOUR,
      times.map(([from, to]) => ({ status: 'failed', from: NOON + from * MINUTE, to: NOON + to * MINUTE })),
    );

  async function worked(id: string, found: Partial<TicketAct> = {}): Promise<void> {
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', { ...aRestoration(clock.now()), ...found });
  }

  /** A fault that is over, as the engine leaves it. */
  async function aPastFault(kind: FaultKind, from: number, to: number): Promise<string> {
    const id = randomUUID();
    const fault: Record<string, SqlValue> = {
      ...{ id, active_key: null, fault_key: `${kind} ${line.circuitId}`, circuit_id: line.circuitId },
      ...{ customer_id: line.customerId, kind, severity: 'major', severity_rank: 4, reason: 'lineDown', side: 'A' },
      ...{ suspected: 'OPERATOR', facts: '{}', since: NOON + from * MINUTE, until_at: NOON + to * MINUTE },
      ...{ changed_at: NOON, is_flapping: false, event_id: null, after_work_id: null, alarm_id: randomUUID() },
      ...{ acknowledged_at: null, note_count: 0, raise_count: 1, version: 1 },
    };
    await api.database.transaction((tx) => tx.insertMany('fault', Object.keys(fault), ['id'], [Object.values(fault)]));
    return id;
  }

  it(
    'is told as the ticket’s, with who said it, once the ticket is resolved and until the NOC judges',
    async () => {
      const { id, number } = await aFiledTicket(engineer, line.circuitId);
      clock.advance(10 * MINUTE);
      await wasDown([-30, 5]);
      expect(await causes())
        .withContext('nobody has found out')
        .toEqual([NOBODY]);

      await worked(id, { responsibility: 'THIRD_PARTY' });

      const [outage] = await outages();
      const word = { ticketId: id, number, cause: 'THIRD_PARTY', found: 'Fibre cut by an excavator' } as const;
      const who = { at: new Date(clock.now()).toISOString(), role: 'NOC_OPERATOR', by: null } as const;
      expect(outage?.byTicket).toEqual({ ...word, ...who });
      expect([outage?.cause, outage?.responsibility, outage?.revision]).toEqual(['UNKNOWN', null, 0]);
      expect((await outages(noc))[0]?.byTicket?.by).not.toBeNull();

      const judgement = { cause: 'UNKNOWN', responsibility: null, comment: 'We could not find out', revision: 0 };
      await ok(noc.post(`/api/v1/outages/${outage?.id ?? ''}/judgement`, judgement));
      expect(await causes())
        .withContext('the NOC has spoken')
        .toEqual([NOBODY]);
    },
    PATIENCE_MS,
  );

  it(
    'is of the outage that the ticket is about: named by it, by its fault, or filed while the line was down',
    async () => {
      const down = await aPastFault('DOWN', -300, -290);
      const full = await aPastFault('UTILISATION', -200, -190);
      await wasDown([-300, -290], [-200, -190], [-100, -90], [-10, -5]);
      const ofLine = async (form: Partial<TicketForm>, responsibility: TicketAct['responsibility']): Promise<void> => {
        const began = new Date(NOON - 300 * MINUTE).toISOString();
        const { id } = await aFiledTicket(noc, line.circuitId, { beganAt: began, ...form });
        await worked(id, { responsibility });
        await acted(engineer, id, 'confirm');
      };
      const [newest] = await outages();
      const none = [NOBODY, NOBODY, NOBODY, NOBODY];

      await ofLine({}, 'CUSTOMER');
      expect(await causes())
        .withContext('filed when all was over')
        .toEqual(none);
      await ofLine({ faultId: full }, 'CUSTOMER');
      expect(await causes())
        .withContext('about its load')
        .toEqual(none);
      await ofLine({ faultId: down }, 'NO_FAULT_FOUND');
      expect(await causes())
        .withContext('no fault found')
        .toEqual(none);

      await ofLine({ faultId: down }, 'OPERATOR');
      await ofLine({ outageId: newest?.id ?? '' }, 'FORCE_MAJEURE');
      expect(await causes()).toEqual(['UNKNOWN FORCE_MAJEURE', NOBODY, NOBODY, 'UNKNOWN OPERATOR']);
    },
    PATIENCE_MS,
  );

  it(
    'is gone when the customer does not accept the repair, and unseen by who sees no tickets',
    async () => {
      const viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });
      const { id } = await aFiledTicket(engineer, line.circuitId);
      clock.advance(10 * MINUTE);
      await wasDown([-30, 5]);
      await worked(id);
      expect([await causes(), await causes(viewer)]).toEqual([['UNKNOWN OPERATOR'], [NOBODY]]);

      await acted(engineer, id, 'rejectResolution', { text: 'Still nothing' });
      expect(await causes()).toEqual([NOBODY]);
    },
    PATIENCE_MS,
  );

  it(
    'stands beside the month and changes nothing in it, closed or not (SLA8, SLA12)',
    async () => {
      const { id, number } = await aFiledTicket(engineer, line.circuitId);
      clock.advance(10 * MINUTE);
      await wasDown([-30, 5]);
      const open = await ledger();
      expect([open.byTicket, open.pieces.map(({ cause }) => cause)]).toEqual([[], ['UNKNOWN']]);
      clock.advance(MONTH_IS_CLOSED - clock.now());
      await signIn();
      await api.app.get(MonthClosing, { strict: false }).close('2026-11', NEVER);
      const closed = await ledger();

      await worked(id);
      await api.app.get(MonthClosing, { strict: false }).review('2026-11', NEVER);

      const after = await ledger();
      expect(after.byTicket.map((word) => [word.outageId, word.number, word.cause])).toEqual([
        [after.pieces[0]?.outageId ?? '', number, 'OPERATOR'],
      ]);
      expect(after)
        .withContext('the closed month')
        .toEqual({ ...closed, byTicket: after.byTicket });
      expect([after.revision, after.revisions]).toEqual([1, 1]);

      const outageId = after.pieces[0]?.outageId ?? '';
      expect(OutageDetail.parse(await ok(engineer.get(`/api/v1/outages/${outageId}`))).byTicket?.number).toBe(number);
      const judgement = { cause: 'OPERATOR', responsibility: 'OPERATOR', comment: 'As the ticket says', revision: 0 };
      await ok(noc.post(`/api/v1/outages/${outageId}/judgement`, judgement));
      await api.app.get(MonthClosing, { strict: false }).review('2026-11', NEVER);
      const revised = await ledger();
      expect([revised.revision, revised.byTicket, revised.pieces.map(({ cause }) => cause)]).toEqual([
        ...[2, [], ['OPERATOR']],
      ]);
      expect(codeOf(await engineer.post(`/api/v1/outages/${outageId}/judgement`, judgement))).toBe('session.forbidden');
    },
    PATIENCE_MS,
  );
});
