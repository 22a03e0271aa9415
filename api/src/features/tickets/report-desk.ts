import { Injectable } from '@nestjs/common';
import { DomainError, type FaultReportForm, type Language } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { BrandRepository } from '../brand/index.js';
import { faultReportFile } from './fault-report-file.js';
import { FaultReports } from './fault-reports.js';
import { TicketActs } from './ticket-acts.js';
import { noteOf } from './ticket-audit.js';
import { TicketDesk } from './ticket-desk.js';
import type { TicketReader } from './ticket-reach.js';
import { TicketViews } from './ticket-views.js';
import type { Actor } from './ticket.rows.js';

/** Where fault reports are edited and handed out. */
@Injectable()
export class ReportDesk {
  constructor(
    private readonly database: Database,
    private readonly acts: TicketActs,
    private readonly reports: FaultReports,
    private readonly views: TicketViews,
    private readonly desk: TicketDesk,
    private readonly audit: AuditTrail,
    private readonly brands: BrandRepository,
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

  /**
   * The published report as a PDF, in the look that the operator has when it is fetched.
   *
   * @throws DomainError `ticket.not-found` also where nothing was published
   */
  async file(reader: TicketReader, id: string, language: Language): Promise<{ name: string; content: Buffer }> {
    const { number, customerNameZh, customerNameEn, circuits, faultReport } = await this.views.one(reader, id);
    const isEnglish = language === 'en';
    const text = isEnglish ? faultReport?.textEn : faultReport?.textZh;
    const publishedAt = faultReport?.publishedAt ?? null;
    if (publishedAt === null || typeof text !== 'string')
      throw new DomainError('ticket.not-found', 'This ticket has no fault report');
    const about = {
      ...{ number, text, publishedAt: Date.parse(publishedAt), circuits: circuits.map(({ code }) => code) },
      customer: isEnglish ? customerNameEn : customerNameZh,
    };
    const look = await this.brands.current();
    return { name: `${number}-${language}.pdf`, content: await faultReportFile(about, language, look) };
  }
}
