import { type ReportNumbers, ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { MonthClosing } from '../sla/index.js';
import { ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const DAY_S = 86_400;
const NEVER = new AbortController().signal;
const NOW = Date.parse('2027-01-10T12:00:00+08:00');
const at = (local: string): number => Date.parse(`${local}+08:00`);

describe('reports of any span', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;
  let other: ContractedLine;
  let manager: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    line = await aContractedLine(api.database);
    const { customerId, contractId } = line;
    other = await aContractedLine(api.database, { customerId, contractId });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(contractId)));
    await tellHistory(api, line, at('2026-08-01T00:00'), [
      { status: 'failed', from: at('2026-10-20T10:00'), to: at('2026-10-20T10:10') },
      { status: 'failed', from: at('2026-11-10T10:00'), to: at('2026-11-10T10:20') },
      { status: 'failed', from: at('2026-12-31T23:45'), to: at('2027-01-01T00:30') },
    ]);
    await tellHistory(api, other, at('2026-08-01T00:00'), [
      { status: 'failed', from: at('2026-11-11T10:00'), to: at('2026-11-11T11:00') },
    ]);
    await api.app.get(MonthClosing, { strict: false }).close('2026-11', NEVER);
  }, PATIENCE_MS);

  beforeEach(async () => {
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const ask = (wish: object, client = manager) =>
    client.post<ReportView>('/api/v1/reports', { customerId: line.customerId, ...wish });
  const work = (): Promise<void> => api.app.get(ReportMaker, { strict: false }).work(NEVER);
  const view = async (id: string): Promise<ReportView> =>
    ReportView.parse(await ok(manager.get(`/api/v1/reports/${id}`)));
  async function made(wish: object): Promise<ReportView> {
    const { id } = await ok<ReportView>(ask(wish));
    await work();
    return view(id);
  }
  function numbersOf({ numbers }: ReportView): ReportNumbers {
    if (numbers === null) throw new Error('the report has no numbers');
    return numbers;
  }
  const lostOf = (numbers: ReportNumbers, { circuitId }: ContractedLine): number | undefined =>
    numbers.circuits.find((circuit) => circuit.circuitId === circuitId)?.contractual.lostS;

  it(
    'sums a quarter from its months and stands beside the quarter before (SLA10)',
    async () => {
      const report = await made({ dates: { from: '2026-10-01', to: '2026-12-31' } });
      const numbers = numbersOf(report);

      expect([report.kind, report.dates]).toEqual(['RANGE', { from: '2026-10-01', to: '2026-12-31' }]);
      expect(lostOf(numbers, line)).toBe((10 + 20 + 15) * 60);
      expect(lostOf(numbers, other)).toBe(3_600);
      const own = numbers.circuits.find(({ circuitId }) => circuitId === line.circuitId);
      expect(own?.contractual.totalS).toBe(92 * DAY_S);
      expect(own?.contractual.exact).toBe(exactOf(92 * DAY_S, 45 * 60));
      expect([numbers.summary.outages, numbers.summary.outageS]).toEqual([4, 45 * 60 + 3_600]);
      expect(numbers.summary.beforePercent).toBe('100.000');
      expect(numbers.isPreliminary).toBeTrue();
    },
    PATIENCE_MS,
  );

  it(
    'reckons the days alone that are asked for',
    async () => {
      const numbers = numbersOf(await made({ dates: { from: '2026-10-20', to: '2026-11-10' } }));

      expect(lostOf(numbers, line)).toBe(30 * 60);
      expect(lostOf(numbers, other)).toBe(0);
      expect(numbers.circuits.map(({ contractual }) => contractual.totalS)).toEqual([22 * DAY_S, 22 * DAY_S]);
    },
    PATIENCE_MS,
  );

  it(
    'takes a month for the month as it was closed, whichever way it is asked for',
    async () => {
      const byDates = await made({ dates: { from: '2026-11-01', to: '2026-11-30' } });
      const byMonth = await made({ month: '2026-11' });

      expect([byDates.kind, byDates.dates]).toEqual(['MONTHLY', null]);
      expect(byDates.hash).toBe(byMonth.hash);
      expect(numbersOf(byMonth).isPreliminary).toBeFalse();
    },
    PATIENCE_MS,
  );

  it(
    'is about the lines of a site, or those that were chosen, and says so in its files',
    async () => {
      const ofSite = await made({ month: '2026-11', site: other.siteA });
      const chosen = await made({ month: '2026-11', circuits: [line.circuitId] });

      expect(numbersOf(ofSite).circuits.map(({ circuitId }) => circuitId)).toEqual([other.circuitId]);
      expect(numbersOf(ofSite).outages.map(({ seconds }) => seconds)).toEqual([3_600]);
      expect(numbersOf(chosen).circuits.map(({ circuitId }) => circuitId)).toEqual([line.circuitId]);
      expect(numbersOf(chosen).outages.map(({ seconds }) => seconds)).toEqual([1_200]);
      expect([ofSite.part?.circuits, chosen.part?.circuits]).toEqual([null, 1]);
      const path = new URL(`/api/v1/reports/${chosen.id}/files/csv/en`, manager.url);
      const csv = await (await fetch(path, { headers: { Cookie: manager.cookie ?? '' } })).text();
      expect(csv).toContain('1 chosen circuit only');
    },
    PATIENCE_MS,
  );

  it(
    'is of nobody else’s lines and of no dates that cannot be',
    async () => {
      const foreign = await aContractedLine(api.database);

      expect(codeOf(await ask({ month: '2026-11', circuits: [foreign.circuitId] }))).toBe('circuit.not-found');
      expect(codeOf(await ask({ month: '2026-11', site: foreign.siteA }))).toBe('site.not-found');
      for (const wish of [
        {},
        { month: '2026-11', dates: { from: '2026-11-01', to: '2026-11-02' } },
        { month: '2026-11', site: line.siteA, circuits: [line.circuitId] },
        { dates: { from: '2026-11-02', to: '2026-11-01' } },
        { dates: { from: '2026-02-30', to: '2026-03-01' } },
        { dates: { from: '2025-01-01', to: '2026-11-01' } },
        { dates: { from: '2027-01-11', to: '2027-01-12' } },
        { dates: { from: '1026-11-01', to: '1026-11-02' } },
      ]) {
        expect(codeOf(await ask(wish)))
          .withContext(JSON.stringify(wish))
          .toBe('request.invalid');
      }
    },
    PATIENCE_MS,
  );

  it(
    'is cancelled before and while it is made, and can be made again',
    async () => {
      const wish = { dates: { from: '2026-12-01', to: '2026-12-05' } };
      const { id, version, mayCancel } = await ok<ReportView>(ask(wish));
      expect(mayCancel).toBeTrue();
      await ok(manager.post(`/api/v1/reports/${id}/cancel`, { version }));
      expect(codeOf(await manager.post(`/api/v1/reports/${id}/cancel`, { version }))).toBe('report.step-impossible');
      await work();
      const cancelled = await view(id);
      expect([cancelled.state, cancelled.failure, cancelled.numbers]).toEqual(['failed', 'cancelled', null]);

      await ok(manager.post(`/api/v1/reports/${id}/retry`, { version: cancelled.version }));
      const stop = api.database.transaction((tx) =>
        tx.execute("UPDATE report SET cancelled_at = 1 WHERE id = ? AND state = 'queued'", [id]),
      );
      await stop;
      await work();
      expect((await view(id)).failure).toBe('cancelled');

      await ok(manager.post(`/api/v1/reports/${id}/retry`, { version: (await view(id)).version }));
      await work();
      const finished = await view(id);
      expect([finished.state, finished.progress, finished.mayCancel]).toEqual(['generated', null, false]);
    },
    PATIENCE_MS,
  );

  it(
    'was left by a maker that died after it was cancelled, and stays cancelled',
    async () => {
      const { id } = await ok<ReportView>(ask({ dates: { from: '2026-12-06', to: '2026-12-07' } }));
      await api.database.transaction((tx) =>
        tx.execute(
          "UPDATE report SET state = 'generating', attempts = 1, done = 1, total = 2, cancelled_at = 1 WHERE id = ?",
          [id],
        ),
      );
      await work();

      const report = await view(id);
      expect([report.state, report.failure]).toEqual(['failed', 'cancelled']);
    },
    PATIENCE_MS,
  );
});

/** 100 × (all − lost) / all in lowest terms. */
function exactOf(all: number, lost: number): string {
  const [over, under] = [100 * (all - lost), all];
  let [a, b] = [over, under];
  while (b > 0) [a, b] = [b, a % b];
  return `${String(over / a)}/${String(under / a)}`;
}
