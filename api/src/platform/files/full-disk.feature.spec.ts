import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DocumentList, ImportView, Problem } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { SmallDisk } from '../../testing/small-disk.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { Answer, TestClient } from '../../testing/test-client.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { aFiledTicket } from '../../testing/test-ticket.builder.js';

/** Some times what an empty house takes, its database among it where that is a file. */
const DISK_MB = 160;
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const FULL = 'server.storage-full';

/** A paper of a length. */
function aPaper(bytes: number): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes - 9, 'x')]);
}

describe('A house whose disk is full', () => {
  const clock = new ManualClock();
  let disk: SmallDisk | null = null;
  let api: TestApi | undefined;
  let makeRoom: () => void = () => undefined;
  let customerId: string;
  let circuitId: string;
  let admin: TestClient;

  beforeAll(async () => {
    disk = SmallDisk.mount(DISK_MB);
    if (disk !== null) api = await startTestApi({ clock, env: { DATA_DIR: disk.folder } });
  }, PATIENCE_MS);

  beforeEach(async () => {
    if (api === undefined) return;
    ({ customerId, circuitId } = await aStoredLine(api.database));
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  });

  afterEach(() => {
    makeRoom();
  });

  afterAll(async () => {
    await api?.close();
    disk?.unmount();
  });

  function house(): { readonly disk: SmallDisk; readonly api: TestApi } {
    if (disk !== null && api !== undefined) return { disk, api };
    pending('needs the right to mount a small disk');
    throw new Error('pending ends a spec');
  }

  /** @param pages of 4096 octets that stay free */
  async function fill(pages = 0): Promise<void> {
    const { database } = house().api;
    // What the log of a SQLite file has taken before, it would write into again.
    if (database.dialect === 'sqlite') await database.read('PRAGMA wal_checkpoint(TRUNCATE)');
    makeRoom = house().disk.fill(pages);
  }

  /** Everything below a folder of the house, by name. */
  async function filesIn(folder: string): Promise<string[]> {
    const path = join(house().api.env.DATA_DIR, folder);
    // The folder is made by the first file that comes.
    const found = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
    return found.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  const documents = async (): Promise<DocumentList> =>
    DocumentList.parse((await admin.get(`/api/v1/customers/${customerId}/documents`)).body);
  const hand = (name: string, content: Buffer, language = 'en'): Promise<Answer<unknown>> =>
    admin.upload(`/api/v1/customers/${customerId}/documents?kind=ACCEPTANCE&name=${name}`, content, {
      'Accept-Language': language,
    });

  function expectFull({ status, headers, body }: Answer<unknown>, words: RegExp): void {
    const { code, detail } = Problem.parse(body);
    expect([status, code]).toEqual([507, FULL]);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(detail).toMatch(words);
  }

  it(
    'refuses a document in the language of who sends it, keeps nothing of it, and takes it when there is room',
    async () => {
      const paper = aPaper(300_000);
      await hand('before.pdf', paper);
      const [before, shown] = [await filesIn('documents'), await documents()];
      await fill();

      expectFull(await hand('after.pdf', paper), /^There is no room left/);
      expectFull(await hand('after.pdf', paper, 'zh-CN'), /^服务器存储空间已满/);
      expect(await filesIn('documents')).toEqual(before);
      expect(await documents()).toEqual(shown);

      makeRoom();
      expect((await hand('after.pdf', paper)).status).toBe(201);
      expect((await documents()).items.map(({ name }) => name).sort()).toEqual(['after.pdf', 'before.pdf']);
    },
    PATIENCE_MS,
  );

  it(
    'refuses what is handed in with a ticket, and the ticket stays as it was',
    async () => {
      const engineer = await house().api.signedIn({
        role: 'CUSTOMER_ENGINEER',
        scopeType: 'CUSTOMER',
        scopeId: customerId,
      });
      const { id } = await aFiledTicket(engineer, circuitId);
      const path = `/api/v1/tickets/${id}`;
      const before = await engineer.get(path);
      await fill();

      expectFull(await engineer.upload(`${path}/files?name=trace.pdf`, aPaper(300_000)), /^服务器存储空间已满/);
      expect((await engineer.get(path)).body).toEqual(before.body);
      expect(await filesIn('ticket-files')).toEqual([]);

      makeRoom();
      expect((await engineer.upload(`${path}/files?name=trace.pdf`, aPaper(300_000))).status).toBe(200);
    },
    PATIENCE_MS,
  );

  it(
    'goes on showing what there is, to who was signed in before',
    async () => {
      await fill();
      clock.advance(5 * MINUTE);
      for (const path of ['/api/v1/circuits', `/api/v1/customers/${customerId}/documents`, '/api/v1/session']) {
        expect((await admin.get(path)).status)
          .withContext(path)
          .toBe(200);
      }
    },
    PATIENCE_MS,
  );

  // On a server the rows of a table lie where the server keeps them.
  if (process.env['DB_KIND'] !== 'mysql') {
    const LINES = Array.from({ length: 3000 }, (_, index) => `DISK${String(index)},客户,Customer,LOCAL_C`);
    const check = (lines: readonly string[]): Promise<Answer<unknown>> =>
      admin.upload(
        '/api/v1/imports?kind=customers&name=file.csv',
        Buffer.from(['code,nameZh,nameEn,grade', ...lines].join('\n')),
      );
    const countOf = async (sql: string): Promise<number> =>
      Number((await house().api.database.read<{ n: number | string }>(sql))[0]?.n);
    const imported = (): Promise<number> => countOf("SELECT COUNT(*) AS n FROM customer WHERE code LIKE 'DISK%'");
    const runs = (): Promise<number> => countOf('SELECT COUNT(*) AS n FROM import_run');

    it(
      'checks no import that it could not keep',
      async () => {
        await fill();
        const before = await runs();
        expectFull(await check(LINES), /^服务器存储空间已满/);
        expect(await runs()).toBe(before);
      },
      PATIENCE_MS,
    );

    it(
      'imports all of a file or nothing, and all of it as soon as there is room',
      async () => {
        const { id } = ImportView.parse((await check(LINES)).body);
        // Room for some of it.
        await fill(40);
        const commit = (): Promise<Answer<unknown>> => admin.post(`/api/v1/imports/${id}/commit`, {});
        expectFull(await commit(), /^服务器存储空间已满/);
        expect(await imported()).toBe(0);

        makeRoom();
        expect(ImportView.parse((await commit()).body)).toEqual(
          jasmine.objectContaining({ state: 'DONE', create: 3000 }),
        );
        expect(await imported()).toBe(3000);
      },
      PATIENCE_MS,
    );
  }
});
