import writeExcelFile from 'write-excel-file/node';
import { writeSpreadsheetCsv } from '../../platform/files/write-csv.js';
import type { Cell, ReportWritten } from './report-sheets.js';

/** What a spreadsheet lets a sheet be called at most. */
const NAME_MOST = 31;

/** All tables one after the other, UTF-8 with its mark. What a spreadsheet would take for a formula is made a text. */
export function writeCsv(written: ReportWritten): Buffer {
  const { title, customer, period, part, preliminary, comment, sentences, sheets, method } = written;
  const lines: Cell[][] = [
    [title],
    [customer, period],
    ...[part, preliminary, comment].flatMap((line) => (line === null ? [] : [[line]])),
  ];
  lines.push(...[...sentences, ...adviceLines(written)].map((sentence) => [sentence]));
  for (const sheet of sheets) lines.push([], [sheet.title], [...sheet.columns], ...sheet.rows.map((row) => [...row]));
  lines.push([], ...method.map((line) => [line]));
  return writeSpreadsheetCsv(lines);
}

/** One sheet a table. Numbers are numbers, so that a sheet can add them up; texts are texts and no cell is a formula. */
export function writeXlsx(written: ReportWritten): Promise<Buffer> {
  const { title, customer, period, part, preliminary, comment, sentences, sheets, method } = written;
  const notes = [part, preliminary, comment, ...sentences, ...adviceLines(written)];
  const words = [title, customer, period, ...notes, '', ...method];
  const front = words.flatMap((line) => (line === null ? [] : [[text(line)]]));
  const tables = sheets.map(({ title: name, columns, rows }) => ({
    sheet: name.slice(0, NAME_MOST),
    columns: columns.map((_, index) => ({ width: index < 2 ? 24 : 16 })),
    data: [
      columns.map((column) => ({ ...text(column), fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(cell)),
    ],
  }));
  return writeExcelFile([
    { sheet: title.slice(0, NAME_MOST), columns: [{ width: 110 }], data: front },
    ...tables,
  ]).toBuffer();
}

function adviceLines({ advice }: ReportWritten): string[] {
  return advice === null ? [] : ['', advice.title, ...advice.sentences];
}

function text(value: string): { readonly value: string; readonly type: StringConstructor } {
  return { value, type: String };
}

function cell(
  value: Cell,
): { value: string; type: StringConstructor } | { value: number; type: NumberConstructor } | null {
  if (value === null) return null;
  return typeof value === 'number' ? { value, type: Number } : { value, type: String };
}
