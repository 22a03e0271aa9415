import { type SlaLedger, SlaLedger as Ledger, SlaOverview, type SlaMetric, SlaRevisions } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aPoint, storePoints } from '../../testing/test-measures.builder.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { MeasureSumRepository } from '../measures/index.js';
import { MonthClosing } from './index.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** November 2026 in Shanghai. */
const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const NOW = Date.parse('2026-12-10T12:00:00+08:00');
const YEARS_LATER = Date.parse('2029-12-10T12:00:00+08:00');
const LATENCY = { metric: 'LATENCY', target: '30', circuitId: null } as const;

/** Five minutes of a probe: 100 packets of 20 ms and a jitter of 1 ms, without loss. */
interface ToldRun {
  readonly at: number;
  readonly received?: number;
  readonly delayMs?: number;
}

describe('the promises of a month beyond its availability', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let admin: TestClient;
  let line: ContractedLine;
  let engineer: TestClient;
  let pointId = 900_000;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(NOW - clock.now());
    line = await aContractedLine(api.database);
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    pointId += 1;
    const { circuitId, customerId } = line;
    await storePoints(api.database, [aPoint({ id: pointId, circuitId, customerId })]);
  });

  const measured = (runs: readonly ToldRun[]): Promise<void> =>
    api.database.transaction((tx) =>
      api.app.get(MeasureSumRepository, { strict: false }).save(
        tx,
        'latency_5m',
        runs.map(({ at, received = 100, delayMs = 20 }) => ({
          ...{ point_id: pointId, bucket: at / 1_000, n: 5, failed_n: 0, sent: 100, received },
          ...{ min_us: 1, max_us: 99_000, delay_n: received, delay_sum_us: received * delayMs * 1_000 },
          ...{ jitter_n: 5, jitter_sum_us: 5_000 },
        })),
      ),
    );
  const forgotten = (): Promise<unknown> =>
    api.database.transaction((tx) => tx.execute('DELETE FROM latency_5m WHERE point_id = ?', [pointId]));

  async function promised(...objectives: { metric: SlaMetric; target: string; circuitId: null }[]): Promise<void> {
    const form = aSpecification(line.contractId, { objectives });
    const { status, body } = await admin.post('/api/v1/sla/specifications', form);
    expect(status).withContext(JSON.stringify(body)).toBe(201);
  }
  async function ledger(): Promise<SlaLedger> {
    const { status, body } = await engineer.get(`/api/v1/circuits/${line.circuitId}/sla?month=2026-11`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return Ledger.parse(body);
  }
  const closing = () => api.app.get(MonthClosing, { strict: false });
  const never = new AbortController().signal;
  async function revisions(): Promise<number> {
    const { body } = await engineer.get(`/api/v1/circuits/${line.circuitId}/sla/revisions?month=2026-11`);
    return SlaRevisions.parse(body).items.length;
  }

  it('names the time in which the line was up and worse than promised', async () => {
    await promised(LATENCY, { metric: 'LOSS', target: '0.1', circuitId: null });
    await tellHistory(api, line, FROM - DAY, [{ status: 'failed', from: FROM + DAY, to: FROM + DAY + HOUR }]);
    await measured([
      { at: FROM },
      { at: FROM + 5 * MINUTE, delayMs: 80 },
      // While the line is down nothing is expected of it.
      { at: FROM + DAY, received: 0 },
    ]);

    const { quality, isMet } = await ledger();

    expect(isMet).toBeNull();
    expect(quality?.objectives.map(({ metric, value, isMet: kept }) => [metric, value, kept])).toEqual([
      ['LATENCY', '50.000', false],
      ['LOSS', '0.000', true],
    ]);
    expect([quality?.measuredS, quality?.degradedS, quality?.countableS]).toEqual([600, 300, 30 * 86_400 - 3_600]);
    expect(quality?.pieces).toEqual([
      {
        from: new Date(FROM + 5 * MINUTE).toISOString(),
        to: new Date(FROM + 10 * MINUTE).toISOString(),
        seconds: 300,
        worse: [{ metric: 'LATENCY', value: '80.000' }],
      },
    ]);
  });

  it('closes what was measured with the month, and a late reading makes a revision', async () => {
    await promised(LATENCY);
    await tellHistory(api, line, FROM - DAY, []);
    await measured([{ at: FROM }]);
    const before = await ledger();
    await closing().close('2026-11', never);

    expect((await ledger()).hash).toBe(before.hash);
    await closing().review('2026-11', never);
    expect(await revisions()).toBe(1);

    await measured([{ at: FROM + HOUR, delayMs: 90 }]);
    await closing().review('2026-11', never);

    expect(await revisions()).toBe(2);
    const { body } = await engineer.get('/api/v1/sla?month=2026-11');
    expect(SlaOverview.parse(body).items.map(({ missed }) => missed)).toEqual([['LATENCY']]);
  });

  it('does not judge a month anew because its measurements are no longer kept', async () => {
    await promised(LATENCY);
    await tellHistory(api, line, FROM - DAY, []);
    await measured([{ at: FROM, delayMs: 90 }]);
    await closing().close('2026-11', never);

    clock.advance(YEARS_LATER - NOW);
    await forgotten();
    await closing().review('2026-11', never);

    // Nobody stays signed in for years.
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    expect(await revisions()).toBe(1);
    expect((await ledger()).quality?.degradedS).toBe(300);
  });

  it('counts the tickets that were restored in the month and kept every clock', async () => {
    const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const { id } = await aFiledTicket(noc, line.circuitId);
    await acted(noc, id, 'accept');
    clock.advance(10 * MINUTE);
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    await promised({ metric: 'NORM', target: '95', circuitId: null });
    await tellHistory(api, line, FROM - DAY, []);

    const { status, body } = await engineer.get(`/api/v1/circuits/${line.circuitId}/sla?month=2026-12`);
    expect(status).toBe(200);
    const { norm } = Ledger.parse(body);

    expect(norm?.tickets).toBe(1);
    expect(norm?.timers.find(({ timer }) => timer === 'RESTORE')).toEqual({ timer: 'RESTORE', all: 1, kept: 1 });
    expect(norm?.isMet).toBe(norm?.kept === 1);
  });

  it('refuses more than all tickets or packets, and names every field that is wrong', async () => {
    const all = (['LOSS', 'NORM', 'NORM'] as const).map((metric) => ({ metric, target: '100.1', circuitId: null }));
    const form = aSpecification(line.contractId, { objectives: all, timeZone: 'Mars/Base' });

    const { status, body } = await admin.post<{ fields: { field: string }[] }>('/api/v1/sla/specifications', form);

    expect(status).toBe(400);
    expect(body.fields.map(({ field }) => field)).toEqual([
      ...['timeZone', 'objectives.0.target', 'objectives.1.target', 'objectives.2.target', 'objectives.2.metric'],
    ]);
  });
});
