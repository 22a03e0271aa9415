import type { NoticeLedger, ShiftSheet, ShiftSheetPage, TicketPage, TicketView } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { PastNotices } from '../notifications/index.js';
import { DemoShift } from './demo-shift.js';
import { DemoTickets, TICKET_STORIES } from './demo-tickets.js';

/** Founding takes a second or two, and more than ten on a machine that is busy otherwise. */
const PATIENCE_MS = 180_000;
const FOUNDED_AT = Date.UTC(2026, 10, 18, 6, 7, 33);
const network = demoNetwork();

async function idsBy(api: TestApi, table: string, column: string): Promise<Map<string, string>> {
  const rows = await api.database.read<{ id: string; name: string }>(`SELECT id, ${column} AS name FROM ${table}`);
  return new Map(rows.map(({ id, name }) => [name, id]));
}

describe('the tickets of the demo', () => {
  const clock = new ManualClock(FOUNDED_AT);
  let api: TestApi;
  let noc: TestClient;
  let bank: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock, env: { DEMO: 'full', DEMO_HISTORY_DAYS: '0' } });
    const circuits = await idsBy(api, 'circuit', 'code');
    const people = await idsBy(api, 'user_account', 'email');
    const tickets = api.app.get(DemoTickets, { strict: false });
    await api.database.transaction((tx) => tickets.tell(tx, network, { circuits }, people, FOUNDED_AT));
    await api.app.get(PastNotices, { strict: false }).enter(FOUNDED_AT);
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const customers = await idsBy(api, 'customer', 'code');
    const scopeId = customers.get(network.customers[0]?.code ?? '') ?? '';
    bank = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  async function asked<Body>(client: TestClient, path: string): Promise<Body> {
    return (await client.get<Body>(path)).body;
  }

  async function ticketOn(circuit: number, state: string): Promise<TicketView> {
    const { items } = await asked<TicketPage>(noc, `/api/v1/tickets?limit=100&state=${state}`);
    const code = network.circuits[circuit - 1]?.code;
    const [first] = items.filter(({ circuits }) => circuits.some((each) => each.code === code));
    return asked<TicketView>(noc, `/api/v1/tickets/${first?.id ?? ''}`);
  }

  it(
    'are there in every state that a ticket can be open in, and closed ones besides',
    async () => {
      const { items } = await asked<TicketPage>(noc, '/api/v1/tickets?limit=100');

      expect(items.length).toBe(TICKET_STORIES.length);
      expect(new Set(items.map(({ status }) => status))).toEqual(
        new Set(['acknowledged', 'inProgress', 'pending', 'held', 'resolved', 'closed']),
      );
    },
    PATIENCE_MS,
  );

  it(
    'have clocks that stand where the story of each lets them',
    async () => {
      const slow = await ticketOn(5, 'inProgress');
      const late = await ticketOn(37, 'acknowledged');
      const held = await ticketOn(20, 'held');
      const clockOf = (ticket: TicketView, kind: string): TicketView['clocks'][number] | undefined =>
        ticket.clocks.findLast((each) => each.kind === kind);

      expect(slow.breaches).toBe(0);
      expect(clockOf(slow, 'RESTORE')).toEqual(jasmine.objectContaining({ elapsedMs: 96 * 60_000, isPaused: false }));
      expect([late.breaches, late.escalationLevel]).toEqual([1, 1]);
      expect(clockOf(late, 'DISPATCH')?.breachedAt).toBe(new Date(FOUNDED_AT - 6 * 60_000).toISOString());
      expect(clockOf(held, 'RESTORE')).toEqual(jasmine.objectContaining({ elapsedMs: 60 * 60_000, isPaused: true }));
    },
    PATIENCE_MS,
  );

  it(
    'leave a fault report to be written, and show the customer those that were',
    async () => {
      const restored = await ticketOn(7, 'resolved');
      const cut = await ticketOn(4, 'closed');

      expect(restored.faultReport).toEqual(jasmine.objectContaining({ state: 'DRAFT' }));
      expect(cut.faultReport).toEqual(jasmine.objectContaining({ state: 'PUBLISHED' }));
      expect(cut.ratings.length).toBe(4);
    },
    PATIENCE_MS,
  );

  it(
    'were told to people in their time, and nothing of it is sent any more',
    async () => {
      const { items } = await asked<NoticeLedger>(bank, '/api/v1/notices?limit=200');
      const open = await api.database.read("SELECT 1 FROM notice_delivery WHERE state IN ('HELD','WAITING','HANDED')");

      expect(items.length).toBeGreaterThan(20);
      expect(items.filter(({ at }) => Date.parse(at) > FOUNDED_AT)).toEqual([]);
      expect(items.map(({ at }) => at)).toEqual([...items.map(({ at }) => at)].sort().reverse());
      expect(open).toEqual([]);
      expect(await api.database.read('SELECT 1 FROM notice_event WHERE gathered_at IS NULL')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'leave to the next shift those that were open when the last one ended',
    async () => {
      const people = await idsBy(api, 'user_account', 'email');
      await api.database.transaction((tx) => api.app.get(DemoShift, { strict: false }).tell(tx, people, FOUNDED_AT));

      const { items } = await asked<ShiftSheetPage>(noc, '/api/v1/shift-sheets');
      const [told] = items.filter(({ counts }) => counts.tickets > 0);
      const { facts } = await asked<ShiftSheet>(noc, `/api/v1/shift-sheets/${told?.id ?? ''}`);

      expect(facts.tickets.items.map(({ title, turn }) => [title, turn])).toEqual(
        jasmine.arrayContaining([
          ['系统监测到岳阳分行端口中断，已主动建单。', 'CUSTOMER'],
          ['岳阳分行新增视频会议和远程柜台，现有 200M 高峰期已接近上限，申请扩容到 500M。', 'OPERATOR'],
        ]),
      );
    },
    PATIENCE_MS,
  );
});
