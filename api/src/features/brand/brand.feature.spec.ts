import { BrandView, ReportView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { aJpegHead, aPng } from '../../testing/pictures.js';
import { partsOfZip } from '../../testing/read-documents.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aContractedLine, tellHistory } from '../../testing/test-sla.builder.js';
import { ReportMaker } from '../reports/index.js';

/** A new database on a machine that may be busy otherwise, and a font of ten thousand characters. */
const PATIENCE_MS = 180_000;
/** Three reports in every form, one after the other. */
const REPORTS_PATIENCE_MS = 3 * PATIENCE_MS;
const NEVER = new AbortController().signal;
const NOW = Date.parse('2026-12-10T12:00:00+08:00');
const DAY = 86_400_000;
const PLUM = '#7a1f5c';

describe('the looks of the operator', () => {
  let api: TestApi;
  let admin: TestClient;

  beforeEach(async () => {
    api = await startTestApi({ clock: new ManualClock(NOW) });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterEach(() => api.close(), PATIENCE_MS);

  const looks = async (client = admin): Promise<BrandView> => BrandView.parse((await client.get('/api/v1/brand')).body);
  const save = (form: object) => admin.put('/api/v1/brand', form);
  const logoOf = (file: Buffer): string => file.toString('base64');

  async function file(client: TestClient, path: string): Promise<{ status: number; type: string; content: Buffer }> {
    const answer = await fetch(new URL(path, client.url), { headers: { Cookie: client.cookie ?? '' } });
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, content: Buffer.from(await answer.arrayBuffer()) };
  }

  it(
    'are those of the product until the admin chooses, and then for everybody who is signed in',
    async () => {
      expect(await looks()).toEqual({ version: 0, accent: '#1a56b0', logo: null });
      const png = aPng(120, 40);
      expect((await save({ accent: PLUM, logo: logoOf(png), version: 0 })).status).toBe(200);

      const { customerId } = await aContractedLine(api.database);
      const viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customerId });
      const seen = await looks(viewer);
      expect([seen.version, seen.accent, seen.logo?.width, seen.logo?.bytes]).toEqual([1, PLUM, 120, png.byteLength]);
      const { type, content } = await file(viewer, '/api/v1/brand/logo/1');
      expect([type, content.equals(png)]).toEqual(['image/png', true]);
      for (const version of ['0', '2', 'x', '-1', '99999999999']) {
        expect((await file(viewer, `/api/v1/brand/logo/${version}`)).status).toBe(404);
      }
    },
    PATIENCE_MS,
  );

  it(
    'refuse a logo that is no picture at its field, and a colour that cannot be read on white at its own',
    async () => {
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');

      const refused = await save({ accent: '#f2c200', logo: logoOf(svg), version: 0 });

      expect(refused.status).toBe(400);
      const { fields } = refused.body as { fields: readonly { field: string; reason: string }[] };
      expect(fields.map(({ field, reason }) => `${field} ${reason}`)).toEqual(['accent contrast', 'logo not_an_image']);
      expect(codeOf(await save({ accent: 'red', version: 0 }))).toBe('request.invalid');
      expect(await looks()).toEqual({ version: 0, accent: '#1a56b0', logo: null });
    },
    PATIENCE_MS,
  );

  it(
    'keep the logo with a new colour, give it up when that is asked for, and let only one of two win',
    async () => {
      await save({ accent: PLUM, logo: logoOf(aJpegHead(64, 32)), version: 0 });
      const both = await Promise.all(['#1a56b0', '#7a1f5c'].map((accent) => save({ accent, version: 1 })));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const second = await looks();
      expect([second.version, second.logo?.type]).toEqual([2, 'image/jpeg']);

      await save({ accent: second.accent, logo: null, version: 2 });

      expect((await looks()).logo).toBeNull();
    },
    PATIENCE_MS,
  );

  it(
    'stay with a report that was made with them, also when its words are written anew',
    async () => {
      const line = await aContractedLine(api.database);
      await tellHistory(api, line, NOW - 80 * DAY, []);
      const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
      const manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
      const maker = api.app.get(ReportMaker, { strict: false });
      const made = async (): Promise<string> => {
        const wish = { customerId: line.customerId, month: '2026-11' };
        const { id } = (await manager.post<ReportView>('/api/v1/reports', wish)).body;
        await maker.work(NEVER);
        return id;
      };
      const view = async (id: string): Promise<ReportView> =>
        ReportView.parse((await manager.get(`/api/v1/reports/${id}`)).body);
      const slidesOf = async (id: string): Promise<Map<string, string>> =>
        partsOfZip((await file(manager, `/api/v1/reports/${id}/files/pptx/en`)).content);
      const isPlum = (parts: Map<string, string>): boolean =>
        [...parts.values()].some((xml) => xml.includes('7a1f5c') || xml.includes('7A1F5C'));
      const hasLogo = (parts: Map<string, string>): boolean =>
        [...parts.keys()].some((name) => /media\/.*\.png$/.test(name));

      await save({ accent: PLUM, logo: logoOf(aPng(120, 40)), version: 0 });
      const old = await made();
      await save({ accent: '#1a56b0', logo: null, version: 1 });
      const { version } = await view(old);
      await manager.post(`/api/v1/reports/${old}/comment`, { comment: 'Thank you', version });
      await maker.work(NEVER);
      const fresh = await made();

      expect((await view(old)).brand?.version).toBe(1);
      const [before, after] = [await slidesOf(old), await slidesOf(fresh)];
      expect([isPlum(before), hasLogo(before)]).toEqual([true, true]);
      expect([...before.values()].some((xml) => xml.includes('Thank you'))).toBeTrue();
      expect([isPlum(after), hasLogo(after), (await view(fresh)).brand?.logo]).toEqual([false, false, null]);
      const pdf = (await file(manager, `/api/v1/reports/${old}/files/pdf/zh-CN`)).content;
      expect(pdf.includes('/Subtype /Image')).toBeTrue();
    },
    REPORTS_PATIENCE_MS,
  );
});
