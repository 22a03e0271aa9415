import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aPng } from '../../testing/pictures.js';
import { textOfPdf } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aContractedLine, aSpecification, type ContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { ReportMaker } from './index.js';

const run = promisify(execFile);
/** An office program that starts for the first time, on a machine that may be busy otherwise. */
const PATIENCE_MS = 240_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FROM = Date.parse('2026-11-01T00:00:00+08:00');

describe('the slides of a report in an office program', () => {
  let api: TestApi;
  let line: ContractedLine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linewatch-slides-'));
    api = await startTestApi({ clock: new ManualClock(Date.parse('2026-12-10T12:00:00+08:00')) });
    line = await aContractedLine(api.database);
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    await admin.post('/api/v1/sla/specifications', aSpecification(line.contractId));
    await admin.put('/api/v1/brand', { accent: '#7a1f5c', logo: aPng(120, 40).toString('base64'), version: 0 });
    await tellHistory(api, line, FROM - 40 * DAY, [
      { status: 'failed', from: FROM + DAY, to: FROM + DAY + 50 * MINUTE },
    ]);
  }, PATIENCE_MS);

  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true, force: true });
  }, PATIENCE_MS);

  /** What the office program makes of slides. A profile of its own: another run of it must not be in the way. */
  async function printed(slides: Buffer): Promise<string> {
    const file = join(folder, 'report.pptx');
    await writeFile(file, slides);
    const profile = pathToFileURL(join(folder, 'profile')).href;
    const task = ['--headless', '--convert-to', 'pdf', '--outdir', folder, file];
    await run('soffice', [`-env:UserInstallation=${profile}`, ...task], {
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
    });
    return textOfPdf(await readFile(join(folder, 'report.pdf')));
  }

  it(
    'open with the words, the numbers and the advice of the report',
    async () => {
      const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
      const manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
      const wish = { customerId: line.customerId, month: '2026-11' };
      const { id } = (await manager.post<ReportView>('/api/v1/reports', wish)).body;
      await api.app.get(ReportMaker, { strict: false }).work(new AbortController().signal);
      const { numbers } = ReportView.parse((await manager.get(`/api/v1/reports/${id}`)).body);
      const path = new URL(`/api/v1/reports/${id}/files/pptx/zh-CN`, manager.url);
      const answer = await fetch(path, { headers: { Cookie: manager.cookie ?? '' } });

      const text = (await printed(Buffer.from(await answer.arrayBuffer()))).replace(/\s/g, '');

      const [circuit] = numbers?.circuits ?? [];
      for (const word of ['网络服务报告', '主要风险与建议', '电路可用率', '口径说明']) expect(text).toContain(word);
      expect(text).toContain(`${circuit?.contractual.percent ?? 'none'}%`);
      expect(text).toContain(circuit?.code.replace(/\s/g, '') ?? 'none');
      expect(text).toContain('计入中断50分钟，超过承诺允许的43.2分钟');
    },
    PATIENCE_MS,
  );
});
