import { request } from 'node:http';
import { ImportView } from '@linewatch/shared';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { makeScope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { DeadlyDatabase, Killed } from '../../testing/crash-points.js';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { HouseIndexReader } from './house-index.js';
import { ImportRunRepository } from './import-run.repository.js';
import { ImportWriter } from './import-writer.js';
import { ImportsService } from './imports.service.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
/** More statements than the commit of a small file has. */
const MOST_STATEMENTS = 60;

const HEADER = 'code,nameZh,nameEn,grade';
const CIRCUIT_HEADER = 'code;name;customer;product;bandwidth;activatedOn;aSite;zSite';

describe('an import of what is odd', () => {
  let api: TestApi;
  let admin: TestClient;
  let taken = 0;

  beforeAll(async () => {
    api = await startTestApi();
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  async function check(kind: string, content: string): Promise<ImportView> {
    const { status, body } = await admin.upload(`/api/v1/imports?kind=${kind}&name=file.csv`, Buffer.from(content));
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return ImportView.parse(body);
  }

  async function countOf(table: string): Promise<number> {
    const [row] = await api.database.read<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row?.n);
  }

  /** A code that no other spec has. */
  const newCode = (): string => `C${String((taken += 1)).padStart(4, '0')}`;

  async function aCustomerWithSites(): Promise<string> {
    const code = newCode();
    for (const [kind, file] of [
      ['customers', `${HEADER}\n${code},安可,Acme,GROUP`],
      ['sites', `customer,code,nameZh,nameEn\n${code},HQ,总部,Head office\n${code},BR,分行,Branch`],
    ] as const) {
      const { id } = await check(kind, file);
      expect((await admin.post(`/api/v1/imports/${id}/commit`, {})).status).toBe(200);
    }
    return code;
  }

  it('takes a header without rows for nothing to do', async () => {
    const { rows, create, refused, problems } = await check('customers', `${HEADER}\r\n`);
    expect([rows, create, refused, problems]).toEqual([0, 0, 0, []]);
  });

  it('takes a name in the one spelling that searching finds, however its signs were put together', async () => {
    const code = newCode();
    const { id } = await check('customers', `${HEADER}\n${code},安可,Cafe\u0301,GROUP`);
    await admin.post(`/api/v1/imports/${id}/commit`, {});
    const [row] = await api.database.read<{ name: string }>('SELECT name_en AS name FROM customer WHERE code = ?', [
      code,
    ]);
    expect(row?.name).toBe('Caf\u00e9');
    expect((await check('customers', `${HEADER}\n${code},安可,Caf\u00e9,GROUP`)).known).toBe(1);
  });

  it('takes no day that can be read in two ways, and no rate with a comma in it', async () => {
    const customer = await aCustomerWithSites();
    const line = (day: string, rate = '10M'): string =>
      [newCode(), '主线', customer, 'MSTP', rate, day, 'HQ', 'BR'].join(';');
    const days = ['2/29/2024', '29.02.2024', '2024-2-9', '2024-02-30', '2023-02-29', '2024-02-29 10:00 AM', '45351'];
    const rates = ['1,5M', '1e7', '-10M', '10 Mbps or so'];
    const lines = [
      ...days.map((day) => line(day)),
      ...rates.map((rate) => line('2024-02-29', rate)),
      line('2024-02-29'),
    ];
    const { create, problems } = await check('circuits', [CIRCUIT_HEADER, ...lines].join('\n'));
    expect(create).toBe(1);
    expect(problems.map((each) => [each.line, each.column, each.problem])).toEqual([
      ...days.map((_, at) => [at + 2, 'activatedOn', 'not-a-day']),
      ...rates.map((_, at) => [at + 2 + days.length, 'bandwidth', 'not-a-rate']),
    ]);
  });

  const BACKUP_HEADER = `${CIRCUIT_HEADER};backupOf`;
  const backupLine = (code: string, customer: string, main: string, rate = '10M'): string =>
    [code, '专线', customer, 'MSTP', rate, '2024-02-29', 'HQ', 'BR', main].join(';');

  it('ties a backup to its main, wherever in the file or the house it stands, and gives its code out again', async () => {
    const customer = await aCustomerWithSites();
    const [main, first, later] = [newCode(), newCode(), newCode()];
    const lines = [backupLine(first, customer, main.toLowerCase()), backupLine(main, customer, '')];
    const dry = await check('circuits', [BACKUP_HEADER, ...lines].join('\n'));
    expect([dry.create, dry.problems]).toEqual([2, []]);
    await admin.post(`/api/v1/imports/${dry.id}/commit`, {});
    const { id, problems } = await check('circuits', `${BACKUP_HEADER}\n${backupLine(later, customer, main)}`);
    expect(problems).toEqual([]);
    await admin.post(`/api/v1/imports/${id}/commit`, {});

    const rows = await api.database.read<{ code: string; main: string | null }>(
      `SELECT c.code AS code, m.code AS main FROM circuit c LEFT JOIN circuit m ON m.id = c.backup_of
       WHERE c.code IN (?, ?, ?) ORDER BY c.code`,
      [main, first, later],
    );
    expect(rows.map((row) => [row.code, row.main])).toEqual([
      [main, null],
      [first, main],
      [later, main],
    ]);
    const { body } = await admin.post<string>('/api/v1/exports', { kind: 'circuits', format: 'csv' });
    const table = body.split(/\r?\n/);
    expect(table[0]?.endsWith(',backupOf')).toBeTrue();
    const mains = [main, first, later].map((code) =>
      table
        .find((line) => line.startsWith(`${code},`))
        ?.split(',')
        .at(-1),
    );
    expect(mains).toEqual(['', main, main]);
  });

  it('lists a backup by line and column whose main is nobody, a rival, refused, itself or a backup', async () => {
    const [customer, rival] = [await aCustomerWithSites(), await aCustomerWithSites()];
    const [main, backup, foreign, itself, refused] = [newCode(), newCode(), newCode(), newCode(), newCode()];
    const stored = [backupLine(main, customer, ''), backupLine(backup, customer, main), backupLine(foreign, rival, '')];
    const house = await check('circuits', [BACKUP_HEADER, ...stored].join('\n'));
    await admin.post(`/api/v1/imports/${house.id}/commit`, {});
    const [chained, brought] = [newCode(), newCode()];
    const lines = [
      backupLine(newCode(), customer, newCode()),
      backupLine(newCode(), customer, foreign),
      backupLine(refused, customer, '', 'fast'),
      backupLine(newCode(), customer, refused),
      backupLine(itself, customer, itself),
      backupLine(newCode(), customer, backup),
      backupLine(chained, customer, brought),
      backupLine(brought, customer, main),
    ];
    const { create, problems } = await check('circuits', [BACKUP_HEADER, ...lines].join('\n'));
    expect(create).toBe(1);
    expect(problems.map((each) => [each.line, each.column, each.problem])).toEqual([
      [2, 'backupOf', 'unknown-here'],
      [3, 'backupOf', 'unknown-here'],
      [4, 'bandwidth', 'not-a-rate'],
      [5, 'backupOf', 'unknown-here'],
      [6, 'backupOf', 'no-main'],
      [7, 'backupOf', 'no-main'],
      [8, 'backupOf', 'no-main'],
    ]);
  });

  it('that is cut off while it comes leaves nothing, and the next one is taken', async () => {
    const before = await countOf('import_run');
    const { hostname, port } = new URL(api.url);
    let isGone = false;
    const sent = request({
      ...{ hostname, port, method: 'POST', path: '/api/v1/imports?kind=customers&name=cut.csv' },
      headers: {
        Cookie: admin.cookie ?? '',
        Origin: api.url,
        'Content-Type': 'application/octet-stream',
        'Content-Length': '1000',
      },
    });
    sent.on('error', () => undefined);
    sent.on('close', () => (isGone = true));
    await new Promise<void>((resolve) => sent.write(`${HEADER}\n${newCode()},安可,`, () => resolve()));
    sent.destroy();
    await eventually('the connection is gone', () => Promise.resolve(isGone));
    const { id } = await check('customers', `${HEADER}\n${newCode()},安可,Acme,GROUP`);
    expect(id).not.toBe('');
    expect(await countOf('import_run')).toBe(before + 1);
  });

  it('that is killed between any two statements leaves nothing of it, and is done whole when it is asked for again', async () => {
    const customer = await aCustomerWithSites();
    const deadly = new DeadlyDatabase(api.database);
    const of = <Kind>(kind: new (...given: never[]) => Kind): Kind => api.app.get<Kind>(kind, { strict: false });
    const imports = new ImportsService(
      deadly.database,
      of(HouseIndexReader),
      of(ImportRunRepository),
      of(ImportWriter),
      api.app.get(Clock),
      api.app.get(AuditTrail, { strict: false }),
    );
    const codes = [newCode(), newCode()];
    const lines = codes.map((code) => [code, '主线', customer, 'MSTP', '10M', '2024-02-29', 'HQ', 'BR'].join(';'));
    const run = await check('circuits', [CIRCUIT_HEADER, ...lines].join('\n'));
    const [maker] = await api.database.read<{ id: string }>('SELECT user_id AS id FROM import_run WHERE id = ?', [
      run.id,
    ]);
    const person: UserCaller = {
      ...{ kind: 'user', userId: maker?.id ?? '', sessionId: 's', role: 'PLATFORM_ADMIN' },
      scope: makeScope({ kind: 'all' }),
    };
    const tables = ['circuit', 'circuit_end', 'circuit_step', 'circuit_state', 'audit_entry'];
    const counts = (): Promise<number[]> => Promise.all(tables.map(countOf));
    const before = await counts();

    let point = 1;
    for (; point < MOST_STATEMENTS; point += 1) {
      deadly.killNext(point);
      const outcome = await imports.commit(person, run.id).catch((error: unknown) => error);
      if (!(outcome instanceof Killed)) break;
      expect(await counts())
        .withContext(`killed before statement ${String(point)}`)
        .toEqual(before);
    }

    expect(point).toBeGreaterThan(5);
    expect(point).toBeLessThan(MOST_STATEMENTS);
    const [row] = await api.database.read<{ n: number | string }>(
      'SELECT COUNT(*) AS n FROM circuit WHERE code IN (?, ?)',
      codes,
    );
    expect(Number(row?.n)).toBe(2);
  });
});
