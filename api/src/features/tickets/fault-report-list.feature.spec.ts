import { FaultReportPage } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { acted, aFiledTicket, aRestoration, seenTicket } from '../../testing/test-ticket.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
/** More than the working day that a report may take, whatever day it is. */
const LATE_MS = 6 * 24 * 60 * 60_000;

describe('the list of fault reports', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let noc: TestClient;
  let line: StoredLine;
  let engineer: TestClient;
  let manager: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    await signIn();
  }, PATIENCE_MS);

  /** Sessions end long before a report is late. */
  async function signIn(): Promise<void> {
    const scope = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...scope });
  }

  async function days(): Promise<void> {
    clock.advance(LATE_MS);
    await signIn();
  }

  /** A restored ticket of the highest priority, whose report is owed from now on. */
  async function owed(): Promise<string> {
    clock.advance(1_000);
    const { id } = await aFiledTicket(engineer, line.circuitId, { impact: 'high', urgency: 'high', force: true });
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    return id;
  }

  async function publish(id: string): Promise<void> {
    const version = (await seenTicket(noc, id)).faultReport?.version;
    const form = { textZh: '光缆被挖断', textEn: 'The cable was cut', publish: true, version };
    await noc.put(`/api/v1/tickets/${id}/fault-report`, form);
  }

  const listed = async (client: TestClient, query = ''): Promise<FaultReportPage> =>
    FaultReportPage.parse((await client.get(`/api/v1/fault-reports${query}`)).body);

  it(
    'has what is owed on top, the latest first, and then what was published',
    async () => {
      const published = await owed();
      await publish(published);
      const overdue = await owed();
      await days();
      const due = await owed();

      const { items, open } = await listed(manager);

      expect(items.map(({ ticketId, state, isLate }) => [ticketId, state, isLate])).toEqual([
        [overdue, 'DRAFT', true],
        [due, 'DRAFT', false],
        [published, 'PUBLISHED', false],
      ]);
      expect(open).toEqual({ due: 2, overdue: 1 });
      expect(items[0]?.circuits.map(({ id }) => id)).toEqual([line.circuitId]);
    },
    PATIENCE_MS,
  );

  it(
    'is narrowed by state and read page by page',
    async () => {
      const overdue = await owed();
      await days();
      const due = await owed();
      const ids = ({ items }: FaultReportPage): string[] => items.map(({ ticketId }) => ticketId);

      expect(ids(await listed(manager, '?state=OVERDUE'))).toEqual([overdue]);
      expect(ids(await listed(manager, '?state=PUBLISHED'))).toEqual([]);
      const first = await listed(manager, '?limit=1');
      const cursor = encodeURIComponent(first.nextCursor ?? '');
      const second = await listed(manager, `?limit=1&cursor=${cursor}`);
      expect([ids(first), ids(second), second.nextCursor]).toEqual([[overdue], [due], null]);
      const other = await manager.get(`/api/v1/fault-reports?state=DRAFT&cursor=${cursor}`);
      expect([other.status, codeOf(other)]).toEqual([400, 'list.cursor-invalid']);
    },
    PATIENCE_MS,
  );

  it(
    "shows a customer when the own ones are due, and nobody else's",
    async () => {
      const id = await owed();

      const own = (await listed(engineer)).items;
      expect(own.map(({ ticketId, dueAt }) => [ticketId, dueAt === null])).toEqual([[id, false]]);
      const other = await aStoredLine(api.database);
      const rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
      expect(await listed(rival)).toEqual(jasmine.objectContaining({ items: [], open: { due: 0, overdue: 0 } }));
    },
    PATIENCE_MS,
  );
});
