import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { REPORT_FORMATS, REPORT_LANGUAGES, type ReportNumbers, ReportPage, ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { partsOfZip, textOfPdf } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import {
  aContractedLine,
  aDoneWork,
  aSpecification,
  type ContractedLine,
  tellHistory,
} from '../../testing/test-sla.builder.js';
import { ReportMaker } from './index.js';

/** A new database on a machine that may be busy otherwise, and a font of ten thousand characters. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NEVER = new AbortController().signal;
const MONTH = '2026-11';
/** November 2026 in Shanghai. */
const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const NOW = Date.parse('2026-12-10T12:00:00+08:00');
const ALIAS = '长沙—岳阳 财务主线';

describe('service reports', () => {
  const clock = new ManualClock(NOW);
  let api: TestApi;
  let line: ContractedLine;
  let manager: TestClient;
  let owner: TestClient;
  let viewer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aContractedLine(api.database);
    const other = await aContractedLine(api.database);
    await api.database.transaction((tx) =>
      tx.execute('UPDATE circuit SET alias = ? WHERE id = ?', [ALIAS, line.circuitId]),
    );
    const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
    owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...own });
    viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', ...own });
    rival = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: other.customerId });
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await ok(admin.post('/api/v1/sla/specifications', aSpecification(line.contractId)));
    await aDoneWork(api.database, line, FROM + 5 * DAY, FROM + 5 * DAY + 60 * MINUTE);
    await tellHistory(api, line, FROM - 40 * DAY, [
      { status: 'failed', from: FROM + DAY, to: FROM + DAY + 13 * MINUTE },
      { status: 'unknown', from: FROM + 2 * DAY, to: FROM + 2 * DAY + 60 * MINUTE },
    ]);
  }, PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const work = (): Promise<void> => api.app.get(ReportMaker, { strict: false }).work(NEVER);
  const wish = () => ({ customerId: line.customerId, month: MONTH });
  const asked = async (client = manager): Promise<ReportView> =>
    ReportView.parse(await ok(client.post('/api/v1/reports', wish())));
  const view = async (id: string, client = manager): Promise<ReportView> =>
    ReportView.parse(await ok(client.get(`/api/v1/reports/${id}`)));
  const step = (id: string, name: string, body: object, client = manager) =>
    client.post<ReportView>(`/api/v1/reports/${id}/${name}`, body);

  async function made(client = manager): Promise<ReportView> {
    const { id } = await asked(client);
    await work();
    return view(id, client);
  }

  async function file(id: string, format: string, language: string, client = manager): Promise<Buffer> {
    const path = new URL(`/api/v1/reports/${id}/files/${format}/${language}`, client.url);
    const answer = await fetch(path, { headers: { Cookie: client.cookie ?? '' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    return Buffer.from(await answer.arrayBuffer());
  }

  function numbersOf({ numbers }: ReportView): ReportNumbers {
    if (numbers === null) throw new Error('the report has no numbers');
    return numbers;
  }

  it(
    'counts the month of the ledger, its outages and its works',
    async () => {
      const report = await made();
      const { circuits, outages, works, summary, isPreliminary, terms } = numbersOf(report);

      expect(report.state).toBe('generated');
      expect(isPreliminary).toBeTrue();
      expect(
        circuits.map(({ alias, contractual: { downS, unknownS, excludedS }, before }) => [
          alias,
          downS,
          unknownS,
          excludedS,
          before,
        ]),
      ).toEqual([[ALIAS, 780, 3_600, 3_600, '100.000']]);
      expect(outages.map(({ seconds, to }) => [seconds, to !== null])).toEqual([[780, true]]);
      expect(works.map(({ title, circuits: count }) => [title, count])).toEqual([['Cable moved', 1]]);
      expect([summary.outages, summary.outageS, summary.works, summary.circuits]).toEqual([1, 780, 1, 1]);
      expect(summary.percent).toBe(circuits[0]?.contractual.percent ?? null);
      expect(terms.length).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'is one report when it is asked for twice while it is being made',
    async () => {
      const [first, second] = await Promise.all([asked(), asked()]);

      expect(second.id).toBe(first.id);
    },
    PATIENCE_MS,
  );

  it(
    'gives the same numbers the same hash',
    async () => {
      const first = await made();
      const second = await made();

      expect(second.id).not.toBe(first.id);
      expect(second.hash).toBe(first.hash);
      expect(first.hash).toBe(createHash('sha256').update(JSON.stringify(first.numbers)).digest('hex'));
    },
    PATIENCE_MS,
  );

  it(
    'says in the PDF of either language the same numbers, in text that can be found (I184)',
    async () => {
      const { id } = await made();

      const [zh, en] = [textOfPdf(await file(id, 'pdf', 'zh-CN')), textOfPdf(await file(id, 'pdf', 'en'))];

      expect(zh).toContain('网络服务报告');
      expect(zh).toContain(ALIAS);
      expect(zh).toContain('Cable moved');
      expect(en).toContain('Network service report');
      expect(en).toContain(ALIAS);
      const percent = numbersOf(await view(id)).circuits[0]?.contractual.percent ?? 'none';
      for (const text of [zh, en]) expect(text).toContain(percent);
      const fonts = spawnSync('pdffonts', ['-'], { input: await file(id, 'pdf', 'zh-CN'), encoding: 'utf8' }).stdout;
      expect(fonts).toMatch(/NotoSansSC\S* .*yes yes yes/);
      expect(fonts).not.toContain('Helvetica');
    },
    PATIENCE_MS,
  );

  it(
    'writes numbers as numbers and texts as texts, whatever they look like',
    async () => {
      await api.database.transaction((tx) =>
        tx.execute('UPDATE circuit SET alias = ? WHERE id = ?', ['=HYPERLINK("https://evil.example")', line.circuitId]),
      );
      const { id } = await made();

      const sheets = partsOfZip(await file(id, 'xlsx', 'en'));
      expect(sheets.get('xl/worksheets/sheet2.xml')).toMatch(/<v>13<\/v>/);
      expect([...sheets.values()].some((each) => each.includes('<f>'))).toBeFalse();
      expect([...sheets.values()].some((each) => each.includes('=HYPERLINK'))).toBeTrue();
      const csv = (await file(id, 'csv', 'en')).toString('utf8');
      expect(csv).toContain(`'=HYPERLINK`);
      expect(csv.startsWith('\uFEFF')).toBeTrue();
    },
    PATIENCE_MS,
  );

  it(
    'has slides that say the same, with a chart and tables that can be edited',
    async () => {
      const { id } = await made();

      const parts = partsOfZip(await file(id, 'pptx', 'zh-CN'));

      const slides = [...parts].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).map(([, xml]) => xml);
      const percent = numbersOf(await view(id)).circuits[0]?.contractual.percent ?? 'none';
      expect(slides.length).toBeGreaterThan(4);
      expect(slides[0]).toContain('网络服务报告');
      expect(slides.join('')).toContain(ALIAS);
      expect(slides.join('')).toContain(`${percent}%`);
      expect(slides.some((xml) => xml.includes('<a:tbl>'))).toBeTrue();
      const chart =
        parts.get('ppt/charts/chart1.xml') ?? [...parts].find(([name]) => name.includes('charts/chart'))?.[1];
      expect(chart).toContain(`<c:v>${String(Number(percent))}</c:v>`);
    },
    PATIENCE_MS,
  );

  it(
    'publishes what was looked at, to the byte, with the words of the account manager (AMG2)',
    async () => {
      const { id, version } = await made();
      const said = await ok<ReportView>(step(id, 'comment', { comment: '感谢支持，下月扩容。', version }));

      expect(said.files).toEqual([]);
      expect(codeOf(await step(id, 'publish', { version: said.version }))).toBe('report.unfinished');
      await work();
      const ready = await view(id);
      const seen = await file(id, 'pdf', 'zh-CN');
      expect(textOfPdf(seen)).toContain('下月扩容');
      expect((await viewer.get(`/api/v1/reports/${id}`)).status).toBe(404);

      const published = await ok<ReportView>(step(id, 'publish', { version: ready.version }));

      expect(published.state).toBe('published');
      const sent = await file(id, 'pdf', 'zh-CN', viewer);
      expect(sent.equals(seen)).toBeTrue();
      const archived = published.files.find(({ format, language }) => format === 'pdf' && language === 'zh-CN');
      expect(archived?.sha256).toBe(createHash('sha256').update(sent).digest('hex'));
      expect(codeOf(await step(id, 'publish', { version: published.version }))).toBe('report.step-impossible');
      const told = await api.database.read<{ kind: string }>(
        "SELECT kind FROM notice_event WHERE object_id = ? AND kind = 'report.published'",
        [id],
      );
      expect(told.length).toBe(1);
    },
    PATIENCE_MS,
  );

  it(
    'replaces the report published before, which stays readable',
    async () => {
      const first = await made();
      await ok(step(first.id, 'publish', { version: first.version }));
      const second = await made();
      await ok(step(second.id, 'publish', { version: second.version }));

      const { items } = ReportPage.parse(await ok(viewer.get('/api/v1/reports')));

      expect(items.map(({ id, state }) => [id, state])).toEqual([
        [second.id, 'published'],
        [first.id, 'superseded'],
      ]);
      expect((await file(first.id, 'csv', 'en', viewer)).length).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it(
    'gives a customer what it asked for itself, and publishing to no one but the house',
    async () => {
      const report = await made(owner);

      expect([report.kind, report.state, report.actions]).toEqual(['ADHOC', 'generated', []]);
      expect((await file(report.id, 'csv', 'zh-CN', owner)).length).toBeGreaterThan(0);
      expect(codeOf(await step(report.id, 'publish', { version: report.version }, owner))).toBe('session.forbidden');
      expect(codeOf(await viewer.post('/api/v1/reports', wish()))).toBe('session.forbidden');
    },
    PATIENCE_MS,
  );

  it(
    'is not there for another customer, nor for who sees only some sites',
    async () => {
      const { id, version } = await made();
      await ok(step(id, 'publish', { version }));
      const branch = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'SITE', scopeId: line.siteA });

      for (const client of [rival, branch]) {
        expect(codeOf(await client.get(`/api/v1/reports/${id}`))).toBe('report.not-found');
        for (const format of REPORT_FORMATS) {
          for (const language of REPORT_LANGUAGES) {
            const answer = await client.get(`/api/v1/reports/${id}/files/${format}/${language}`);
            expect(codeOf(answer)).toBe('report.not-found');
          }
        }
        expect(ReportPage.parse(await ok(client.get('/api/v1/reports'))).items).toEqual([]);
      }
      expect(codeOf(await step(id, 'comment', { comment: 'x', version }, rival))).toBe('report.not-found');
      expect(codeOf(await rival.post('/api/v1/reports', wish()))).toBe('customer.not-found');
    },
    PATIENCE_MS,
  );

  it(
    'refuses a month that has not begun, and a change of what somebody else changed',
    async () => {
      expect(codeOf(await manager.post('/api/v1/reports', { ...wish(), month: '2027-01' }))).toBe('request.invalid');
      const { id, version } = await made();

      expect(codeOf(await step(id, 'comment', { comment: 'old', version: version - 1 }))).toBe('edit.conflict');
      expect(codeOf(await step(id, 'retry', { version }))).toBe('report.step-impossible');
      expect(codeOf(await manager.get(`/api/v1/reports/${id}/files/exe/en`))).toBe('report.not-found');
    },
    PATIENCE_MS,
  );

  it(
    'takes up a report whose maker died, and gives up one that takes every maker down',
    async () => {
      const { id } = await asked();
      const interrupted = (attempts: number) =>
        api.database.transaction((tx) =>
          tx.execute("UPDATE report SET state = 'generating', attempts = ? WHERE id = ?", [attempts, id]),
        );
      await interrupted(1);
      await work();
      expect((await view(id)).state).toBe('queued');
      await interrupted(3);
      await work();
      const failed = await view(id);
      expect([failed.state, failed.failure, failed.actions]).toEqual(['failed', 'interrupted', ['retry']]);

      await ok(step(id, 'retry', { version: failed.version }));
      await work();
      expect((await view(id)).state).toBe('generated');
    },
    PATIENCE_MS,
  );
});
