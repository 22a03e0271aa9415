import {
  type FileProblemCode,
  IMPORT_COLUMNS,
  IMPORT_MAX_ROWS,
  type ImportKind,
  type RowProblem,
} from '@linewatch/shared';
import { CsvError, parse } from 'csv-parse';
import type { FileRow } from './file-row.js';

/** The file cannot be read as a table at all. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';

  constructor(
    readonly problem: FileProblemCode,
    readonly line = 1,
    readonly column = '',
  ) {
    super(problem);
  }
}

export interface Table {
  readonly rows: readonly FileRow[];
  /** Rows that are none. */
  readonly problems: readonly RowProblem[];
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Far more than a row of any kind has; a quote that is never closed ends here. */
const RECORD_MAX_CHARACTERS = 32_768;
const MOST_COLUMNS = 64;
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * Reads a table with a header by RFC 4180, also with `;` or tabs between the cells and any kind of line end.
 *
 * @throws UnreadableFile
 */
export async function readRows(kind: ImportKind, text: string): Promise<Table> {
  const parser = parse(text, {
    delimiter: separatorOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: RECORD_MAX_CHARACTERS,
    info: true,
  });
  const rows: FileRow[] = [];
  const problems: RowProblem[] = [];
  let header: readonly string[] | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      const line = info.lines - breaksIn(record);
      if (header === undefined) {
        header = headerOf(kind, record, line);
        continue;
      }
      if (record.every((cell) => cell.trim() === '')) continue;
      if (rows.length + problems.length >= IMPORT_MAX_ROWS) throw new UnreadableFile('too-many-rows', line);
      const problem = shapeProblem(header, record);
      if (problem === undefined)
        rows.push({ line, cells: new Map(header.map((name, at) => [name, record[at] ?? ''])) });
      else problems.push({ line, column: null, problem, value: '' });
    }
  } catch (error) {
    throw unreadable(error);
  }
  if (header === undefined) throw new UnreadableFile('empty');
  return { rows, problems };
}

function unreadable(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines } = error as { lines?: unknown };
  const line = typeof lines === 'number' ? lines : 1;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new UnreadableFile('quote-open', line);
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new UnreadableFile('line-too-long', line);
  return new UnreadableFile('not-csv', line);
}

/** What stands most often in the first line. */
function separatorOf(text: string): string {
  const [first = ''] = text.split(/[\r\n]/, 1);
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The columns of the kind in the order of the file, as the contract spells them. */
function headerOf(kind: ImportKind, record: readonly string[], line: number): string[] {
  if (record.length > MOST_COLUMNS) throw new UnreadableFile('too-many-columns', line);
  const columns: readonly string[] = IMPORT_COLUMNS[kind];
  const known = new Map(columns.map((column) => [nameOf(column).toLowerCase(), nameOf(column)]));
  const header = record.map((cell) => {
    const name = known.get(cell.trim().toLowerCase());
    if (name === undefined) throw new UnreadableFile('header-unknown', line, cell.trim().slice(0, 40));
    return name;
  });
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw new UnreadableFile('header-twice', line, twice);
  const missing = columns.find((column) => column.endsWith('*') && !header.includes(nameOf(column)));
  if (missing !== undefined) throw new UnreadableFile('header-missing', line, nameOf(missing));
  return header;
}

function nameOf(column: string): string {
  return column.replace('*', '');
}

function shapeProblem(
  header: readonly string[],
  record: readonly string[],
): 'header-again' | 'wrong-cells' | undefined {
  if (record.every((cell, at) => cell.trim().toLowerCase() === header[at]?.toLowerCase())) return 'header-again';
  return record.length === header.length ? undefined : 'wrong-cells';
}

/** Line breaks inside of quotes: the parser tells the line at which a row ends. */
function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
