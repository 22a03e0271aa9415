import { Injectable } from '@nestjs/common';
import type {
  ReportFile,
  ReportFormat,
  ReportLanguage,
  ReportNumbers,
  ReportRow,
  ReportState,
} from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, keyColumns, type Keyed, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';

/** A report without its numbers. bigint columns come as text from mysql2. */
export interface StoredReport {
  readonly id: string;
  readonly customerId: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly month: string;
  readonly kind: ReportRow['kind'];
  readonly state: ReportState;
  readonly requestedAt: number | string;
  readonly attempts: number;
  readonly failure: ReportRow['failure'];
  readonly madeAt: number | string | null;
  readonly hash: string | null;
  readonly comment: string | null;
  readonly wordsRevision: number;
  readonly filesRevision: number;
  readonly publishedAt: number | string | null;
  readonly version: number;
}

/** A file of a report with where it lies. */
export interface StoredFile extends ReportFile {
  readonly reportId: string;
  readonly storageKey: string;
}

export const REPORT_ORDER: readonly SortKey[] = [{ sql: 'r.id', type: 'text', direction: 'desc' }];

const SELECT = `SELECT r.id AS id, r.customer_id AS customerId, cu.name_zh AS customerNameZh,
  cu.name_en AS customerNameEn, r.month AS month, r.kind AS kind, r.state AS state, r.requested_at AS requestedAt,
  r.attempts AS attempts, r.failure AS failure, r.made_at AS madeAt, r.hash AS hash, r.comment AS comment,
  r.words_revision AS wordsRevision, r.files_revision AS filesRevision, r.published_at AS publishedAt,
  r.version AS version`;
const FROM = 'FROM report r JOIN customer cu ON cu.id = r.customer_id';
const FILE_COLUMNS = ['report_id', 'format', 'language', 'storage_key', 'bytes', 'sha256'];
const COLUMNS = [
  ...['id', 'customer_id', 'month', 'kind', 'state', 'open_key', 'requested_at', 'requested_by', 'attempts'],
  ...['words_revision', 'files_revision', 'version'],
];
const KEYS_A_QUERY = 500;
const WORKS_MOST = 5_000;

/** A report is about all lines of a customer, so nobody reads it who sees only some of its sites. */
function inReach(scope: Scope, customer = 'r.customer_id'): SqlCondition {
  return scopeCondition(scope, { customer, site: 'NULL' });
}

