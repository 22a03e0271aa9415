import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DocumentList, DocumentView } from '@linewatch/shared';
import { ODD_ARCHIVES } from '../../testing/odd-archives.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredCustomer } from '../../testing/test-site.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const PDF = '%PDF-1.7\n%%EOF\n';

describe('a file that is odd', () => {
  let api: TestApi;
  let customerId: string;
  let manager: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  beforeEach(async () => {
    customerId = await aStoredCustomer(api.database);
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: customerId });
  });

  afterAll(() => api.close());

  const pathOf = (name: string): string => `/api/v1/customers/${customerId}/documents?kind=ACCEPTANCE&name=${name}`;

  async function kept(): Promise<string[]> {
    const { items } = DocumentList.parse((await manager.get(`/api/v1/customers/${customerId}/documents`)).body);
    return items.map(({ name }) => name);
  }

  for (const [what, archive] of ODD_ARCHIVES) {
    it(
      `an archive ${what} is refused, whatever it is called, and is not unpacked`,
      async () => {
        const content = archive();
        for (const name of ['a.docx', 'a.xlsx', 'a.pdf', 'a.png']) {
          const answer = await manager.upload(pathOf(name), content);
          expect([answer.status, codeOf(answer)])
            .withContext(name)
            .toEqual([415, 'document.type-refused']);
        }
        expect(await kept()).toEqual([]);
      },
      PATIENCE_MS,
    );
  }

  it('a picture of a thousand million points is kept as it came: nothing here draws it', async () => {
    const picture = Buffer.from(`89504e470d0a1a0a0000000d49484452${'00007530'.repeat(2)}08060000008d6f26e5`, 'hex');
    const { status, body } = await manager.upload(pathOf('large.png'), picture);
    expect(status).toBe(201);
    const { id, bytes } = DocumentView.parse(body);
    expect(bytes).toBe(picture.length);
    expect((await manager.get(`/api/v1/documents/${id}`)).status).toBe(200);
  });

  const part = (name: string): string => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n1\r\n`;
  const forms: readonly (readonly [string, string, string])[] = [
    ['of ten thousand parts', 'multipart/form-data; boundary=x', `${part('a').repeat(10_000)}--x--`],
    ['in a form', 'multipart/mixed; boundary=x', `${part('a')}Content-Type: multipart/mixed; boundary=y\r\n\r\n--y`],
    ['of a part without a name', 'multipart/form-data; boundary=x', `${part('')}--x--`],
    ['with names of numbers', 'multipart/form-data; boundary=x', `${part('0')}${part('1')}--x--`],
    ['that ends in its boundary', 'multipart/form-data; boundary=xxxxxxxxxx', '--xxxxx'],
    ['without a boundary', 'multipart/form-data', part('a')],
  ];
  for (const [what, type, content] of forms) {
    it(`a form ${what} is refused as a whole: no part of it is looked at`, async () => {
      const answer = await manager.upload(pathOf('a.pdf'), Buffer.from(content), { 'Content-Type': type });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'request.foreign-origin']);
      expect(await kept()).toEqual([]);
    });
  }

  it('a file that is longer than it says ends where it says, and the rest is no request', async () => {
    const { hostname, port, host } = new URL(api.url);
    const head = [
      `POST ${pathOf('short.pdf')} HTTP/1.1`,
      `Host: ${host}`,
      `Origin: ${api.url}`,
      `Cookie: ${manager.cookie ?? ''}`,
      'Content-Type: application/octet-stream',
      `Content-Length: ${String(PDF.length)}`,
    ];
    const socket = connect(Number(port), hostname);
    socket.write(`${head.join('\r\n')}\r\n\r\n${PDF}and more of it\r\n\r\n`);
    const answers = [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

    // The rest may come early enough for the connection to be given up before the file is taken.
    expect(answers.at(-1)).toBe('400');
    const { items } = DocumentList.parse((await manager.get(`/api/v1/customers/${customerId}/documents`)).body);
    expect(items.filter(({ bytes }) => bytes !== PDF.length)).toEqual([]);
  });

  it('leaves no file behind where it was refused', async () => {
    const folder = join(api.env.DATA_DIR, 'documents');
    const files = async (): Promise<number> => (await readdir(folder, { recursive: true }).catch(() => [])).length;
    await manager.upload(pathOf('a.pdf'), Buffer.from(PDF));
    const before = await files();
    for (const [, archive] of ODD_ARCHIVES.slice(-3)) await manager.upload(pathOf('a.docx'), archive());
    expect(await files()).toBe(before);
  });
});
