import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { AuditPage, DOCUMENT_MAX_BYTES, DocumentList, DocumentView } from '@linewatch/shared';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../testing/test-site.builder.js';
import { DocumentSweep } from './document-sweep.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

const PDF = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\nendobj\n%%EOF\n',
);
const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082',
  'hex',
);
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

describe('documents of a customer', () => {
  let api: TestApi;
  let customerId: string;
  let manager: TestClient;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  beforeEach(async () => {
    await rm(folder(), { recursive: true, force: true });
    customerId = await aStoredCustomer(api.database);
    const scope = { scopeType: 'CUSTOMER', scopeId: customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...scope });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
    const other = await aStoredCustomer(api.database);
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other });
  });

  afterAll(() => api.close());

  const folder = (): string => join(api.env.DATA_DIR, 'documents');
  async function filesLeft(): Promise<string[]> {
    const all = await readdir(folder(), { recursive: true, withFileTypes: true }).catch(() => []);
    return all.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  function pathOf(name: string, query = ''): string {
    return `/api/v1/customers/${customerId}/documents?kind=ACCEPTANCE&name=${encodeURIComponent(name)}${query}`;
  }

  async function keep(name: string, content = PDF, query = ''): Promise<DocumentView> {
    const { status, body } = await manager.upload(pathOf(name, query), content);
    expect(status).withContext(JSON.stringify(body)).toBe(201);
    return DocumentView.parse(body);
  }

  async function listOf(client: TestClient): Promise<DocumentList> {
    return DocumentList.parse((await client.get(`/api/v1/customers/${customerId}/documents`)).body);
  }

  it('are handed to the customer as they came, to be kept and not to be shown, and the rival gets 404 (INV7)', async () => {
    const kept = await keep('验收单 1.pdf');
    expect(kept.sha256).toBe(createHash('sha256').update(PDF).digest('hex'));
    const { items, usedBytes } = await listOf(engineer);
    expect([items.map(({ id, name, addedBy }) => [id, name, addedBy]), usedBytes]).toEqual([
      [[kept.id, '验收单 1.pdf', null]],
      PDF.length,
    ]);

    const answer = await engineer.get<string>(`/api/v1/documents/${kept.id}`);
    expect([answer.status, answer.body]).toEqual([200, PDF.toString('utf8')]);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="___ 1.pdf"; filename*=UTF-8''%E9%AA%8C%E6%94%B6%E5%8D%95%201.pdf`,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(answer.headers.get('cache-control')).toContain('no-store');

    const refusals = [
      await rival.get(`/api/v1/documents/${kept.id}`),
      await rival.get(`/api/v1/documents/${randomUUID()}`),
      await rival.get('/api/v1/documents/..%2f..%2fsecrets.key'),
    ];
    expect(refusals.map((each) => [each.status, codeOf(each)])).toEqual(
      refusals.map(() => [404, 'document.not-found']),
    );
    expect((await rival.get(`/api/v1/customers/${customerId}/documents`)).status).toBe(404);
  });

  it('leave each reading, adding and removing in the audit log', async () => {
    const { id } = await keep('told.pdf');
    await engineer.get(`/api/v1/documents/${id}`);
    expect((await engineer.delete(`/api/v1/documents/${id}`)).status).toBe(403);
    expect((await manager.delete(`/api/v1/documents/${id}`)).status).toBe(204);
    expect((await engineer.get(`/api/v1/documents/${id}`)).status).toBe(404);
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const { items } = AuditPage.parse((await admin.get('/api/v1/audit')).body);
    const told = items.filter(({ objectName }) => objectName === 'told.pdf').map(({ action }) => action);
    expect(told).toEqual(['document.removed', 'document.downloaded', 'document.added']);
    expect(await filesLeft()).toEqual([]);
  });

  it('of one site are for its people, those without a site for the whole customer', async () => {
    const [mine, other] = [await aStoredSite(api.database, customerId), await aStoredSite(api.database, customerId)];
    const branch = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'SITE', scopeId: mine });
    await keep('here.pdf', PDF, `&siteId=${mine}`);
    const elsewhere = [await keep('there.pdf', PDF, `&siteId=${other}`), await keep('all.pdf')];
    expect((await listOf(branch)).items.map(({ name }) => name)).toEqual(['here.pdf']);
    for (const { id } of elsewhere) expect((await branch.get(`/api/v1/documents/${id}`)).status).toBe(404);
    const foreign = await manager.upload(pathOf('x.pdf', `&siteId=${randomUUID()}`), PDF);
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'site.not-found']);
  });

  const names: readonly (readonly [string, string])[] = [
    ['../../x.pdf', 'x.pdf'],
    ['..\\..\\x.pdf', 'x.pdf'],
    ['a"b;c.pdf', 'a_b;c.pdf'],
    ['a%00b.pdf', 'a%00b.pdf'],
    ["quote's (1)*.pdf", "quote's (1)_.pdf"],
  ];
  for (const [sent, name] of names) {
    it(`called ${sent} are kept as ${name}`, async () => {
      const { id } = await keep(sent);
      expect((await listOf(manager)).items.map((each) => each.name)).toEqual([name]);
      expect((await manager.get(`/api/v1/documents/${id}`)).headers.get('content-disposition')).toMatch(
        /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.%!#$&+^`|~-]+$/,
      );
      expect(await filesLeft()).toEqual([jasmine.stringMatching(/^[0-9a-f]{48}$/)]);
    });
  }

  const refused: readonly (readonly [string, string, Buffer, number])[] = [
    ['without a byte', 'a.pdf', Buffer.alloc(0), 400],
    ['whose name has a NUL', 'a\0b.pdf', PDF, 400],
    ['whose name has a line break', 'a\r\nSet-Cookie: x=1.pdf', PDF, 400],
    ['whose name turns its end around', 'a\u202efdp.exe', PDF, 400],
    ['whose name is too long', `${'x'.repeat(300)}.pdf`, PDF, 400],
    ['called like a device', 'con.txt', Buffer.from('x'), 415],
    ['called like a setting of a server', '.htaccess', Buffer.from('x'), 415],
    ['of a web page called a picture', 'a.png', Buffer.from('<html><script>alert(1)</script>'), 415],
    ['of a web page called a text', 'a.txt', Buffer.from('<script>alert(1)</script>'), 415],
    ['of a drawing with a script', 'a.svg', Buffer.from('<svg onload="alert(1)"/>'), 415],
    ['of a picture that is a script as well', 'a.png', Buffer.from('GIF89a/*x*/=1;alert(1)//'), 415],
    ['of a picture called a paper', 'a.pdf', PNG, 415],
    ['of a program', 'a.exe', Buffer.from('MZ'), 415],
    ['of the test virus called a program', 'eicar.com', Buffer.from(EICAR), 415],
    ['of an archive', 'a.zip', Buffer.from('504b030414000000', 'hex'), 415],
    ['of an archive called a spreadsheet', 'a.xlsx', Buffer.from('504b030414000000', 'hex'), 415],
    ['of a document with macros', 'a.docm', Buffer.from('504b030414000000', 'hex'), 415],
    ['without an ending', 'README', Buffer.from('x'), 415],
  ];
  for (const [what, name, content, status] of refused) {
    it(`${what} are refused and leave nothing`, async () => {
      expect((await manager.upload(pathOf(name), content)).status).toBe(status);
      expect(await filesLeft()).toEqual([]);
      expect((await listOf(manager)).items).toEqual([]);
    });
  }

  it(
    'may be as large as they may be, and not a byte larger, whatever their length says',
    async () => {
      const whole = Buffer.concat([PDF, Buffer.alloc(DOCUMENT_MAX_BYTES - PDF.length, 32)]);
      expect((await keep('whole.pdf', whole)).bytes).toBe(DOCUMENT_MAX_BYTES);
      const more = await manager.upload(pathOf('more.pdf'), Buffer.concat([whole, Buffer.from(' ')]));
      expect([more.status, codeOf(more)]).toEqual([413, 'request.body-too-large']);
      const endless = new ReadableStream({
        pull: (controller) => {
          controller.enqueue(new Uint8Array(1024 * 1024));
        },
      });
      // The connection is closed under an upload that does not end, so its answer may not be read any more.
      const answer = await manager.upload(pathOf('endless.pdf'), endless).catch(() => undefined);
      expect([undefined, 413]).toContain(answer?.status);
      await eventually('only the whole one is left', async () => (await filesLeft()).length === 1);
    },
    PATIENCE_MS,
  );

  it('that were cut off while they came leave nothing', async () => {
    const { hostname, port } = new URL(api.url);
    const headers = {
      Cookie: manager.cookie ?? '',
      Origin: api.url,
      'Content-Type': 'application/octet-stream',
      'Content-Length': '1000',
    };
    const sent = request({ hostname, port, method: 'POST', path: pathOf('cut.pdf'), headers });
    sent.on('error', () => undefined);
    sent.write(PDF);
    await eventually('it is coming', async () => (await filesLeft()).length === 1);
    sent.destroy();
    await eventually('nothing is left', async () => (await filesLeft()).length === 0);
    expect((await listOf(manager)).items).toEqual([]);
  });

  it('come as files only, never as parts of a form', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'text/plain', 'application/x-www-form-urlencoded']) {
      const answer: Answer<unknown> = await manager.upload(pathOf('a.pdf'), PDF, { 'Content-Type': type });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'request.foreign-origin']);
    }
    const foreign = await manager.upload(pathOf('a.pdf'), PDF, { 'Sec-Fetch-Site': 'cross-site' });
    expect(foreign.status).toBe(403);
    expect((await engineer.upload(pathOf('a.pdf'), PDF)).status).toBe(403);
  });

  it('have a room together, of which none is taken by what does not fit', async () => {
    const { id } = await keep('a.pdf');
    await api.database.transaction((tx) => tx.execute('UPDATE document SET bytes = ? WHERE id = ?', [524_287_990, id]));
    const answer = await manager.upload(pathOf('b.pdf'), PDF);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'document.quota-reached']);
    expect((await filesLeft()).length).toBe(1);
  });

  it('that a crash has left without a row are swept once they are old, and no other', async () => {
    const { id } = await keep('kept.pdf');
    const [orphan, fresh] = ['a'.repeat(48), 'b'.repeat(48)].map((name) => join(folder(), name));
    const coming = join(folder(), 'coming', 'c'.repeat(48));
    for (const file of [orphan, fresh, coming]) await writeFile(file ?? '', 'x');
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const name of await readdir(folder()))
      if (name !== 'b'.repeat(48)) await utimes(join(folder(), name), long, long);
    await utimes(coming, long, long);

    await api.app.get(DocumentSweep).run();

    const left = await filesLeft();
    expect(left.length).toBe(2);
    expect(left).toContain('b'.repeat(48));
    expect(left).not.toContain('a'.repeat(48));
    expect((await engineer.get(`/api/v1/documents/${id}`)).status).toBe(200);
  });
});
