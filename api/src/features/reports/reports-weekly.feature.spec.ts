import { ReportPage, ReportRecipients, type ReportSchedules, ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { ReportDispatch, ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const DAY_S = 86_400;
const NEVER = new AbortController().signal;
const at = (local: string): number => Date.parse(`${local}+08:00`);
/** A Wednesday. */
const NOW = at('2026-12-09T12:00');

describe('weekly reports', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close(), PATIENCE_MS);

  beforeEach(async () => {
    clock.advance(NOW - clock.now());
    line = await aContractedLine(api.database);
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId)));
    await tellHistory(api, line, at('2026-10-01T00:00'), [
      // Half before the week's Monday began in Shanghai, half after.
      { status: 'failed', from: at('2026-11-29T23:55'), to: at('2026-11-30T00:05') },
    ]);
  }, PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const signedIn = (role: 'ACCOUNT_MANAGER' | 'CUSTOMER_ADMIN'): Promise<TestClient> =>
    api.signedIn({ role, scopeType: 'CUSTOMER', scopeId: line.customerId });
  const asked = async (
    from: string,
    to: string,
    more: object = {},
    role: 'ACCOUNT_MANAGER' | 'CUSTOMER_ADMIN' = 'ACCOUNT_MANAGER',
  ) => {
    const client = await signedIn(role);
    const wish = { customerId: line.customerId, dates: { from, to }, ...more };
    return { client, report: await ok<ReportView>(client.post('/api/v1/reports', wish)) };
  };

  it(
    'are of Monday to Sunday in the zone of reports, across the end of a month',
    async () => {
      const { client, report } = await asked('2026-11-30', '2026-12-06');
      await api.app.get(ReportMaker, { strict: false }).work(NEVER);

      const { kind, numbers } = ReportView.parse(await ok(client.get(`/api/v1/reports/${report.id}`)));
      expect(kind).toBe('WEEKLY');
      expect([numbers?.from, numbers?.to]).toEqual(['2026-11-29T16:00:00.000Z', '2026-12-06T16:00:00.000Z']);
      const [own] = numbers?.circuits ?? [];
      expect([own?.contractual.totalS, own?.contractual.lostS]).toEqual([7 * DAY_S, 300]);
      // The Sunday before is of the week before.
      expect(numbers?.summary.beforePercent).toBe('99.950');
    },
    PATIENCE_MS,
  );

  it('are of all lines and made by the house, and no seven other days are one', async () => {
    const kinds = [
      await asked('2026-11-29', '2026-12-05'),
      await asked('2026-11-30', '2026-12-05'),
      await asked('2026-11-23', '2026-12-06'),
      await asked('2026-11-30', '2026-12-06', { circuits: [line.circuitId] }),
      await asked('2026-11-30', '2026-12-06', {}, 'CUSTOMER_ADMIN'),
    ].map(({ report }) => report.kind);

    expect(kinds).toEqual(['RANGE', 'RANGE', 'RANGE', 'RANGE', 'ADHOC']);
  });

  it(
    'are made by themselves once the week of a schedule is over',
    async () => {
      const owner = await signedIn('CUSTOMER_ADMIN');
      const manager = await signedIn('ACCOUNT_MANAGER');
      const { email } = await ok<{ email: string }>(owner.get('/api/v1/account'));
      const path = `/api/v1/customers/${line.customerId}/report-recipients`;
      const recipient = ReportRecipients.parse(await ok(manager.get(path))).items.find((each) => each.email === email);
      const form = { customerId: line.customerId, recipientId: recipient?.id, period: 'WEEK', language: 'en' };
      await ok(manager.post('/api/v1/report-schedules', { ...form, formats: ['pdf'], afterDays: 1 }));
      const [due] = (await ok<ReportSchedules>(manager.get('/api/v1/report-schedules'))).items;
      // On the Monday after, in the morning.
      expect([due?.nextFrom, due?.nextAt]).toEqual(['2026-12-07', '2026-12-14T00:00:00.000Z']);

      clock.advance(at('2026-12-14T08:00') - clock.now());
      await api.app.get(ReportDispatch, { strict: false }).work(NEVER);

      const later = await signedIn('ACCOUNT_MANAGER');
      const { items } = ReportPage.parse(await ok(later.get(`/api/v1/reports?customer=${line.customerId}`)));
      expect(items.map(({ kind, dates }) => [kind, dates])).toEqual([
        ['WEEKLY', { from: '2026-12-07', to: '2026-12-13' }],
      ]);
    },
    PATIENCE_MS,
  );
});
