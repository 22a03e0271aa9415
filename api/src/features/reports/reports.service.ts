import type { ReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import {
  actionsFor,
  DomainError,
  isAllowed,
  isCustomerRole,
  monthOf,
  REPORT_FORMATS,
  REPORT_LANGUAGES,
  REPORT_LIFE,
  type ReportAction,
  type ReportComment,
  type ReportFileName,
  ReportNumbers,
  type ReportPage,
  type ReportQuery,
  type ReportRequest,
  type ReportRow,
  type ReportStep,
  type ReportView,
  type Role,
  stepOf,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { type AuditNote, AuditTrail } from '../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { reportFileName } from './report-file-name.js';
import { ReportFileStore } from './report-file-store.js';
import { tellOfReport } from './report-news.js';
import { ReportOrders } from './report-orders.js';
import { isWritten, REPORT_ORDER, ReportRepository, type StoredFile, type StoredReport } from './report.repository.js';

/** A file as it was archived. */
export interface OpenedFile {
  readonly name: string;
  readonly format: StoredFile['format'];
  readonly bytes: number;
  readonly content: ReadStream;
}

/** The archive of reports: asked for, looked at, given words, published, handed out. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportRepository,
    private readonly store: ReportFileStore,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly orders: ReportOrders,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, { role }: UserCaller, query: ReportQuery): Promise<ReportPage> {
    const { limit, cursor, customer } = query;
    const position = readCursor({ customer }, REPORT_ORDER, cursor);
    const found = await this.reports.find(scope, isCustomerRole(role), customer, position, limit + 1);
    const rows = found.slice(0, limit);
    const files = await this.reports.files(rows.map(({ id }) => id));
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: rows.map((row) => toRow(row, files, role)),
      nextCursor: last === undefined ? null : writeCursor({ customer }, positionOf(last, REPORT_ORDER)),
    };
  }

  /** @throws DomainError `report.not-found` */
  async view(scope: Scope, { role }: UserCaller, id: string): Promise<ReportView> {
    const report = await this.find(scope, role, id);
    const text = await this.reports.numbers(id);
    const numbers = text === null ? null : ReportNumbers.parse(JSON.parse(text));
    return { ...toRow(report, await this.reports.files([id]), role), numbers };
  }

  /**
   * Queues a report. Asked for twice while it is being made, it is one report.
   *
   * @throws DomainError `customer.not-found`, `request.invalid` for a month that has not begun
   */
  async request(scope: Scope, caller: UserCaller, { customerId, month }: ReportRequest): Promise<ReportView> {
    const now = this.clock.now();
    if (month > monthOf(now, 'Asia/Shanghai')) throw new InvalidRequest([{ field: 'month', reason: 'too-late' }]);
    const customer = await this.reports.customer(scope, customerId);
    if (customer === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
    const kind = isCustomerRole(caller.role) ? 'ADHOC' : 'MONTHLY';
    const id = await this.orders.order({ customerId, month, kind }, caller.userId);
    return this.view(scope, caller, id);
  }

  /**
   * Puts words of the account manager on the first page; the files are then written anew.
   *
   * @throws DomainError `report.not-found`, `report.step-impossible` once it is published, `session.forbidden`,
   * `edit.conflict`
   */
  async comment(
    scope: Scope,
    caller: UserCaller,
    id: string,
    { comment, version }: ReportComment,
  ): Promise<ReportView> {
    const report = await this.find(scope, caller.role, id);
    expectStep(report, 'publish', caller.role);
    await this.change(report, version, { comment, words_revision: report.wordsRevision + 1 }, async (tx) => {
      await this.note(tx, report, 'report.commented', { comment: report.comment }, { comment });
    });
    return this.view(scope, caller, id);
  }

  /**
   * Shows the report to the customer as it is archived, in place of the one published before.
   *
   * @throws DomainError `report.not-found`, `report.step-impossible`, `report.unfinished` while the files are written,
   * `session.forbidden`, `edit.conflict`
   */
  async publish(scope: Scope, caller: UserCaller, id: string, { version }: ReportStep): Promise<ReportView> {
    const report = await this.find(scope, caller.role, id);
    expectStep(report, 'publish', caller.role);
    if (!isWritten(report)) throw new DomainError('report.unfinished', 'The files of the report are still being made');
    if (!(await this.orders.publish(report, version))) throw changedMeanwhile(report);
    return this.view(scope, caller, id);
  }

  /** @throws DomainError `report.not-found`, `report.step-impossible`, `session.forbidden`, `edit.conflict` */
  async retry(scope: Scope, caller: UserCaller, id: string, { version }: ReportStep): Promise<ReportView> {
    const report = await this.find(scope, caller.role, id);
    expectStep(report, 'retry', caller.role);
    // Without its key: another one of the same month may have been asked for meanwhile.
    await this.change(report, version, { state: 'queued', failure: null, attempts: 0 }, async (tx) => {
      await this.note(tx, report, 'report.retried', undefined, { month: report.month });
    });
    return this.view(scope, caller, id);
  }

  /** @throws DomainError `report.not-found`, also for a file that is not there (yet) */
  async open(scope: Scope, caller: UserCaller, { id, format, language }: ReportFileName): Promise<OpenedFile> {
    const report = await this.find(scope, caller.role, id);
    const asked = FILE_NAME.safeParse({ format, language });
    const file =
      asked.success && isWritten(report) ? await this.reports.file(id, asked.data.format, asked.data.language) : undefined;
    const content = file === undefined ? undefined : await this.store.read(file.storageKey);
    if (file === undefined || content === undefined) throw notFound();
    const object = { type: 'report', id, name: `${report.month}.${file.format}` };
    this.audit.look({ action: 'report.downloaded', customerId: report.customerId, object });
    return {
      name: reportFileName(report, file),
      format: file.format,
      bytes: file.bytes,
      content,
    };
  }

  private async find(scope: Scope, role: Role, id: string): Promise<StoredReport> {
    // MySQL takes a text with a space at its end for the same one.
    const isId = z.uuid().safeParse(id).success;
    const report = isId ? await this.reports.findOne(scope, isCustomerRole(role), id) : undefined;
    if (report === undefined) throw notFound();
    return report;
  }

  private async change(
    report: StoredReport,
    version: number,
    changes: Readonly<Record<string, SqlValue>>,
    then: (tx: Transaction) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await this.reports.step(tx, { ...report, version }, report.state, changes))) {
        throw changedMeanwhile(report);
      }
      await then(tx);
      await tellOfReport(tx, report, this.clock.now());
    });
  }

  private note(
    tx: Transaction,
    { id, customerId, month }: StoredReport,
    action: AuditNote['action'],
    before: AuditNote['before'],
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const object = { type: 'report', id, name: month };
    return this.audit.note(tx, { action, customerId, object, ...(before !== undefined && { before }), after });
  }
}