/** The only class that reads or writes the tables `report` and `report_file`. */
@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

  async customer(scope: Scope, id: string): Promise<ReportNumbers['customer'] | undefined> {
    const mine = inReach(scope, 'cu.id');
    const [row] = await this.database.read<ReportNumbers['customer']>(
      `SELECT cu.id AS id, cu.name_zh AS nameZh, cu.name_en AS nameEn FROM customer cu WHERE cu.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row === undefined ? undefined : { id: row.id, nameZh: row.nameZh, nameEn: row.nameEn };
  }

  /** @param isCustomer sees what was published, and what it asked for itself */
  find(
    scope: Scope,
    isCustomer: boolean,
    customer: string | undefined,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<StoredReport>[]> {
    const mine = inReach(scope);
    const rest = position === undefined ? undefined : after(REPORT_ORDER, position);
    const of = customer === undefined ? '' : 'AND r.customer_id = ?';
    return this.database.read(
      `${SELECT}, ${keyColumns(REPORT_ORDER)} ${FROM} WHERE ${mine.sql} ${shownTo(isCustomer)} ${of}
       ${rest === undefined ? '' : `AND ${rest.sql}`} ORDER BY ${orderBy(REPORT_ORDER)} LIMIT ?`,
      [...mine.values, ...(customer === undefined ? [] : [customer]), ...(rest?.values ?? []), limit],
    );
  }

  async findOne(scope: Scope, isCustomer: boolean, id: string): Promise<StoredReport | undefined> {
    const mine = inReach(scope);
    const [row] = await this.database.read<StoredReport>(
      `${SELECT} ${FROM} WHERE r.id = ? AND ${mine.sql} ${shownTo(isCustomer)}`,
      [id, ...mine.values],
    );
    return row;
  }

  /** The text of the numbers of a report that the caller has found. */
  async numbers(id: string): Promise<string | null> {
    const [row] = await this.database.read<{ numbers: string | null }>(
      'SELECT r.numbers AS numbers FROM report r WHERE r.id = ?',
      [id],
    );
    return row?.numbers ?? null;
  }

  /** Files of reports that the caller has found. */
  async files(reportIds: readonly string[]): Promise<StoredFile[]> {
    if (reportIds.length === 0) return [];
    return this.database.read(
      `SELECT f.report_id AS reportId, f.format AS format, f.language AS language, f.storage_key AS storageKey,
         f.bytes AS bytes, f.sha256 AS sha256
       FROM report_file f WHERE f.report_id IN (${reportIds.map(() => '?').join(',')})
       ORDER BY f.report_id, f.format, f.language`,
      reportIds,
    );
  }

  async file(reportId: string, format: ReportFormat, language: ReportLanguage): Promise<StoredFile | undefined> {
    return (await this.files([reportId])).find((file) => file.format === format && file.language === language);
  }

  /** @returns the id of the report that is being made now: this one, or one that was asked for before */
  async request(
    tx: Transaction,
    wish: {
      readonly id: string;
      readonly customerId: string;
      readonly month: string;
      readonly kind: ReportRow['kind'];
      readonly openKey: string;
    },
    userId: string | null,
    now: number,
  ): Promise<string> {
    const { id, customerId, month, kind, openKey } = wish;
    const row = [id, customerId, month, kind, 'queued', openKey, now, userId, 0, 1, 0, 1];
    await tx.insertMany('report', COLUMNS, ['open_key'], [row], 'ignore');
    const [open] = await tx.query<{ id: string }>(
      'SELECT r.id AS id FROM report r WHERE r.open_key = ? AND r.customer_id = ?',
      [openKey, customerId],
    );
    if (open === undefined) throw new Error('a report that was asked for is not there');
    return open.id;
  }

  /** For the job: the report that the house made of a customer's month, the published one before all others. */
  async ofMonth(customerId: string, month: string): Promise<StoredReport | undefined> {
    const [row] = await this.database.read<StoredReport>(
      `${SELECT} ${FROM} WHERE r.customer_id = ? AND r.month = ? AND r.kind = 'MONTHLY' AND r.state <> 'superseded'
       ORDER BY CASE r.state WHEN 'published' THEN 0 ELSE 1 END, r.id DESC LIMIT 1`,
      [customerId, month],
    );
    return row;
  }

  /** Oldest first: reports to make, and those whose files are not those of their words. */
  waiting(limit: number): Promise<StoredReport[]> {
    return this.database.read(
      `${SELECT} ${FROM} WHERE r.state IN ('queued','generating')
       OR (r.state = 'generated' AND r.files_revision < r.words_revision) ORDER BY r.id LIMIT ?`,
      [limit],
    );
  }

  /** Changes columns of a report that is in a state and, where it is given, of a version. @returns whether it was */
  async step(
    tx: Transaction,
    report: { readonly id: string; readonly customerId: string; readonly version: number },
    from: ReportState,
    changes: Readonly<Record<string, SqlValue>>,
  ): Promise<boolean> {
    const names = Object.keys(changes).map((name) => `${name} = ?`);
    const changed = await tx.execute(
      `UPDATE report SET ${names.join(', ')}, version = version + 1
       WHERE id = ? AND customer_id = ? AND state = ? AND version = ?`,
      [...Object.values(changes), report.id, report.customerId, from, report.version],
    );
    return changed === 1;
  }

  /** The published reports of the same customer, month and kind are replaced by this one. */
  async supersede(tx: Transaction, { id, customerId, month, kind }: StoredReport): Promise<void> {
    await tx.execute(
      `UPDATE report SET state = 'superseded', version = version + 1
       WHERE customer_id = ? AND month = ? AND kind = ? AND state = 'published' AND id <> ?`,
      [customerId, month, kind, id],
    );
  }

  async replaceFiles(tx: Transaction, reportId: string, files: readonly StoredFile[]): Promise<void> {
    await tx.execute('DELETE FROM report_file WHERE report_id = ?', [reportId]);
    const rows = files.map(({ format, language, storageKey, bytes, sha256 }) => [
      ...[reportId, format, language, storageKey, bytes, sha256],
    ]);
    await tx.insertMany('report_file', FILE_COLUMNS, ['report_id', 'format', 'language'], rows);
  }

  /** Which of the keys no report has. */
  async orphansAmong(keys: readonly string[]): Promise<string[]> {
    const orphans: string[] = [];
    for (let start = 0; start < keys.length; start += KEYS_A_QUERY) {
      const chunk = keys.slice(start, start + KEYS_A_QUERY);
      const rows = await this.database.read<{ storageKey: string }>(
        `SELECT storage_key AS storageKey FROM report_file WHERE storage_key IN (${chunk.map(() => '?').join(',')})`,
        chunk,
      );
      const used = new Set(rows.map(({ storageKey }) => storageKey));
      orphans.push(...chunk.filter((key) => !used.has(key)));
    }
    return orphans;
  }

  /** Works that customers were told of and that touch [from, to) (ms), by their beginning. */
  async works(scope: Scope, from: number, to: number): Promise<ReportNumbers['works']> {
    const mine = inReach(scope, 'mc.customer_id');
    const rows = await this.database.read<{
      id: string;
      number: string;
      title: string;
      state: string;
      began: number | string;
      ended: number | string;
      circuits: number | string;
    }>(
      `SELECT w.id AS id, w.number AS number, w.title AS title, w.state AS state,
         COALESCE(w.actual_start, w.planned_start) AS began, COALESCE(w.actual_end, w.planned_end) AS ended,
         COUNT(mc.circuit_id) AS circuits
       FROM maintenance_circuit mc JOIN maintenance_window w ON w.id = mc.window_id
       WHERE ${mine.sql} AND w.noticed_at IS NOT NULL AND COALESCE(w.actual_start, w.planned_start) < ?
         AND COALESCE(w.actual_end, w.planned_end) > ?
       GROUP BY w.id, w.number, w.title, w.state, w.actual_start, w.planned_start, w.actual_end, w.planned_end
       ORDER BY began, id LIMIT ?`,
      [...mine.values, to, from, WORKS_MOST],
    );
    return rows.map(({ id, number, title, state, began, ended, circuits }) => ({
      ...{ id, number, title, state },
      from: new Date(Number(began)).toISOString(),
      to: new Date(Number(ended)).toISOString(),
      circuits: Number(circuits),
    }));
  }
}

function shownTo(isCustomer: boolean): string {
  return isCustomer ? "AND (r.published_at IS NOT NULL OR r.kind = 'ADHOC')" : '';
}

/** What is unique of a customer, month and kind while a report of it is being made. */
export function openKeyOf({ customerId, month, kind }: Pick<StoredReport, 'customerId' | 'month' | 'kind'>): string {
  return `${customerId}:${month}:${kind}`;
}

/** Whether the files of a report are those of its words. */
export function isWritten({ filesRevision, wordsRevision }: StoredReport): boolean {
  return filesRevision === wordsRevision;
}
