import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { tellOfReport } from './report-news.js';
import { periodOf } from './report-file-name.js';
import { openKeyOf, ReportRepository, type ReportWish, type StoredReport, wishOf } from './report.repository.js';

/** What is done with reports for a person and by the house alike; whoever calls has found customer or report. */
@Injectable()
export class ReportOrders {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly board: NoticeBoard,
  ) {}

  /**
   * Queues a report. Asked for twice while it is being made, it is one report.
   *
   * @param userId null: the house does it by itself
   * @returns the id of the report
   */
  order(wish: ReportWish, userId: string | null): Promise<string> {
    const { customerId, month, dates, part, kind } = wish;
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const id = await this.reports.request(tx, { ...wish, id: uuidv7(), openKey: openKeyOf(wish) }, userId, now);
      const object = { type: 'report', id, name: periodOf(wish) };
      const lines = part === null ? {} : { site: part.site?.nameZh, circuits: part.circuitIds?.length };
      const after = { month, ...dates, ...lines, kind };
      await this.audit.note(tx, { action: 'report.requested', customerId, object, after });
      await tellOfReport(tx, { id, customerId }, now);
      return id;
    });
  }

  /**
   * Shows a report whose files are ready to the customer as it is archived, in place of the one published before.
   *
   * @returns whether it was still the version that was looked at; if not, nothing is written
   */
  publish(report: StoredReport, version: number): Promise<boolean> {
    const { id, customerId, hash } = report;
    const period = periodOf(wishOf(report));
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const changes = { state: 'published', published_at: now };
      if (!(await this.reports.step(tx, { ...report, version }, 'generated', changes))) return false;
      await this.reports.supersede(tx, report);
      const object = { type: 'report', id, name: period };
      await this.audit.note(tx, { action: 'report.published', customerId, object, after: { period, hash } });
      const notice = { kind: 'report.published', customerId, circuitIds: [], siteIds: [], severity: null } as const;
      const named = { object: { type: 'report', id }, cause: `report:${id}`, once: `report-published:${id}` } as const;
      await this.board.pin(tx, [{ ...notice, ...named, facts: { period } }], now);
      await tellOfReport(tx, report, now);
      return true;
    });
  }
}