const FILE_NAME = z.object({ format: z.enum(REPORT_FORMATS), language: z.enum(REPORT_LANGUAGES) });

function changedMeanwhile({ version }: StoredReport): DomainError {
  return new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version });
}

function notFound(): DomainError {
  return new DomainError('report.not-found', 'There is no such report');
}

function expectStep({ state }: StoredReport, action: ReportAction, role: Role): void {
  const step = stepOf(REPORT_LIFE, state, action, role);
  if (step === 'impossible')
    throw new DomainError('report.step-impossible', 'The report is past that, or not there yet');
  if (step === 'refused') throw new DomainError('session.forbidden', 'The role of this session does not allow that');
}

function toRow(report: StoredReport, files: readonly StoredFile[], role: Role): ReportRow {
  const { id, customerId, customerNameZh, customerNameEn, month, kind, state, comment, failure, hash, version } =
    report;
  const actions = isAllowed(role, 'reports:make') ? actionsFor(REPORT_LIFE, state, role) : [];
  return {
    ...{ id, customerId, customerNameZh, customerNameEn, month, kind, state, comment, failure, hash, version },
    requestedAt: iso(report.requestedAt),
    madeAt: report.madeAt === null ? null : iso(report.madeAt),
    publishedAt: report.publishedAt === null ? null : iso(report.publishedAt),
    files: files
      .filter(({ reportId }) => isWritten(report) && reportId === id)
      .map(({ format, language, bytes, sha256 }) => ({ format, language, bytes, sha256 })),
    actions: actions.filter((action) => action !== 'publish' || isWritten(report)),
    mayComment: actions.includes('publish'),
  };
}

function iso(at: number | string): string {
  return new Date(Number(at)).toISOString();
}
