import { ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { textOfPdf } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NEVER = new AbortController().signal;
const FROM = Date.parse('2026-11-01T00:00:00+08:00');

describe('the advice of a report', () => {
  const clock = new ManualClock(Date.parse('2026-12-10T12:00:00+08:00'));
  let api: TestApi;
  let line: ContractedLine;
  let calm: ContractedLine;
  let manager: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close(), PATIENCE_MS);

  beforeEach(async () => {
    line = await aContractedLine(api.database);
    calm = await aContractedLine(api.database, { customerId: line.customerId, contractId: line.contractId });
    const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId)));
    await tellHistory(api, calm, FROM - 40 * DAY, []);
    await tellHistory(
      api,
      line,
      FROM - 40 * DAY,
      [3, 9, 12].map((day) => ({
        status: 'failed',
        from: FROM + day * DAY,
        to: FROM + day * DAY + 20 * MINUTE,
      })),
    );
  }, PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }

  async function made(): Promise<ReportView> {
    const wish = { customerId: line.customerId, month: '2026-11' };
    const { id } = await ok<{ id: string }>(manager.post('/api/v1/reports', wish));
    await api.app.get(ReportMaker, { strict: false }).work(NEVER);
    return ReportView.parse(await ok(manager.get(`/api/v1/reports/${id}`)));
  }

  async function file(id: string, format: string, language: string): Promise<Buffer> {
    const path = new URL(`/api/v1/reports/${id}/files/${format}/${language}`, manager.url);
    const answer = await fetch(path, { headers: { Cookie: manager.cookie ?? '' } });
    return Buffer.from(await answer.arrayBuffer());
  }

  it(
    'names the line that failed again and again, by the numbers of the same report',
    async () => {
      const { numbers } = await made();

      const bad = numbers?.circuits.find(({ circuitId }) => circuitId === line.circuitId);
      const code = bad?.code ?? '';
      expect(bad?.contractual.lostS).toBe(3_600);
      expect(numbers?.advice).toEqual([
        // 0.1 % of the thirty days.
        { kind: 'TARGET_MISSED', code, usedS: 3_600, allowedS: 2_592 },
        { kind: 'CHRONIC', code, outages: 3, days: 45 },
        { kind: 'NO_BACKUP', code, lostS: 3_600 },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'says nothing of a missing backup where another line stands in',
    async () => {
      await api.database.transaction((tx) =>
        tx.execute('UPDATE circuit SET backup_of = ? WHERE id = ?', [line.circuitId, calm.circuitId]),
      );

      const { numbers } = await made();

      expect(numbers?.advice?.map(({ kind }) => kind)).toEqual(['TARGET_MISSED', 'CHRONIC']);
    },
    PATIENCE_MS,
  );

  it(
    'stands in every form and both languages with the same numbers',
    async () => {
      const { id } = await made();

      const zh = textOfPdf(await file(id, 'pdf', 'zh-CN'));
      const en = textOfPdf(await file(id, 'pdf', 'en')).replace(/\s+/g, ' ');
      const csv = (await file(id, 'csv', 'zh-CN')).toString('utf8');

      for (const text of [zh, csv].map((each) => each.replace(/\s/g, ''))) {
        expect(text).toContain('主要风险与建议');
        expect(text).toContain('计入中断60分钟，超过承诺允许的43.2分钟');
      }
      expect(en).toContain('60 minutes lost, more than the 43.2 that were promised at most');
      expect(en).toContain('3 unplanned outages within 45 days');
    },
    PATIENCE_MS,
  );
});
