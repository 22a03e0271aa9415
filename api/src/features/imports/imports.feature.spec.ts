import { gzipSync } from 'node:zlib';
import { CircuitPage, ImportView } from '@linewatch/shared';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

/** What one spec stores and the next must not find. */
const TABLES = [
  ...['circuit_end', 'circuit_step', 'circuit_state', 'state_interval', 'circuit', 'port', 'device'],
  ...['snmp_credential', 'poll_profile', 'site', 'customer', 'import_run', 'hourly_use'],
];

const HEADER = 'code,nameZh,nameEn,grade';
const GOOD = 'ACME,安可银行,Acme Bank,GROUP';

describe('an import', () => {
  let api: TestApi;
  let admin: TestClient;

  beforeAll(async () => {
    api = await startTestApi();
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  }, PATIENCE_MS);

  beforeEach(() =>
    api.database.transaction(async (tx) => {
      for (const table of TABLES) await tx.execute(`DELETE FROM ${table}`);
    }),
  );

  afterAll(() => api.close());

  function upload(kind: string, content: Buffer | string, client = admin): Promise<Answer<unknown>> {
    return client.upload(`/api/v1/imports?kind=${kind}&name=file.csv`, Buffer.from(content));
  }

  async function check(kind: string, content: Buffer | string): Promise<ImportView> {
    const { status, body } = await upload(kind, content);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return ImportView.parse(body);
  }

  async function commit({ id }: ImportView): Promise<ImportView> {
    const { status, body } = await admin.post(`/api/v1/imports/${id}/commit`, {});
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return ImportView.parse(body);
  }

  async function countOf(table: string): Promise<number> {
    const [row] = await api.database.read<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row?.n);
  }

  async function aHouse(): Promise<void> {
    await api.database.transaction(async (tx) => {
      await tx.insertMany('snmp_credential', ['id', 'name', 'version', 'sealed'], ['id'], [['c', 'public', 'V2C', '']]);
      const profile = ['id', 'name', 'interval_s', 'timeout_ms', 'retries', 'backoff', 'max_repetitions'];
      await tx.insertMany('poll_profile', profile, ['id'], [['p', 'Standard', 60, 1_000, 1, 1.5, 20]]);
    });
    await commit(await check('customers', `${HEADER}\n${GOOD}\nRIVAL,对手,Rival,LOCAL_C\n`));
    const sites =
      'customer,code,nameZh,nameEn\nACME,HQ,总部,Head office\nACME,BR,分行,Branch\nRIVAL,HQ,总部,Head office\n';
    await commit(await check('sites', sites));
    const devices = [
      'code,name,vendor,model,address,credential,pollProfile',
      'SW1,Switch,V,M,10.0.0.1,public,Standard',
    ];
    await commit(await check('devices', devices.join('\n')));
  }

  const circuitLine = (index: number, change: Readonly<Record<string, string>> = {}): string => {
    const cells = {
      code: `CS/YL01-ZZ/TY02 MSTP10M ${String(index).padStart(4, '0')}`,
      name: '主线',
      customer: 'ACME',
      product: 'MSTP',
      bandwidth: '10M',
      activatedOn: '2024-02-29',
      aSite: 'HQ',
      aDevice: 'SW1',
      aPort: `ge-0/0/${String(index)}`,
      zSite: 'BR',
      ...change,
    };
    return Object.values(cells).join(',');
  };
  const CIRCUITS = 'code,name,customer,product,bandwidth,activatedOn,aSite,aDevice,aPort,zSite';

  it('takes 197 of 200 circuits, lists three by line and column, and makes nothing the second time (INV6)', async () => {
    await aHouse();
    const bad: Readonly<Record<number, Readonly<Record<string, string>>>> = {
      20: { customer: 'NOBODY' },
      70: { bandwidth: '1,5M'.replace(',', '.') },
      150: { activatedOn: '2023-02-29' },
    };
    const lines = Array.from({ length: 200 }, (_, index) => circuitLine(index + 1, bad[index + 1]));
    const file = [CIRCUITS, ...lines].join('\r\n');

    const dry = await check('circuits', file);
    expect(await countOf('circuit')).toBe(0);
    expect(dry).toEqual(jasmine.objectContaining({ state: 'CHECKED', rows: 200, create: 197, known: 0, refused: 3 }));
    expect(dry.problems.map(({ line, column, problem }) => [line, column, problem])).toEqual([
      [21, 'customer', 'unknown-here'],
      [71, 'bandwidth', 'not-a-rate'],
      [151, 'activatedOn', 'not-a-day'],
    ]);

    const done = await commit(dry);
    expect(done).toEqual({ ...dry, state: 'DONE' });
    expect(await countOf('circuit')).toBe(197);
    expect([await countOf('circuit_end'), await countOf('port'), await countOf('circuit_step')]).toEqual([
      394, 197, 197,
    ]);
    expect(CircuitPage.parse((await admin.get('/api/v1/circuits?limit=1')).body).total).toBe(197);

    const again = await check('circuits', file);
    expect([again.create, again.known, again.refused]).toEqual([0, 197, 3]);
    await commit(again);
    expect(await countOf('circuit')).toBe(197);
    expect((await commit(dry)).state).toBe('DONE');
    expect(await countOf('circuit')).toBe(197);
  });

  it('does what its dry run said or nothing: of two of the same file one is told that the house has changed', async () => {
    const file = `${HEADER}\n${GOOD}\n`;
    const [one, other] = [await check('customers', file), await check('customers', file)];
    const answers = await Promise.all([one, other].map(({ id }) => admin.post(`/api/v1/imports/${id}/commit`, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused === undefined ? '' : codeOf(refused)).toBe('import.outdated');
    expect(await countOf('customer')).toBe(1);
  });

  it('is found by nobody but its maker, and made by platform admins only', async () => {
    const { id } = await check('customers', `${HEADER}\n${GOOD}\n`);
    const other = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    expect((await other.post(`/api/v1/imports/${id}/commit`, {})).status).toBe(404);
    const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    expect((await upload('customers', `${HEADER}\n${GOOD}\n`, noc)).status).toBe(403);
  });

  it("cannot reach another customer's site, contract or circuit by naming it", async () => {
    await aHouse();
    await commit(await check('circuits', `${CIRCUITS}\n${circuitLine(1)}`));
    const foreign = [
      circuitLine(1, { customer: 'RIVAL', aPort: 'ge-9', zSite: '' }),
      circuitLine(2, { customer: 'RIVAL', zSite: 'BR' }),
      circuitLine(3, { aPort: 'ge-0/0/1' }),
    ];
    const { create, problems } = await check('circuits', [CIRCUITS, ...foreign].join('\n'));
    expect(create).toBe(0);
    expect(problems.map(({ line, column, problem }) => [line, column, problem])).toEqual([
      [2, 'code', 'other-customer'],
      [3, 'zSite', 'unknown-here'],
      [4, 'aPort', 'taken'],
    ]);
  });

  const reads: readonly (readonly [string, Buffer | string, string?])[] = [
    ['with the mark of UTF-8', `\ufeff${HEADER}\n${GOOD}\n`],
    ['in UTF-16LE', Buffer.from(`\ufeff${HEADER}\n${GOOD}\n`, 'utf16le'), 'UTF-16LE'],
    ['in UTF-16BE', Buffer.from(`\ufeff${HEADER}\n${GOOD}\n`, 'utf16le').swap16(), 'UTF-16BE'],
    [
      'in GB18030',
      Buffer.concat([Buffer.from(`${HEADER}\nACME,`), Buffer.from('d2f8d0d0', 'hex'), Buffer.from(',Acme,GROUP')]),
      'GB18030',
    ],
    ['with CR only', `${HEADER}\r${GOOD}\r`],
    ['with line ends of all kinds', `${HEADER}\r\n\n${GOOD}\r`],
    ['without a last line end', `${HEADER}\n${GOOD}`],
    ['with semicolons', `${HEADER}\n${GOOD}`.replaceAll(',', ';')],
    ['with tabs', `${HEADER}\n${GOOD}`.replaceAll(',', '\t')],
    ['with columns in another order, case and with spaces', ` Grade , NAMEEN,nameZh, CODE \nGROUP,Acme,安可,ACME`],
    ['with a quote inside of a cell', `${HEADER}\nACME,安"可,Acme,GROUP`],
    ['with a line break inside of quotes at its end', `${HEADER},timeZone\nACME,安可,Acme,GROUP,"Asia/Shanghai\n"`],
    ['with an emoji of four bytes', `${HEADER}\nACME,安可😀,Acme 😀,GROUP`],
    ['with zeros before a code', `${HEADER}\n00017,安可,Acme,GROUP`],
    ['with a code like a number', `${HEADER}\n1E5,安可,Acme,GROUP`],
    ['with a formula as a name', `${HEADER}\nACME,"'=HYPERLINK(""x"")",-1+1,GROUP`],
  ];
  for (const [what, file, encoding = 'UTF-8'] of reads) {
    it(`reads a file ${what}`, async () => {
      const { create, problems, encoding: read } = await check('customers', file);
      expect([create, problems, read]).toEqual([1, [], encoding]);
    });
  }

  const refusals: readonly (readonly [string, Buffer | string, string])[] = [
    ['that is empty', '', 'empty'],
    ['of nothing but spaces', ' \n \n', 'empty'],
    ['with NUL bytes', `${HEADER}\nAC\0ME,a,b,GROUP`, 'not-text'],
    ['in Latin-1', Buffer.from(`${HEADER}\nACME,Café ,Café ,GROUP`, 'latin1'), 'encoding'],
    ['that is compressed', gzipSync(`${HEADER}\n${GOOD}`), 'compressed'],
    ['of a spreadsheet program', Buffer.from('504b0304140000000800', 'hex'), 'spreadsheet'],
    ['of an old spreadsheet program', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'spreadsheet'],
    ['with an unknown column', `${HEADER},__proto__\n${GOOD},x`, 'header-unknown'],
    ['with a column twice', `${HEADER},CODE\n${GOOD},x`, 'header-twice'],
    ['without a needed column', 'code,nameZh,nameEn\nACME,a,b', 'header-missing'],
    ['without a header', `${GOOD}\n`, 'header-unknown'],
    ['with ten thousand columns', `${'code,'.repeat(5_000)}x\n`, 'too-many-columns'],
    ['with a quote that is never closed', `${HEADER}\n"ACME,a,b,GROUP\n${GOOD}\n`, 'quote-open'],
    ['with a cell of a megabyte', `${HEADER}\nACME,${'x'.repeat(1_000_000)},b,GROUP`, 'line-too-long'],
    ['with more rows than are taken', `${HEADER}\n${'A,a,b,GROUP\n'.repeat(20_001)}`, 'too-many-rows'],
  ];
  for (const [what, file, problem] of refusals) {
    it(`refuses a file ${what} whole, and says why`, async () => {
      const answer = await upload('customers', file);
      expect([answer.status, codeOf(answer)]).toEqual([422, 'import.unreadable']);
      expect((answer.body as { details: { problem: string } }).details.problem).toBe(problem);
      expect(await countOf('import_run')).toBe(0);
    });
  }

  const bad: readonly (readonly [string, string, string, string | null, string])[] = [
    ['customers', `${HEADER}\n\n\nACME,a,b`, 'fewer cells', null, 'wrong-cells'],
    ['customers', `${HEADER}\n\n\n${GOOD},more`, 'more cells', null, 'wrong-cells'],
    ['customers', `${HEADER}\n\n\n${HEADER}`, 'the header again', null, 'header-again'],
    ['customers', `${HEADER}\n\n\nАСМЕ,a,b,GROUP`, 'letters that look like others', 'code', 'not-a-code'],
    ['customers', `${HEADER}\n\n\nACME,a\u202eb,b,GROUP`, 'marks that turn the text', 'nameZh', 'not-plain-text'],
    ['customers', `${HEADER}\n\n\nACME,a,b,group`, 'a word that is no grade', 'grade', 'not-a-choice'],
    ['customers', `${HEADER}\n\n\nACME,,b,GROUP`, 'an empty cell', 'nameZh', 'required'],
    ['customers', `${HEADER}\n\n\n1.00E+05,a,b,GROUP`, 'a code that a spreadsheet has spoilt', 'code', 'not-a-code'],
    ['customers', `${HEADER}\n\n${GOOD}\nacme,x,y,GROUP`, 'a code twice, by any case', 'code', 'twice-in-file'],
    ['customers', `${HEADER},timeZone\n\n\n${GOOD},+08:00`, 'an offset instead of a zone', 'timeZone', 'not-a-zone'],
  ];
  for (const [kind, file, what, column, problem] of bad) {
    it(`lists a row with ${what} by its line and column`, async () => {
      const { problems } = await check(kind, file);
      expect(problems.map((each) => [each.line, each.column, each.problem])).toEqual([[4, column, problem]]);
    });
  }

  it('takes addresses of devices in one spelling, and none that reads in two ways', async () => {
    await aHouse();
    const header = 'code,name,vendor,model,address,snmpPort,credential,pollProfile';
    const rowOf = ([address, port = '161']: readonly string[], index: number): string =>
      `D${String(index)},n,v,m,${String(address)},${port},public,Standard`;
    const wrong = [
      ['010.0.0.1'],
      ['10.0.0.0/8'],
      ['10.0.0'],
      ['fe80::1%eth0'],
      ['a b'],
      ['10.0.0.9', '0'],
      ['10.0.0.9', '1e3'],
    ];
    const { create, problems } = await check('devices', [header, ...wrong.map(rowOf)].join('\n'));
    expect(create).toBe(0);
    expect(problems.map(({ problem }) => problem).join(' ')).toBe(
      `${'not-an-address '.repeat(5)}not-a-number not-a-number`,
    );
    const same = [['2001:DB8:0:0:0:0:0:1'], ['2001:db8::1'], ['10.0.0.1']];
    const second = await check('devices', [header, ...same.map(rowOf)].join('\n'));
    expect([second.create, second.problems.map(({ line, problem }) => [line, problem])]).toEqual([
      1,
      [
        [3, 'taken'],
        [4, 'taken'],
      ],
    ]);
  });

  it('is cut off at its limit, and takes no other kind of body', async () => {
    const large = await upload('customers', Buffer.alloc(8 * 1024 * 1024 + 1, 'a'));
    expect([large.status, codeOf(large)]).toEqual([413, 'request.body-too-large']);
    const form = await admin.send('POST', '/api/v1/imports?kind=customers&name=x', 'a=b', {
      'Content-Type': 'multipart/form-data; boundary=x',
    });
    expect([form.status, codeOf(form)]).toEqual([403, 'request.foreign-origin']);
    expect((await admin.post('/api/v1/imports?kind=customers&name=x', {})).status).toBe(400);
  });

  it('and its export are the same table: what comes out goes in and makes nothing new', async () => {
    await aHouse();
    await commit(
      await check('circuits', `${CIRCUITS}\n${circuitLine(1)}\n${circuitLine(2, { aDevice: '', aPort: '' })}`),
    );
    for (const kind of ['customers', 'sites', 'devices', 'circuits']) {
      const answer = await admin.post<string>('/api/v1/exports', { kind, format: 'csv' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      const { rows, known, create, refused } = await check(kind, `\ufeff${answer.body}`);
      expect([kind, known, create, refused]).toEqual([kind, rows, 0, 0]);
    }
    const sheet = await admin.post<string>('/api/v1/exports', { kind: 'circuits', format: 'xlsx' });
    expect([sheet.status, sheet.body.slice(0, 2)]).toEqual([200, 'PK']);
    await admin.post('/api/v1/exports', { kind: 'circuits', format: 'csv' });
    const often = await admin.post('/api/v1/exports', { kind: 'circuits', format: 'csv' });
    expect([often.status, codeOf(often)]).toEqual([429, 'request.too-many']);
  });

  it('lets no cell of an export calculate', async () => {
    await commit(await check('customers', `${HEADER}\nACME,"=HYPERLINK(""x"")",@SUM(1),GROUP`));
    const { body } = await admin.post<string>('/api/v1/exports', { kind: 'customers', format: 'csv' });
    expect(body).toContain(`"'=HYPERLINK(""x"")",'@SUM(1)`);
  });
});
