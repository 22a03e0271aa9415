import { type CodeForm, CodeList, CodeVersionList, type Problem } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the versions of the code tables (NOC5)', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let api: TestApi;
  let admin: TestClient;
  let last = 0;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  function aForm(change: Partial<CodeForm> = {}): CodeForm {
    last += 1;
    const words = { nameZh: '量子专线', nameEn: 'Quantum line', order: 90, isOffered: true };
    return { domain: 'product', code: `QUANTUM-${String(last)}`, ...words, basedOn: null, ...change };
  }
  const save = (form: CodeForm): Promise<Answer<unknown>> => admin.post('/api/v1/codes', form);
  async function versionsOf(code: string, domain = 'product'): Promise<CodeVersionList['items'][number]['versions']> {
    const { body } = await admin.get(`/api/v1/codes/versions?domain=${domain}`);
    return CodeVersionList.parse(body).items.find((item) => item.code === code)?.versions ?? [];
  }
  const reasonsOf = ({ body }: Answer<unknown>): string[] =>
    ((body as Problem).fields ?? []).map(({ field, reason }) => `${field} ${reason}`);

  it('keep what a code said before, with the moment and the person of the change', async () => {
    expect(await versionsOf('OTN')).toEqual([jasmine.objectContaining({ version: 1, validFrom: null, by: null })]);
    const form = aForm({ code: 'OTN', nameZh: 'OTN 政企专线', nameEn: 'OTN line', order: 2, basedOn: 1 });
    expect((await save(form)).status).toBe(200);

    const [now, before] = await versionsOf('OTN');
    expect(now).toEqual(jasmine.objectContaining({ version: 2, nameEn: 'OTN line' }));
    expect(now?.validFrom).toBe(new Date(clock.now()).toISOString());
    expect(now?.by).not.toBeNull();
    expect(before).toEqual(jasmine.objectContaining({ version: 1, nameEn: 'OTN private line', validFrom: null }));
    expect(codeOf(await save({ ...form, nameEn: 'late' }))).toBe('edit.conflict');
  });

  it('lose a code from the choices and not from the words, and take new ones', async () => {
    const form = aForm();
    expect((await save(form)).status).toBe(200);
    expect(codeOf(await save({ ...form, code: form.code.toLowerCase() }))).toBe('edit.code-taken');
    expect((await save({ ...form, isOffered: false, basedOn: 1 })).status).toBe(200);

    const { items } = CodeList.parse((await admin.get('/api/v1/codes')).body);
    expect(items.find(({ code }) => code === form.code)).toEqual(
      jasmine.objectContaining({ nameZh: '量子专线', isOffered: false }),
    );
    expect((await versionsOf(form.code)).map(({ version, isOffered }) => [version, isOffered])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  it('have no code added or withdrawn that the product itself speaks of', async () => {
    const status = { domain: 'operatingStatus', code: 'failed', nameZh: '故障', nameEn: 'Failed', order: 0 };
    expect(reasonsOf(await save({ ...status, isOffered: false, basedOn: 1 }))).toEqual(['isOffered needed_by_product']);
    expect(reasonsOf(await save({ ...status, code: 'odd', isOffered: true, basedOn: null }))).toEqual([
      'domain not_open',
    ]);
    expect(reasonsOf(await save(aForm({ domain: 'no-such' })))).toEqual(['domain not_open']);
    expect(reasonsOf(await save(aForm({ code: 'NO-SUCH', basedOn: 1 })))).toEqual(['code unknown']);
  });

  it('are changed by one of two who press at the same moment', async () => {
    const form = aForm();
    await save(form);
    const answers = await Promise.all(['one', 'two'].map((nameEn) => save({ ...form, nameEn, basedOn: 1 })));
    expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([200, 409]);
    expect((await versionsOf(form.code)).length).toBe(2);
  });

  it('are for the platform admin alone', async () => {
    const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    expect((await noc.post('/api/v1/codes', aForm())).status).toBe(403);
    expect((await noc.get('/api/v1/codes/versions?domain=product')).status).toBe(403);
  });
});
