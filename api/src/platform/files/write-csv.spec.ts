import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import writeExcelFile from 'write-excel-file/node';
import { inertCell, writeCsv, writeSpreadsheetCsv } from './write-csv.js';

const run = promisify(execFile);
/** An office program that starts for the first time, on a machine that may be busy otherwise. */
const PATIENCE_MS = 240_000;

const FORMULAS = [
  ...['=1+1', '+1+1', '-1+1', '@SUM(1;1)', '=HYPERLINK("http://evil.example";"x")', "=cmd|' /C calc'!A0"],
  ...['\t=1+1', '\r=1+1', '\n=1+1', ' =1+1', '  -1+1', '"=1+1', '" =1+1"', '\u00A0=1+1', '\u3000＝1+1'],
  ...['＝1+1', '＋1+1', '－1+1', '＠SUM(1;1)', '-5', '=', '+86 10 1234 5678'],
];
const TEXTS = ['故障', 'a=1', '1-2', 'noc@operator.example', "'=1+1", '', '—', '00017', '1E5', 'x\n=1+1'];
const NUMBERS = [-5, 0, 1.25, -0.5, 1e21];

describe('a table that is handed out as a file (P16)', () => {
  it('has an apostrophe before every text that would be calculated, and before no other', () => {
    expect(FORMULAS.map(inertCell)).toEqual(FORMULAS.map((text) => `'${text}`));
    expect(TEXTS.map(inertCell)).toEqual(TEXTS);
  });

  it('keeps its numbers, and what is not known empty', () => {
    expect(writeCsv([[...NUMBERS, null, undefined]])).toBe('-5,0,1.25,-0.5,1e+21,,\r\n');
  });

  it('lets no line of a text begin a row', () => {
    const rows = [
      ['a\n=1+1', 'b'],
      ['c\r=1+1', 'd'],
      ['e\r\n=1+1', 'f'],
    ];
    expect(parse(writeCsv(rows))).toEqual(rows);
    expect(writeCsv(rows).startsWith('"a\n=1+1",b\r\n"c\r=1+1",d\r\n')).toBeTrue();
  });

  describe('in an office program', () => {
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'linewatch-tables-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    /** What the cells of a file say after the office program has opened and reckoned it. */
    async function reckoned(name: string, content: Buffer): Promise<string[][]> {
      const file = join(folder, name);
      await writeFile(file, content);
      const profile = pathToFileURL(join(folder, 'profile')).href;
      // Comma, double quote, UTF-8, from the first line on; cells as they are shown.
      const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false';
      const task = ['--headless', '--infilter=CSV:44,34,76,1', '--convert-to', filter, '--outdir', join(folder, 'out')];
      const options = name.endsWith('.csv') ? task : task.filter((each) => !each.startsWith('--infilter'));
      await run('soffice', [`-env:UserInstallation=${profile}`, ...options, file], {
        timeout: PATIENCE_MS,
        killSignal: 'SIGKILL',
      });
      const out = await readFile(join(folder, 'out', name.replace(/\.\w+$/, '.csv')), 'utf8');
      return parse(out, { relax_column_count: true });
    }

    const one = (text: string): string => text.replaceAll(/\s/g, '');

    it(
      'shows each formula of a CSV as the text that it was written as',
      async () => {
        const rows = [...FORMULAS, 'x\n=1+1', 'x\r=1+1'].map((text, index) => [`row ${String(index)}`, text]);
        const shown = await reckoned('formulas.csv', writeSpreadsheetCsv(rows));
        const wanted = [...FORMULAS.map((text) => `'${text}`), 'x=1+1', 'x=1+1'];
        expect(shown.map(([, cell = '']) => one(cell))).toEqual(wanted.map(one));
      },
      PATIENCE_MS,
    );

    it(
      'shows each formula of a workbook as its text, and adds nothing up by itself',
      async () => {
        const rows = FORMULAS.map((value, index) => [
          { value: `row ${String(index)}`, type: String },
          { value, type: String },
        ]);
        const shown = await reckoned('workbook.xlsx', await writeExcelFile(rows).toBuffer());
        expect(shown.map(([, cell = '']) => one(cell))).toEqual(FORMULAS.map(one));
      },
      PATIENCE_MS,
    );
  });
});
