import { CustomerStory, type ReportNumbers } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import {
  aContractedLine,
  aDoneWork,
  aSpecification,
  type ContractedLine,
  tellHistory,
} from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { AuditLog } from '../audit/audit-log.js';
import { ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NEVER = new AbortController().signal;
const DECEMBER = Date.parse('2026-12-01T00:00:00+08:00');
const NOW = Date.parse('2026-12-10T12:00:00+08:00');

describe('the story of a customer’s month', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;
  let calm: ContractedLine;
  let manager: TestClient;
  let owner: TestClient;
  let noc: TestClient;
  let admin: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close(), PATIENCE_MS);

  beforeEach(async () => {
    line = await aContractedLine(api.database);
    const { customerId, contractId } = line;
    calm = await aContractedLine(api.database, { customerId, contractId });
    const own = { scopeType: 'CUSTOMER', scopeId: customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
    owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...own });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(contractId)));
  }, PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const path = (id = line.customerId, month = '2026-12'): string => `/api/v1/customers/${id}/story?month=${month}`;
  const story = async (month?: string, client = manager): Promise<CustomerStory> =>
    CustomerStory.parse(await ok(client.get(path(line.customerId, month))));

  /** The NOC says whose doing an outage was. */
  async function judged(outageId: string): Promise<void> {
    const judgement = { cause: 'THIRD_PARTY', responsibility: 'THIRD_PARTY', comment: 'Excavator', revision: 0 };
    await ok(noc.post(`/api/v1/outages/${outageId}/judgement`, judgement));
  }

  /** A bad day: an outage that a ticket was about until it was over, and what the customer said of it. */
  async function aBadDay(): Promise<string> {
    await tellHistory(api, line, DECEMBER - 40 * DAY, [
      { status: 'failed', from: DECEMBER + DAY, to: DECEMBER + DAY + 10 * MINUTE },
      { status: 'failed', from: NOW - 50 * MINUTE, to: NOW },
    ]);
    await tellHistory(api, calm, DECEMBER - 40 * DAY, []);
    const { id } = await aFiledTicket(noc, line.circuitId);
    await acted(noc, id, 'dispatch', { workGroup: 'DATA' });
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', aRestoration(NOW));
    await acted(owner, id, 'confirm');
    await ok(owner.post(`/api/v1/tickets/${id}/ratings`, { scores: [{ step: 'OVERALL', score: 2 }] }));
    return id;
  }

  it(
    'tells of the promise, the worst outages with what was done, tickets, works, ratings and risks',
    async () => {
      const ticketId = await aBadDay();
      await aDoneWork(api.database, calm, DECEMBER + 2 * DAY, DECEMBER + 2 * DAY + 60 * MINUTE);

      const told = await story();

      expect([told.customer.id, told.month, told.isRunning, told.reportId]).toEqual([
        ...[line.customerId, '2026-12', true, null],
      ]);
      expect([told.availability.circuits, told.availability.met, told.availability.missed]).toEqual([2, 1, 1]);
      expect(told.availability.lowest.map(({ circuitId, target }) => [circuitId, target])).toEqual([
        [line.circuitId, '99.9'],
      ]);
      expect([told.outages.count, told.outages.seconds]).toEqual([2, 3_600]);
      expect(told.outages.worst.map(({ seconds, repair }) => [seconds, repair?.found, repair?.done])).toEqual([
        [3_000, 'Fibre cut by an excavator', 'Spliced'],
        // Nobody filed a ticket about the short one.
        [600, undefined, undefined],
      ]);
      expect(told.outages.worst[0]?.repair?.id).toBe(ticketId);
      // Nobody judged the outages; what the ticket was resolved with is said to be the ticket's.
      expect(told.outages.worst.map(({ cause, causeBy }) => [cause, causeBy])).toEqual([
        ['OPERATOR', 'TICKET'],
        ['UNKNOWN', 'OUTAGE'],
      ]);
      await judged(told.outages.worst[0]?.id ?? '');
      const [first] = (await story()).outages.worst;
      expect([first?.cause, first?.causeBy]).toEqual(['THIRD_PARTY', 'OUTAGE']);
      expect([told.tickets.restored, told.tickets.late, told.works.count]).toEqual([1, 0, 1]);
      expect(told.works.items.map(({ title, circuits }) => [title, circuits])).toEqual([['Cable moved', 1]]);
      expect([told.satisfaction.rated, told.satisfaction.openCallBacks]).toEqual([1, 1]);
      expect(told.risks.map(({ kind }) => kind)).toEqual(['TARGET_MISSED', 'NO_BACKUP']);
      expect(told.lines.map(({ circuitId }) => circuitId)).toEqual([line.circuitId]);
    },
    PATIENCE_MS,
  );

  it(
    'says the same of the month as its report, and leads to it',
    async () => {
      await aBadDay();
      const wish = { customerId: line.customerId, month: '2026-12' };
      const { id } = await ok<{ id: string }>(manager.post('/api/v1/reports', wish));
      await api.app.get(ReportMaker, { strict: false }).work(NEVER);
      const { numbers } = await ok<{ numbers: ReportNumbers }>(manager.get(`/api/v1/reports/${id}`));

      const told = await story();

      expect(told.reportId).toBe(id);
      expect([told.availability.percent, told.outages.seconds]).toEqual([
        ...[numbers.summary.percent, numbers.summary.outageS],
      ]);
      expect([told.tickets.norms, told.satisfaction, told.risks] as unknown[]).toEqual([
        ...[numbers.norms, numbers.satisfaction, numbers.advice],
      ]);
      // By their begin here, by their length there.
      expect(numbers.outages.map(({ cause, byTicket }) => [cause, byTicket])).toEqual([
        ['UNKNOWN', undefined],
        ['UNKNOWN', { number: told.outages.worst[0]?.repair?.number ?? '', cause: 'OPERATOR' }],
      ]);
      const csv = await manager.get(`/api/v1/reports/${id}/files/csv/en`);
      expect(JSON.stringify(csv.body)).toMatch(/Operator \(as ticket [^)]+ says\)/);
    },
    PATIENCE_MS,
  );

  it(
    'is of a month in which nothing happened, and of none that has not begun',
    async () => {
      await tellHistory(api, line, DECEMBER - 40 * DAY, []);

      const told = await story('2026-11');

      expect([told.isRunning, told.outages, told.tickets.restored, told.works.count]).toEqual([
        ...[false, { count: 0, seconds: 0, worst: [] }, 0, 0],
      ]);
      expect([told.satisfaction.rated, told.risks]).toEqual([0, []]);
      for (const month of ['2027-01', '2026-13', 'now']) {
        expect(codeOf(await manager.get(path(line.customerId, month)))).toBe('request.invalid');
      }
    },
    PATIENCE_MS,
  );

  it(
    'is nobody else’s, and each look of staff is written down',
    async () => {
      const foreign = await aContractedLine(api.database);

      expect(codeOf(await manager.get(path(foreign.customerId)))).toBe('customer.not-found');
      expect(codeOf(await manager.get(path(`${line.customerId}%20`)))).toBe('customer.not-found');
      expect((await owner.get(path())).status).toBe(403);
      await story('2026-12');

      await api.app.get(AuditLog, { strict: false }).settled();
      const { items } = await ok<{ items: { customer: { id: string } | null }[] }>(
        admin.get('/api/v1/audit?action=customer.story-viewed&limit=500'),
      );
      expect(items.map(({ customer }) => customer?.id)).toContain(line.customerId);
    },
    PATIENCE_MS,
  );
});
