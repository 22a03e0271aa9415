import { randomUUID } from 'node:crypto';
import { type OperatingStatus, type PortfolioCustomer, PortfolioView, statusRank } from '@linewatch/shared';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aContractedLine, aSpecification, tellHistory } from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { SlaWarnings } from '../sla/sla-warnings.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const NOW = Date.parse('2026-12-02T12:00:00+08:00');

describe('the portfolio of an account manager', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let noc: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  /** Sessions end when nobody uses them for long. */
  beforeEach(async () => {
    clock.advance(NOW - clock.now());
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  });

  afterAll(() => api.close());

  const managerOf = (...customers: readonly string[]): Promise<TestClient> =>
    api.signedIn(...customers.map((scopeId) => ({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId }) as const));

  async function portfolio(client: TestClient): Promise<PortfolioView> {
    const { status, body } = await client.get('/api/v1/portfolio');
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return PortfolioView.parse(body);
  }

  async function only(client: TestClient): Promise<PortfolioCustomer> {
    const { items } = await portfolio(client);
    const [item] = items;
    if (item === undefined || items.length > 1) throw new Error(`there are ${String(items.length)} customers`);
    return item;
  }

  const needsOf = ({ needs }: PortfolioCustomer): unknown[] => needs.map(({ need, value }) => [need, value]);

  /** Says what is known of a line now, by a reading of each end that is just coming in. */
  async function stand(line: StoredLine, status: OperatingStatus): Promise<void> {
    const now = clock.now();
    const state = ['circuit_id', 'customer_id', 'status', 'status_rank', 'since', 'sample_at', 'interval_s'];
    state.push('oldest_end_at', 'newest_end_at');
    await api.database.transaction(async (tx) => {
      const row = [line.circuitId, line.customerId, status, statusRank(status), now - MINUTE_MS, now, 10, now, now];
      await tx.insertMany('circuit_state', state, ['circuit_id'], [row], 'update');
      const ports = [line.portA, line.portZ].map((port) => [port, 'UP', now]);
      await tx.insertMany('port_state', ['port_id', 'status', 'sample_at'], ['port_id'], ports, 'update');
    });
  }

  async function aRunningLine(): Promise<StoredLine> {
    const line = await aStoredLine(api.database);
    await stand(line, 'running');
    return line;
  }

  /** A ticket that the customer has closed, with what it thinks of it. */
  async function rated({ circuitId, customerId }: StoredLine, score: number): Promise<void> {
    const owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
    const { id } = await aFiledTicket(noc, circuitId);
    await acted(noc, id, 'dispatch', { workGroup: 'DATA' });
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    await acted(owner, id, 'confirm');
    const scores = [{ step: 'OVERALL', score }];
    const answer = await owner.post(`/api/v1/tickets/${id}/ratings`, { scores });
    expect(answer.status).withContext(JSON.stringify(answer.body)).toBeLessThan(300);
  }

  it('names only the own customers, those in need first, each with the reasons (AMG1, AMG4)', async () => {
    const [fine, down, ticketed, foreign] = [
      await aRunningLine(),
      await aRunningLine(),
      await aRunningLine(),
      await aRunningLine(),
    ];
    await stand(down, 'failed');
    await stand(foreign, 'failed');
    await aFiledTicket(noc, ticketed.circuitId);

    const manager = await managerOf(fine.customerId, ticketed.customerId, down.customerId);
    const { items, total, atRisk, feeds } = await portfolio(manager);

    expect(items.map(({ id }) => id)).toEqual([down.customerId, ticketed.customerId, fine.customerId]);
    expect(items.map(needsOf)).toEqual([[['LINES_DOWN', 1]], [['TICKETS_OPEN', 1]], []]);
    expect(items.map(({ lines }) => [lines.failed, lines.running])).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect([total, atRisk]).toEqual([3, 1]);
    expect(Object.keys(feeds).sort()).toEqual([fine, down, ticketed].map(({ customerId }) => customerId).sort());
  });

  it('is empty for who serves nobody any more, and refused to customers and the NOC', async () => {
    const line = await aRunningLine();
    const customer = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    expect((await customer.get('/api/v1/portfolio')).status).toBe(403);
    expect((await noc.get('/api/v1/portfolio')).status).toBe(403);
    expect((await portfolio(await managerOf(randomUUID()))).items).toEqual([]);
  });

  it('tells of unhappy customers, who wait for a call, and stops when they were called (AMG3)', async () => {
    const line = await aRunningLine();
    let manager = await managerOf(line.customerId);
    await rated(line, 2);

    const unhappy = await only(manager);
    expect(needsOf(unhappy)).toEqual([
      ['CALL_BACKS_DUE', 1],
      ['UNSATISFIED', 20],
    ]);
    expect(unhappy.satisfaction).toEqual({ mean: 20, count: 1 });

    const calls = await manager.get<{ items: { id: string; customerId: string; dueAt: string }[] }>(
      '/api/v1/call-backs',
    );
    const [call] = calls.body.items;
    clock.advance(Date.parse(call?.dueAt ?? '') - clock.now() + 1);
    await stand(line, 'running');
    manager = await managerOf(line.customerId);
    expect(needsOf(await only(manager))[0]).toEqual(['CALL_BACKS_LATE', 1]);

    await manager.post(`/api/v1/call-backs/${call?.id ?? ''}/done`, { note: 'Apologised' });
    expect(needsOf(await only(manager))).toEqual([['UNSATISFIED', 20]]);

    clock.advance(91 * DAY_MS);
    await stand(line, 'running');
    manager = await managerOf(line.customerId);
    expect((await only(manager)).satisfaction).toEqual({ mean: null, count: 0 });
  });

  it('tells of contracts from ninety days before their last day on', async () => {
    const line = await aRunningLine();
    const contracts = [
      ['today', '2026-12-02'],
      ['ninety', '2027-03-02'],
      ['later', '2027-03-03'],
      ['over', '2026-12-01'],
      ['open', null],
    ].map(([number, validTo]) => [
      randomUUID(),
      line.customerId,
      `${String(number)}-${randomUUID().slice(0, 8)}`,
      validTo,
    ]);
    await api.database.transaction((tx) =>
      tx.insertMany(
        'contract',
        ['id', 'customer_id', 'number', 'valid_to', 'sla_class'],
        ['id'],
        contracts.map((row) => [...row.map((value) => value ?? null), 'GOLD']),
      ),
    );
    const { contracts: ending, needs } = await only(await managerOf(line.customerId));
    expect(ending.map(({ number, days }) => [number.split('-')[0], days])).toEqual([
      ['today', 0],
      ['ninety', 90],
    ]);
    expect(needs).toEqual([{ need: 'CONTRACT_ENDS', value: 0 }]);
  });

  it(
    'says when the minutes were reckoned last: in a new house at once, and not after five minutes',
    async () => {
      const manager = await managerOf((await aContractedLine(api.database)).customerId);
      // The clock of the house stands still: only what is due at its start is done.
      await eventually('the first look', async () => (await portfolio(manager)).minutesAt !== null, PATIENCE_MS / 2);
      expect(Date.parse((await portfolio(manager)).minutesAt ?? '')).toBeLessThanOrEqual(clock.now());
    },
    PATIENCE_MS,
  );

  it('tells how much the tightest line has left of this month, and which', async () => {
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const line = await aContractedLine(api.database);
    await stand(line, 'running');
    const saved = await admin.post('/api/v1/sla/specifications', aSpecification(line.contractId));
    expect(saved.status).withContext(JSON.stringify(saved.body)).toBeLessThan(300);
    const manager = await managerOf(line.customerId);
    const allowedS = Math.floor((31 * 86_400) / 1_000);
    const lost = async (minutes: number): Promise<PortfolioCustomer> => {
      const from = Date.parse('2026-12-02T00:00:00+08:00');
      const told = [{ status: 'failed', from, to: from + minutes * MINUTE_MS }] as const;
      await tellHistory(api, line, Date.parse('2026-01-01T00:00:00+08:00'), told);
      await api.app.get(SlaWarnings, { strict: false }).look(new AbortController().signal);
      return only(manager);
    };

    expect((await lost(5)).tightest).toBeNull();
    const tight = await lost(40);
    expect([tight.tightest?.circuitId, tight.tightest?.leftS]).toEqual([line.circuitId, allowedS - 2_400]);
    expect(needsOf(tight)).toEqual([['SLA_TIGHT', 10]]);
    const missed = await lost(50);
    expect(needsOf(missed)).toEqual([['SLA_MISSED', 1]]);
    expect([missed.tightest?.leftS, missed.isAtRisk]).toEqual([allowedS - 3_000, true]);
  });
});
