import { stringify } from 'csv-stringify/sync';

/**
 * What a spreadsheet would calculate instead of showing, also behind spaces and quotes, which some of them take away,
 * and in the wide signs of Chinese keyboards (OWASP "CSV Injection").
 */
const CALCULATES = /^(?:[\t\r\n]|[\s"]*[=+\-@＝＋－＠])/;

/** A text as no spreadsheet calculates it: with an apostrophe before it, where it would. */
export function inertCell(text: string): string {
  return CALCULATES.test(text) ? `'${text}` : text;
}

/** A table as CSV with the line ends of RFC 4180. Numbers stay numbers, texts are inert, nothing is an empty cell. */
export function writeCsv(rows: readonly (readonly unknown[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    // Of its own accord the library quotes the line end that it writes, and lets one alone begin a row of its own.
    { record_delimiter: 'windows', quoted_match: /[\r\n]/, cast: { number: String, string: inertCell } },
  );
}

/** The same with the mark of UTF-8, which spreadsheets need to know it by. */
export function writeSpreadsheetCsv(rows: readonly (readonly unknown[])[]): Buffer {
  return Buffer.from(`\uFEFF${writeCsv(rows)}`, 'utf8');
}
