import { type ReportNumbers, ReportView, SlaLedger } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { MonthClosing } from '../sla/index.js';
import { ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const DAY_S = 86_400;
const NEVER = new AbortController().signal;
const at = (local: string): number => Date.parse(`${local}+08:00`);

describe('the leap day of 2028', () => {
  let api: TestApi;
  let line: ContractedLine;
  let manager: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock: new ManualClock(at('2028-03-10T12:00')) });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    line = await aContractedLine(api.database);
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId)));
    await tellHistory(api, line, at('2027-12-01T00:00'), [
      { status: 'failed', from: at('2028-02-29T10:00'), to: at('2028-02-29T10:29') },
      { status: 'failed', from: at('2028-02-29T23:59'), to: at('2028-03-01T00:02') },
    ]);
    const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
  }, PATIENCE_MS);

  afterAll(() => api.close(), PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const ledger = async (): Promise<SlaLedger> =>
    SlaLedger.parse(await ok(manager.get(`/api/v1/circuits/${line.circuitId}/sla?month=2028-02`)));

  async function made(wish: object): Promise<ReportView & { numbers: ReportNumbers }> {
    const { id } = await ok<ReportView>(manager.post('/api/v1/reports', { customerId: line.customerId, ...wish }));
    await api.app.get(ReportMaker, { strict: false }).work(NEVER);
    const view = ReportView.parse(await ok(manager.get(`/api/v1/reports/${id}`)));
    if (view.numbers === null) throw new Error('the report has no numbers');
    return { ...view, numbers: view.numbers };
  }

  it(
    'is a day of its month in the ledger, and closes to the same hash (P-AVAIL)',
    async () => {
      const before = await ledger();
      await api.app.get(MonthClosing, { strict: false }).close('2028-02', NEVER);
      const closed = await ledger();

      const { totalS, upS, downS, exact, percent } = before.contractual;
      expect([totalS, upS, downS]).toEqual([29 * DAY_S, 29 * DAY_S - 1_800, 1_800]);
      // 1 − 1800 ÷ 2505600 of a hundred, in lowest terms.
      expect([exact, percent]).toEqual(['34775/348', '99.928']);
      // 0.1 % of twenty-nine days and not of twenty-eight.
      expect(before.allowance?.allowedS).toBe(2_505);
      expect([closed.revision, closed.hash]).toEqual([1, before.hash]);
    },
    PATIENCE_MS,
  );

  it(
    'is a span of its own in a report, and the day before it is a day',
    async () => {
      const { numbers, dates } = await made({ dates: { from: '2028-02-29', to: '2028-02-29' } });

      expect(dates).toEqual({ from: '2028-02-29', to: '2028-02-29' });
      expect([numbers.from, numbers.to]).toEqual(['2028-02-28T16:00:00.000Z', '2028-02-29T16:00:00.000Z']);
      expect(numbers.circuits.map(({ contractual }) => [contractual.totalS, contractual.lostS])).toEqual([
        [DAY_S, 1_800],
      ]);
      expect([numbers.summary.beforePercent, numbers.summary.outages]).toEqual(['100.000', 2]);
    },
    PATIENCE_MS,
  );

  it(
    'belongs to its month, to a span over it and to the year that has it',
    async () => {
      const whole = await made({ dates: { from: '2028-02-01', to: '2028-02-29' } });
      const short = await made({ dates: { from: '2028-02-01', to: '2028-02-28' } });
      const over = await made({ dates: { from: '2028-02-28', to: '2028-03-01' } });
      const year = await made({ dates: { from: '2028-01-01', to: '2028-12-31' } });

      expect([whole.kind, whole.dates, short.kind]).toEqual(['MONTHLY', null, 'RANGE']);
      const lost = [whole, short, over, year].map(({ numbers }) => numbers.circuits[0]?.contractual.lostS);
      expect(lost).toEqual([1_800, 0, 1_920, 1_920]);
      expect(over.numbers.circuits[0]?.contractual.totalS).toBe(3 * DAY_S);
    },
    PATIENCE_MS,
  );
});
