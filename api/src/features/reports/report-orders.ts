import { Injectable } from '@nestjs/common';
import type { ReportRow } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { tellOfReport } from './report-news.js';
import { openKeyOf, ReportRepository, type StoredReport } from './report.repository.js';

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
  order(
    { customerId, month, kind }: Pick<StoredReport, 'customerId' | 'month'> & { readonly kind: ReportRow['kind'] },
    userId: string | null,
  ): Promise<string> {
    const wish = { id: uuidv7(), customerId, month, kind, openKey: openKeyOf({ customerId, month, kind }) } as const;
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const id = await this.reports.request(tx, wish, userId, now);
      const object = { type: 'report', id, name: month };
      await this.audit.note(tx, { action: 'report.requested', customerId, object, after: { month, kind } });
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
    const { id, customerId, month, hash } = report;
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const changes = { state: 'published', published_at: now };
      if (!(await this.reports.step(tx, { ...report, version }, 'generated', changes))) return false;
      await this.reports.supersede(tx, report);
      const object = { type: 'report', id, name: month };
      await this.audit.note(tx, { action: 'report.published', customerId, object, after: { month, hash } });
      const notice = { kind: 'report.published', customerId, circuitIds: [], siteIds: [], severity: null } as const;
      const named = { object: { type: 'report', id }, cause: `report:${id}`, once: `report-published:${id}` } as const;
      await this.board.pin(tx, [{ ...notice, ...named, facts: { period: month } }], now);
      await tellOfReport(tx, report, now);
      return true;
    });
  }
}
