import * as z from 'zod/mini';
import { lineOfText } from './plain-text.js';

export const IMPORT_KINDS = ['customers', 'sites', 'devices', 'circuits'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export const IMPORT_MAX_BYTES = 8 * 1024 * 1024;
export const IMPORT_MAX_ROWS = 20_000;
/** Refusals that an answer lists; all of them are counted. */
export const IMPORT_PROBLEMS_LISTED = 500;

/** The columns of each kind, in the order in which they are exported. Those with a star must be filled in. */
export const IMPORT_COLUMNS = {
  customers: ['code*', 'nameZh*', 'nameEn*', 'grade*', 'timeZone', 'status'],
  sites: ['customer*', 'code*', 'nameZh*', 'nameEn*', 'address'],
  devices: ['code*', 'name*', 'vendor*', 'model*', 'address*', 'snmpPort', 'credential*', 'pollProfile*', 'region'],
  circuits: [
    'code*',
    'name*',
    'customer*',
    'contract',
    'product*',
    'bandwidth*',
    'topology',
    'protection',
    'networkGrade',
    'state',
    'activatedOn',
    'aSite*',
    'aAccess',
    'aDevice',
    'aPort',
    'zSite',
    'zAccess',
    'zDevice',
    'zPort',
    'backupOf',
  ],
} as const satisfies Readonly<Record<ImportKind, readonly string[]>>;

/** What is wrong with a cell or a row. */
export const ROW_PROBLEMS = [
  'required',
  'too-long',
  'not-a-code',
  'not-plain-text',
  'not-a-choice',
  'not-a-number',
  'not-a-rate',
  'not-a-day',
  'not-an-address',
  'not-a-zone',
  'unknown-here',
  'other-customer',
  'twice-in-file',
  'taken',
  'port-without-device',
  'no-main',
  'day-missing',
  'wrong-cells',
  'header-again',
] as const;
export type RowProblemCode = (typeof ROW_PROBLEMS)[number];

/** Why a whole file is refused. */
export const FILE_PROBLEMS = [
  'empty',
  'not-text',
  'spreadsheet',
  'compressed',
  'encoding',
  'header-unknown',
  'header-twice',
  'header-missing',
  'too-many-columns',
  'too-many-rows',
  'quote-open',
  'line-too-long',
  'not-csv',
] as const;
export type FileProblemCode = (typeof FILE_PROBLEMS)[number];

/** One refusal, by line of the file (from 1) and column; `column` null: the row as such. */
export const RowProblem = z.object({
  line: z.int(),
  column: z.nullable(z.string()),
  problem: z.enum(ROW_PROBLEMS),
  value: z.string(),
});
export type RowProblem = z.infer<typeof RowProblem>;

/** Query of `POST /api/v1/imports`, whose body is the file itself as application/octet-stream. */
export const ImportUpload = z.object({ kind: z.enum(IMPORT_KINDS), name: lineOfText(200) });
export type ImportUpload = z.infer<typeof ImportUpload>;

/** The answer to a dry run and to its commit. Rows of the file = create + known + refused. */
export const ImportView = z.object({
  id: z.uuid(),
  kind: z.enum(IMPORT_KINDS),
  name: z.string(),
  state: z.enum(['CHECKED', 'DONE']),
  /** How the file was read: `UTF-8`, `UTF-16LE`, `UTF-16BE` or `GB18030`. */
  encoding: z.string(),
  rows: z.int(),
  /** Rows that make something new. */
  create: z.int(),
  /** Rows whose code is there already; they are left as they are. */
  known: z.int(),
  refused: z.int(),
  problems: z.array(RowProblem),
});
export type ImportView = z.infer<typeof ImportView>;

/** `POST /api/v1/exports`: the same columns as an import of the kind. */
export const ExportRequest = z.object({ kind: z.enum(IMPORT_KINDS), format: z.enum(['csv', 'xlsx']) });
export type ExportRequest = z.infer<typeof ExportRequest>;
