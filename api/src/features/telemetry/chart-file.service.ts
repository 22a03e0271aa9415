import { Injectable } from '@nestjs/common';
import type { ChartFileRequest, SampleSeries } from '@linewatch/shared';
import writeExcelFile from 'write-excel-file/node';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { writeSpreadsheetCsv } from '../../platform/files/write-csv.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { CircuitHistoryRepository } from './circuit-history.repository.js';
import { SamplesService } from './samples.service.js';

const FILES_AN_HOUR = 60;

type Column = Exclude<
  keyof SampleSeries,
  'stats' | 'coverage' | 'circuitId' | 'side' | 'from' | 'to' | 'bucketS' | 'contractedBps' | 'ports'
>;

/** What stands above each column; nothing that came from outside is among the texts. */
const COLUMNS: readonly (readonly [column: Column, zh: string, en: string])[] = [
  ['at', '时间（UTC）', 'Time (UTC)'],
  ['inBps', '入向 bit/s', 'In bit/s'],
  ['outBps', '出向 bit/s', 'Out bit/s'],
  ['inMaxBps', '入向最大 bit/s', 'In max bit/s'],
  ['outMaxBps', '出向最大 bit/s', 'Out max bit/s'],
  ['inErrors', '入向误包', 'In errors'],
  ['outErrors', '出向误包', 'Out errors'],
  ['inDiscards', '入向丢弃', 'In discards'],
  ['outDiscards', '出向丢弃', 'Out discards'],
];

type Cell = string | number | null;

/** The rows of a chart as a file: the same question as the chart's, so the same rows and sums. */
@Injectable()
export class ChartFileService {
  constructor(
    private readonly database: Database,
    private readonly samples: SamplesService,
    private readonly circuits: CircuitHistoryRepository,
    private readonly limit: HourlyLimit,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `circuit.not-found`, `chart.range-invalid`, `request.too-many` */
  async make(scope: Scope, userId: string, circuitId: string, request: ChartFileRequest): Promise<Buffer> {
    const series = await this.samples.series(scope, circuitId, request);
    await this.limit.take('chart-file', userId, FILES_AN_HOUR);
    const customerId = await this.circuits.customerOf(scope, circuitId);
    const { from, to, side, format, language, timeZone } = request;
    await this.database.transaction((tx) =>
      this.audit.note(tx, {
        action: 'export.made',
        customerId,
        object: { type: 'circuit', id: circuitId, name: 'samples' },
        after: { format, side, from, to, rows: series.at.length },
      }),
    );
    const [utc = '', ...names] = COLUMNS.map(([, zh, en]) => (language === 'en' ? en : zh));
    const rows = rowsOf(series);
    if (timeZone === undefined) return fileOf(format, [utc, ...names], rows);
    const local = language === 'en' ? `Time (${timeZone})` : `时间（${timeZone}）`;
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    const told = rows.map(([at = null, ...rest], index) => [at, clock.format(series.at[index]), ...rest]);
    return fileOf(format, [utc, local, ...names], told);
  }
}

async function fileOf(format: ChartFileRequest['format'], header: string[], rows: Cell[][]): Promise<Buffer> {
  return format === 'csv' ? csv(header, rows) : xlsx(header, rows);
}

function rowsOf(series: SampleSeries): Cell[][] {
  return series.at.map((at, index) =>
    COLUMNS.map(([column]) => (column === 'at' ? new Date(at).toISOString() : (series[column][index] ?? null))),
  );
}

/** UTF-8 with its mark, which spreadsheets need to know it by. A gap is an empty cell and no zero. */
function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): Buffer {
  return writeSpreadsheetCsv([header, ...rows]);
}

/** Numbers are numbers, so that a sheet can add them up; no cell is a formula. */
function xlsx(header: readonly string[], rows: readonly (readonly Cell[])[]): Promise<Buffer> {
  const first = header.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const rest = rows.map((row) =>
    row.map((value) =>
      typeof value === 'number' ? { value, type: Number } : value === null ? null : { value, type: String },
    ),
  );
  return writeExcelFile([first, ...rest]).toBuffer();
}
