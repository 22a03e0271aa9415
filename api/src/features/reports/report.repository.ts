import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DateSpan, ReportFile, ReportFormat, ReportLanguage, ReportRow, ReportState } from '@linewatch/shared';
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
  /** Null: the whole month. */
  readonly fromDate: string | null;
  readonly toDate: string | null;
  /** JSON of `StoredPart`; null: all lines. */
  readonly part: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly cancelledAt: number | string | null;
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
  /** How the operator looked when it was made; null before, and where it was made before looks were chosen. */
  readonly brandVersion: number | null;
  readonly version: number;
}

/** Some lines of a customer: those of a site, or those that were chosen. */
export interface StoredPart {
  readonly site: { readonly id: string; readonly nameZh: string; readonly nameEn: string } | null;
  readonly circuitIds: readonly string[] | null;
}

/** What a report is about. */
export interface ReportWish {
  readonly customerId: string;
  /** The month, or the one that the dates begin in. */
  readonly month: string;
  readonly dates: DateSpan | null;
  readonly part: StoredPart | null;
  readonly kind: ReportRow['kind'];
}

/** A file of a report with where it lies. */
export interface StoredFile extends ReportFile {
  readonly reportId: string;
  readonly storageKey: string;
}

export const REPORT_ORDER: readonly SortKey[] = [{ sql: 'r.id', type: 'text', direction: 'desc' }];

const SELECT = `SELECT r.id AS id, r.customer_id AS customerId, cu.name_zh AS customerNameZh,
  cu.name_en AS customerNameEn, r.month AS month, r.from_date AS fromDate,
  r.to_date AS toDate, r.part AS part, r.done AS done, r.total AS total, r.cancelled_at AS cancelledAt, r.kind AS kind, r.state AS state, r.requested_at AS requestedAt,
  r.attempts AS attempts, r.failure AS failure, r.made_at AS madeAt, r.hash AS hash, r.comment AS comment,
  r.words_revision AS wordsRevision, r.files_revision AS filesRevision, r.published_at AS publishedAt,
  r.brand_version AS brandVersion, r.version AS version`;
const FROM = 'FROM report r JOIN customer cu ON cu.id = r.customer_id';
const FILE_COLUMNS = ['report_id', 'format', 'language', 'storage_key', 'bytes', 'sha256'];
const COLUMNS = [
  ...['id', 'customer_id', 'month', 'kind', 'state', 'open_key', 'requested_at', 'requested_by', 'attempts'],
  ...['words_revision', 'files_revision', 'version', 'from_date', 'to_date', 'part'],
];
const KEYS_A_QUERY = 500;

/** A report is about all lines of a customer, so nobody reads it who sees only some of its sites. */
function inReach(scope: Scope): SqlCondition {
  return scopeCondition(scope, { customer: 'r.customer_id', site: 'NULL' });
}

/** The only class that reads or writes the tables `report` and `report_file`. */
@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

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

  /** Published reports of a customer's period, newest first; of all lines where no part is asked for. */
  published(scope: Scope, { customerId, month, dates, part }: ReportWish, limit: number): Promise<StoredReport[]> {
    const mine = inReach(scope);
    const span = dates === null ? 'r.from_date IS NULL' : 'r.from_date = ? AND r.to_date = ?';
    return this.database.read(
      `${SELECT} ${FROM} WHERE ${mine.sql} AND r.customer_id = ? AND r.month = ? AND ${span}
         AND r.part IS ${part === null ? 'NULL' : 'NOT NULL'} AND r.published_at IS NOT NULL
       ORDER BY r.published_at DESC, r.id DESC LIMIT ?`,
      [...mine.values, customerId, month, ...(dates === null ? [] : [dates.from, dates.to]), limit],
    );
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
    wish: ReportWish & { readonly id: string; readonly openKey: string },
    userId: string | null,
    now: number,
  ): Promise<string> {
    const { id, customerId, month, dates, part, kind, openKey } = wish;
    const asked = [dates?.from ?? null, dates?.to ?? null, part === null ? null : JSON.stringify(part)];
    const row = [id, customerId, month, kind, 'queued', openKey, now, userId, 0, 1, 0, 1, ...asked];
    await tx.insertMany('report', COLUMNS, ['open_key'], [row], 'ignore');
    const [open] = await tx.query<{ id: string }>(
      'SELECT r.id AS id FROM report r WHERE r.open_key = ? AND r.customer_id = ?',
      [openKey, customerId],
    );
    if (open === undefined) throw new Error('a report that was asked for is not there');
    return open.id;
  }

  /** For the job: what the house made of all lines of a customer in a period, the published one before all others. */
  async ofPeriod(customerId: string, month: string, dates: DateSpan | null): Promise<StoredReport | undefined> {
    const period =
      dates === null ? "r.kind = 'MONTHLY'" : "r.kind IN ('WEEKLY','RANGE') AND r.from_date = ? AND r.to_date = ?";
    const [row] = await this.database.read<StoredReport>(
      `${SELECT} ${FROM} WHERE r.customer_id = ? AND r.month = ? AND ${period} AND r.part IS NULL
         AND r.state <> 'superseded'
       ORDER BY CASE r.state WHEN 'published' THEN 0 ELSE 1 END, r.id DESC LIMIT 1`,
      [customerId, month, ...(dates === null ? [] : [dates.from, dates.to])],
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

  /** Notes how far a report is. @returns false when it is no longer wanted, or somebody else has it */
  async noteProgress(
    tx: Transaction,
    { id, customerId, version }: Pick<StoredReport, 'id' | 'customerId' | 'version'>,
    done: number,
    total: number,
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE report SET done = ?, total = ?
       WHERE id = ? AND customer_id = ? AND state = 'generating' AND version = ? AND cancelled_at IS NULL`,
      [done, total, id, customerId, version],
    );
    return changed === 1;
  }

  /** Asks that a report be made no more. @returns false when it is not that version, or is made already */
  async cancel(tx: Transaction, { id, customerId }: StoredReport, version: number, now: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE report SET cancelled_at = ? WHERE id = ? AND customer_id = ? AND version = ?
         AND state IN ('queued','generating') AND cancelled_at IS NULL`,
      [now, id, customerId, version],
    );
    return changed === 1;
  }

  /** The published reports of the same customer, month and kind are replaced by this one. */
  async supersede(tx: Transaction, { id, customerId, month, kind }: StoredReport): Promise<void> {
    // Of other spans and parts each stands for itself.
    if (kind !== 'MONTHLY') return;
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
}

function shownTo(isCustomer: boolean): string {
  return isCustomer ? "AND (r.published_at IS NOT NULL OR r.kind = 'ADHOC')" : '';
}

/** What is unique of a wish while a report of it is being made. */
export function openKeyOf({ customerId, month, dates, part, kind }: ReportWish): string {
  if (dates === null && part === null) return `${customerId}:${month}:${kind}`;
  return createHash('sha256')
    .update(JSON.stringify([customerId, month, dates, part, kind]))
    .digest('hex');
}

/** What a stored report is about. */
export function wishOf({ customerId, month, fromDate, toDate, part, kind }: StoredReport): ReportWish {
  const dates = fromDate === null || toDate === null ? null : { from: fromDate, to: toDate };
  return { customerId, month, dates, part: part === null ? null : (JSON.parse(part) as StoredPart), kind };
}

/** Whether the files of a report are those of its words. */
export function isWritten({ filesRevision, wordsRevision }: StoredReport): boolean {
  return filesRevision === wordsRevision;
}
