import { Injectable } from '@nestjs/common';
import type { FaultReportForm } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { FaultReports } from './fault-reports.js';
import { TicketActs } from './ticket-acts.js';
import { noteOf } from './ticket-audit.js';
import { TicketDesk } from './ticket-desk.js';
import type { TicketReader } from './ticket-reach.js';
import type { Actor } from './ticket.rows.js';

/** Where fault reports are edited and handed out. */
@Injectable()
export class ReportDesk {
  constructor(
    private readonly database: Database,
    private readonly acts: TicketActs,
    private readonly reports: FaultReports,
    private readonly desk: TicketDesk,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `ticket.not-found`, `edit.conflict` */
  async write(reader: TicketReader, actor: Actor, id: string, form: FaultReportForm): Promise<void> {
    await this.database.transaction(async (tx) => {
      const work = await this.acts.take(tx, reader, id);
      await this.reports.write(work, actor, form);
      await this.desk.put(work);
      await this.audit.note(tx, noteOf('ticket.fault-report-changed', work.ticket, { published: form.publish }));
    });
  }
}
