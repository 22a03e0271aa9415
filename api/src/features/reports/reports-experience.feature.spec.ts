import { type ReportNumbers, ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { partsOfZip, textOfPdf } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aPoint, storePoints } from '../../testing/test-measures.builder.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { MeasureSumRepository } from '../measures/index.js';
import { MonthClosing } from '../sla/index.js';
import { ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NEVER = new AbortController().signal;
const NOVEMBER = Date.parse('2026-11-01T00:00:00+08:00');
const DECEMBER = Date.parse('2026-12-01T00:00:00+08:00');
const NOW = Date.parse('2026-12-10T12:00:00+08:00');

describe('what a report says of measured lines and of satisfaction', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;
  let plain: ContractedLine;
  let manager: TestClient;
  let owner: TestClient;
  let noc: TestClient;
  let pointId = 950_000;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close(), PATIENCE_MS);

  beforeEach(async () => {
    line = await aContractedLine(api.database);
    const { circuitId, customerId, contractId } = line;
    plain = await aContractedLine(api.database, { customerId, contractId });
    const own = { scopeType: 'CUSTOMER', scopeId: customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
    owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...own });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const objectives = (['LATENCY', 'LOSS'] as const).map((metric) => ({ metric, target: '30', circuitId: null }));
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(contractId, { objectives })));
    await tellHistory(api, line, NOVEMBER - 40 * DAY, []);
    await tellHistory(api, plain, NOVEMBER - 40 * DAY, []);
    pointId += 1;
    await storePoints(api.database, [aPoint({ id: pointId, circuitId, customerId })]);
  }, PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }

  /** Five minutes of a probe: 100 packets, a jitter of 1 ms. */
  const measured = (...runs: readonly { at: number; delayMs: number }[]): Promise<void> =>
    api.database.transaction((tx) =>
      api.app.get(MeasureSumRepository, { strict: false }).save(
        tx,
        'latency_5m',
        runs.map(({ at, delayMs }) => ({
          ...{ point_id: pointId, bucket: at / 1_000, n: 5, failed_n: 0, sent: 100, received: 100 },
          ...{ min_us: 1, max_us: 99_000, delay_n: 100, delay_sum_us: 100_000 * delayMs, jitter_n: 5 },
          jitter_sum_us: 5_000,
        })),
      ),
    );
  const forgotten = (): Promise<unknown> =>
    api.database.transaction((tx) => tx.execute('DELETE FROM latency_5m WHERE point_id = ?', [pointId]));

  async function rated(...scores: { step: string; score: number }[]): Promise<void> {
    const { id } = await aFiledTicket(noc, line.circuitId);
    await acted(noc, id, 'dispatch', { workGroup: 'DATA' });
    await acted(noc, id, 'accept');
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    await acted(owner, id, 'confirm');
    if (scores.length > 0) await ok(owner.post(`/api/v1/tickets/${id}/ratings`, { scores }));
  }

  async function made(wish: object): Promise<{ id: string; numbers: ReportNumbers }> {
    const { id } = await ok<ReportView>(manager.post('/api/v1/reports', { customerId: line.customerId, ...wish }));
    await api.app.get(ReportMaker, { strict: false }).work(NEVER);
    const { numbers } = ReportView.parse(await ok(manager.get(`/api/v1/reports/${id}`)));
    if (numbers === null) throw new Error('the report has no numbers');
    return { id, numbers };
  }

  async function file(id: string, format: string, language: string): Promise<Buffer> {
    const path = new URL(`/api/v1/reports/${id}/files/${format}/${language}`, manager.url);
    return Buffer.from(await (await fetch(path, { headers: { Cookie: manager.cookie ?? '' } })).arrayBuffer());
  }

  /** All forms of a report as text, without spaces, which a PDF sets as it likes. */
  async function textsOf(id: string, language: string): Promise<readonly string[]> {
    const zipped = async (format: string): Promise<string> =>
      [...partsOfZip(await file(id, format, language)).values()].join('\n');
    const texts = [
      textOfPdf(await file(id, 'pdf', language)),
      (await file(id, 'csv', language)).toString('utf8'),
      await zipped('xlsx'),
      await zipped('pptx'),
    ];
    return texts.map((text) => text.replace(/\s/g, ''));
  }

  it(
    'tells mean, worst and verdict of the measured line alone, and how much was not measured',
    async () => {
      await measured({ at: DECEMBER, delayMs: 20 }, { at: DECEMBER + 5 * MINUTE, delayMs: 80 });

      const { id, numbers } = await made({ dates: { from: '2026-12-01', to: '2026-12-01' } });

      expect(numbers.quality?.map(({ circuitId, gap }) => [circuitId, gap])).toEqual([
        // Two of 288 intervals.
        [line.circuitId, 99.4],
      ]);
      expect(numbers.quality?.[0]?.metrics).toEqual([
        { metric: 'LATENCY', mean: '50.000', worst: '80.000', target: '30', isMet: false },
        { metric: 'LOSS', mean: '0.000', worst: '0.000', target: '30', isMet: true },
        { metric: 'JITTER', mean: '1.000', worst: '1.000', target: null, isMet: null },
      ]);
      for (const text of await textsOf(id, 'zh-CN')) {
        expect(text).toContain('测量时延、丢包与抖动的电路1条：0条兑现全部承诺，1条未兑现');
        expect(text).toContain('时延ms');
        expect(text).toContain('99.4');
      }
      for (const text of await textsOf(id, 'en')) expect(text).toContain('Latency,lossandjitter');
    },
    PATIENCE_MS,
  );

  it(
    'takes a closed month as it was closed, also when its readings are no longer kept',
    async () => {
      await measured({ at: NOVEMBER, delayMs: 20 }, { at: DECEMBER, delayMs: 80 });
      await api.app.get(MonthClosing, { strict: false }).close('2026-11', NEVER);
      await forgotten();

      const { numbers } = await made({ month: '2026-11' });

      const [latency] = numbers.quality?.[0]?.metrics ?? [];
      expect(latency).toEqual({ metric: 'LATENCY', mean: '20.000', worst: null, target: '30', isMet: true });
    },
    PATIENCE_MS,
  );

  it(
    'adds months up packet by packet',
    async () => {
      await measured({ at: DECEMBER - 5 * MINUTE, delayMs: 10 }, { at: DECEMBER, delayMs: 40 });

      const { numbers } = await made({ dates: { from: '2026-11-30', to: '2026-12-01' } });

      const [latency] = numbers.quality?.[0]?.metrics ?? [];
      expect([latency?.mean, latency?.worst, latency?.isMet]).toEqual(['25.000', '40.000', true]);
    },
    PATIENCE_MS,
  );

  it(
    'says in words that nothing was measured and that nobody rated',
    async () => {
      await rated();

      const { id, numbers } = await made({ month: '2026-12', circuits: [plain.circuitId] });

      expect([numbers.quality, numbers.satisfaction?.rated, numbers.summary.tickets]).toEqual([[], 0, 0]);
      for (const text of await textsOf(id, 'zh-CN')) {
        expect(text).toContain('没有电路测量时延、丢包与抖动。');
        expect(text).toContain('本期已恢复的工单没有得到评价。');
      }
      for (const text of await textsOf(id, 'en')) expect(text).toContain('Nobodyratedaticket');
    },
    PATIENCE_MS,
  );

  it(
    'counts the ratings of its tickets step by step, with the call-backs',
    async () => {
      await rated({ step: 'RESPONSE', score: 4 }, { step: 'OVERALL', score: 5 });
      await rated({ step: 'OVERALL', score: 2 });
      await rated({ step: 'OVERALL', score: 4 });
      await rated();

      const { id, numbers } = await made({ month: '2026-12' });

      expect(numbers.satisfaction).toEqual({
        rated: 3,
        steps: [
          { step: 'RESPONSE', count: 1, mean: 4 },
          { step: 'COMMUNICATION', count: 0, mean: null },
          { step: 'RESTORATION', count: 0, mean: null },
          // 11 of 3, rounded down.
          { step: 'OVERALL', count: 3, mean: 3.6 },
        ],
        callBacks: 1,
        openCallBacks: 1,
      });
      for (const text of await textsOf(id, 'zh-CN')) {
        expect(text).toContain('4张已恢复工单中有3张得到评价，总体3.6（满分5）；需回访1次，其中1次尚未完成。');
      }
      for (const text of await textsOf(id, 'en')) expect(text).toContain('3of4restoredticketswererated,3.6of5');
    },
    PATIENCE_MS,
  );

  it(
    'leaves an archived report of before readable as it was',
    async () => {
      const { id, numbers } = await made({ month: '2026-11' });
      const { quality, satisfaction, ...old } = numbers;
      expect([quality, satisfaction]).not.toContain(undefined);
      await api.database.transaction((tx) =>
        tx.execute('UPDATE report SET numbers = ?, words_revision = words_revision + 1 WHERE id = ?', [
          JSON.stringify(old),
          id,
        ]),
      );
      await api.app.get(ReportMaker, { strict: false }).work(NEVER);

      const seen = ReportView.parse(await ok(manager.get(`/api/v1/reports/${id}`)));
      expect([seen.numbers?.quality, seen.numbers?.summary]).toEqual([undefined, numbers.summary]);
      for (const text of await textsOf(id, 'zh-CN')) {
        expect(text).toContain('电路可用率');
        expect(text).not.toContain('抖动');
        expect(text).not.toContain('满意度');
      }
    },
    PATIENCE_MS,
  );
});
