import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TICKET_FILE_MAX_BYTES, type TicketView } from '@linewatch/shared';
import { ODD_ARCHIVES } from '../../testing/odd-archives.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { aFiledTicket, seenTicket } from '../../testing/test-ticket.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');
const SCRIPT = '<script>alert(1)</script>';

describe('an odd file that is handed in with a ticket (P20)', () => {
  let api: TestApi;
  let engineer: TestClient;
  let id: string;
  let usual: number;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    api = await startTestApi();
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
  });

  beforeEach(async () => {
    const line = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    ({ id } = await aFiledTicket(engineer, line.circuitId));
  });

  const pathOf = (name: string): string => `/api/v1/tickets/${id}/files?name=${encodeURIComponent(name)}`;
  const files = async (): Promise<TicketView['files']> => (await seenTicket(engineer, id)).files;
  const onDisk = async (): Promise<number> => {
    const entries = await readdir(join(api.env.DATA_DIR), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && entry.parentPath.includes('ticket')).length;
  };

  for (const [what, archive] of ODD_ARCHIVES) {
    it(`as an archive ${what} is refused under each name, and leaves nothing`, async () => {
      const [content, before] = [archive(), await onDisk()];
      for (const name of ['a.docx', 'a.xlsx', 'a.pdf', 'a.png']) {
        const answer = await engineer.upload(pathOf(name), content);
        expect([answer.status, codeOf(answer)])
          .withContext(name)
          .toEqual([415, 'document.type-refused']);
      }
      expect([await files(), await onDisk()]).toEqual([[], before]);
    });
  }

  it('is refused when it is not what its name says, or what no ticket needs', async () => {
    for (const [name, content] of [
      ['page.html', `<!doctype html>${SCRIPT}`],
      ['drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`],
      ['drawing.png', `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`],
      ['run.pdf.exe', 'MZ'],
      ['run.sh', '#!/bin/sh\nrm -rf /'],
      ['link.url', '[InternetShortcut]\nURL=file:///etc/passwd'],
      ['sheet.xlsm', 'PK\u0003\u0004'],
    ] as const) {
      const answer = await engineer.upload(pathOf(name), Buffer.from(content));
      expect([answer.status, codeOf(answer)])
        .withContext(name)
        .toEqual([415, 'document.type-refused']);
    }
    expect(await files()).toEqual([]);
  });

  it('is refused when it is too large, whatever it is', async () => {
    const answer = await engineer.upload(pathOf('a.pdf'), Buffer.concat([PDF, Buffer.alloc(TICKET_FILE_MAX_BYTES)]));
    expect([answer.status, codeOf(answer)]).toEqual([413, 'request.body-too-large']);
    expect(await files()).toEqual([]);
  });

  it('has a name without folders, and comes back as something to be saved that no browser runs', async () => {
    const polyglot = Buffer.concat([PDF, Buffer.from(SCRIPT)]);
    for (const name of ['../../x.pdf', '..\\..\\x.pdf', '/etc/x.pdf', 'C:\\x.pdf'])
      expect((await engineer.upload(pathOf(name), polyglot)).status)
        .withContext(name)
        .toBe(200);
    const kept = await files();
    expect(kept.map(({ name }) => name)).toEqual(['x.pdf', 'x.pdf', 'x.pdf', 'x.pdf']);
    for (const file of kept) {
      const { headers, status } = await engineer.get(`/api/v1/ticket-files/${file.id}`);
      expect([status, headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
      expect(headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(headers.get('content-security-policy')).toContain('sandbox');
    }
  });
});
