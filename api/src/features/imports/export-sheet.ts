import { IMPORT_COLUMNS, type ImportKind, localDate } from '@linewatch/shared';
import writeExcelFile from 'write-excel-file/node';
import { writeSpreadsheetCsv } from '../../platform/files/write-csv.js';
import type { ExportRow } from './export-rows.repository.js';

/** The table with its header, as texts. */
export function sheetOf(kind: ImportKind, rows: readonly ExportRow[]): string[][] {
  const columns = IMPORT_COLUMNS[kind].map((column) => column.replace('*', ''));
  return [columns, ...rows.map((row) => columns.map((column) => cellOf(column, row)))];
}

/** UTF-8 with its mark, which spreadsheets need to know it by; no cell calculates. */
export function toCsv(sheet: readonly (readonly string[])[]): Buffer {
  return writeSpreadsheetCsv(sheet);
}

/** Every cell as text: codes keep their zeros, and nothing is a formula. */
export function toXlsx(sheet: readonly (readonly string[])[]): Promise<Buffer> {
  const cells = sheet.map((row, index) =>
    row.map((value) => ({ value, type: String, ...(index === 0 && { fontWeight: 'bold' as const }) })),
  );
  return writeExcelFile(cells).toBuffer();
}

function cellOf(column: string, row: ExportRow): string {
  const value = row[column] ?? null;
  if (value === null) return '';
  if (column === 'bandwidth') return rateOf(Number(value));
  if (column === 'activatedOn') return localDate(Number(value), String(row['timeZone']));
  return String(value);
}

/** The shortest of the spellings that an import takes. */
function rateOf(bps: number): string {
  const [unit, size] = (
    [
      ['G', 1e9],
      ['M', 1e6],
      ['k', 1e3],
    ] as const
  ).find(([, each]) => bps % each === 0) ?? ['', 1];
  return `${String(bps / size)}${unit}`;
}
