import type { ReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import {
  actionsFor,
  DomainError,
  isAllowed,
  isCustomerRole,
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
import { iso } from '../../database/instants.js';
import { type AuditNote, AuditTrail } from '../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { BrandRepository, toBrandView } from '../brand/index.js';
import { periodOf, reportFileName } from './report-file-name.js';
import { ReportFileStore } from './report-file-store.js';
import { tellOfReport } from './report-news.js';
import { ReportOrders } from './report-orders.js';
import { shownPart } from './report-sources.js';
import { ReportWishes } from './report-wishes.js';
import {
  isWritten,
  REPORT_ORDER,
  ReportRepository,
  type StoredFile,
  type StoredReport,
  wishOf,
} from './report.repository.js';

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
    private readonly brands: BrandRepository,
    private readonly store: ReportFileStore,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly orders: ReportOrders,
    private readonly wishes: ReportWishes,
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
    const brand = report.brandVersion === null ? undefined : await this.brands.at(report.brandVersion);
    return {
      ...toRow(report, await this.reports.files([id]), role),
      numbers,
      brand: brand === undefined ? null : toBrandView(brand),
    };
  }

  /**
   * Queues a report. Asked for twice while it is being made, it is one report.
   *
   * @throws DomainError `customer.not-found`, `site.not-found`, `circuit.not-found`; `request.invalid` for dates that
   * are none, too many, or have not begun
   */
  async request(scope: Scope, caller: UserCaller, request: ReportRequest): Promise<ReportView> {
    const wish = await this.wishes.of(scope, caller.role, request);
    return this.view(scope, caller, await this.orders.order(wish, caller.userId));
  }

  /** @throws DomainError `report.not-found`, `report.step-impossible` when it is made already, `edit.conflict` */
  async cancel(scope: Scope, caller: UserCaller, id: string, { version }: ReportStep): Promise<ReportView> {
    const report = await this.find(scope, caller.role, id);
    if (!mayCancel(report, caller.role)) throw impossible();
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      if (!(await this.reports.cancel(tx, report, version, now))) throw changedMeanwhile(report);
      await this.note(tx, report, 'report.cancelled', undefined, { period: periodOf(wishOf(report)) });
      await tellOfReport(tx, report, now);
    });
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
    const anew = { state: 'queued', failure: null, attempts: 0, cancelled_at: null, done: null, total: null };
    await this.change(report, version, anew, async (tx) => {
      await this.note(tx, report, 'report.retried', undefined, { period: periodOf(wishOf(report)) });
    });
    return this.view(scope, caller, id);
  }

  /** @throws DomainError `report.not-found`, also for a file that is not there (yet) */
  async open(scope: Scope, caller: UserCaller, { id, format, language }: ReportFileName): Promise<OpenedFile> {
    const report = await this.find(scope, caller.role, id);
    const asked = FILE_NAME.safeParse({ format, language });
    const file =
      asked.success && isWritten(report)
        ? await this.reports.file(id, asked.data.format, asked.data.language)
        : undefined;
    const content = file === undefined ? undefined : await this.store.read(file.storageKey);
    if (file === undefined || content === undefined) throw notFound();
    const object = { type: 'report', id, name: `${periodOf(wishOf(report))}.${file.format}` };
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
    report: StoredReport,
    action: AuditNote['action'],
    before: AuditNote['before'],
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { id, customerId } = report;
    const object = { type: 'report', id, name: periodOf(wishOf(report)) };
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

function impossible(): DomainError {
  return new DomainError('report.step-impossible', 'The report is past that, or not there yet');
}

/** What the house has asked for a customer does not see before it is published, and so cannot cancel. */
function mayCancel({ state, cancelledAt }: StoredReport, role: Role): boolean {
  return isAllowed(role, 'reports:make') && cancelledAt === null && (state === 'queued' || state === 'generating');
}

function expectStep({ state }: StoredReport, action: ReportAction, role: Role): void {
  const step = stepOf(REPORT_LIFE, state, action, role);
  if (step === 'impossible') throw impossible();
  if (step === 'refused') throw new DomainError('session.forbidden', 'The role of this session does not allow that');
}

function toRow(report: StoredReport, files: readonly StoredFile[], role: Role): ReportRow {
  const { id, customerId, customerNameZh, customerNameEn, month, kind, state, comment } = report;
  const { failure, hash, version, done, total } = report;
  const { dates, part } = wishOf(report);
  const actions = actionsFor(REPORT_LIFE, state, role);
  return {
    ...{ id, customerId, customerNameZh, customerNameEn, month, dates, kind, state, comment, failure, hash, version },
    part: part === null ? null : shownPart(part),
    requestedAt: iso(report.requestedAt),
    madeAt: report.madeAt === null ? null : iso(report.madeAt),
    publishedAt: report.publishedAt === null ? null : iso(report.publishedAt),
    files: files
      .filter(({ reportId }) => isWritten(report) && reportId === id)
      .map(({ format, language, bytes, sha256 }) => ({ format, language, bytes, sha256 })),
    actions: actions.filter((action) => action !== 'publish' || isWritten(report)),
    mayComment: actions.includes('publish'),
    mayCancel: mayCancel(report, role),
    progress: state !== 'generating' || done === null || total === null ? null : { done, total },
  };
}
