import { Injectable } from '@nestjs/common';
import { DomainError, type FaultReportForm, type FaultReportView } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { isoOrNull } from '../../database/instants.js';
import { draftReport } from './draft-report.js';
import type { SqlReader } from './open-tickets.js';
import type { TicketWork } from './ticket-desk.js';
import type { Actor, Ticket } from './ticket.rows.js';

interface ReportRow {
  readonly state: 'DRAFT' | 'PUBLISHED';
  readonly textZh: string;
  readonly textEn: string;
  readonly publishedAt: number | string | null;
  readonly version: number;
}

/** The fault report (RFO) of a ticket: drafted from its history, edited by a person, then handed to the customer. */
@Injectable()
export class FaultReports {
  /** A restored ticket of a priority that gets a report has so many working days for it. */
  async due(work: TicketWork): Promise<void> {
    const { ticket, norm, clocks, now, working, tx } = work;
    if (!norm.reportPriorities.includes(ticket.priority)) return;
    if (!clocks.isRunning('FAULT_REPORT'))
      clocks.start('FAULT_REPORT', now, norm.reportWorkingDays * working.dayMs, working.calendarId);
    const { textZh, textEn } = draftReport(ticket, clocks);
    const columns = ['ticket_id', 'state', 'text_zh', 'text_en', 'version'];
    await tx.insertMany('fault_report', columns, ['ticket_id'], [[ticket.id, 'DRAFT', textZh, textEn, 1]], 'ignore');
    // A draft that nobody has touched is drafted anew when the line is restored a second time.
    await tx.execute(
      "UPDATE fault_report SET text_zh = ?, text_en = ? WHERE ticket_id = ? AND state = 'DRAFT' AND version = 1",
      [textZh, textEn, ticket.id],
    );
  }

  /** @param isStaff whether drafts are shown */
  async of(
    reader: SqlReader,
    { id, number }: Pick<Ticket, 'id' | 'number'>,
    dueAt: number | null,
    isStaff: boolean,
  ): Promise<FaultReportView | null> {
    const [row] = await reader.query<ReportRow>(
      `SELECT state AS state, text_zh AS textZh, text_en AS textEn, published_at AS publishedAt, version AS version
       FROM fault_report WHERE ticket_id = ?`,
      [id],
    );
    if (row === undefined) return null;
    const isShown = isStaff || row.state === 'PUBLISHED';
    return {
      ...{ ticketId: id, number, state: row.state, version: row.version },
      dueAt: isoOrNull(dueAt),
      publishedAt: row.publishedAt === null ? null : isoOrNull(Number(row.publishedAt)),
      textZh: isShown ? row.textZh : null,
      textEn: isShown ? row.textEn : null,
    };
  }

  /** @throws DomainError `ticket.not-found` where there is none to write, `edit.conflict` */
  async write(work: TicketWork, actor: Actor, form: FaultReportForm): Promise<void> {
    const { tx, ticket, now } = work;
    const changed = await tx.execute(
      `UPDATE fault_report SET text_zh = ?, text_en = ?, state = ?, published_at = ?, published_by = ?,
         version = version + 1 WHERE ticket_id = ? AND version = ?`,
      [
        ...[form.textZh, form.textEn, form.publish ? 'PUBLISHED' : 'DRAFT'],
        ...[form.publish ? now : null, form.publish ? actor.userId : null, ticket.id, form.version],
      ],
    );
    if (changed === 0) await this.refuse(tx, ticket.id);
    if (!form.publish) {
      work.events.push({ kind: 'FAULT_REPORT', visibility: 'INTERNAL', actor, at: now, to: 'DRAFT' });
      return;
    }
    work.clocks.stop(['FAULT_REPORT'], now);
    work.events.push({ kind: 'FAULT_REPORT', visibility: 'CUSTOMER', actor, at: now, to: 'PUBLISHED' });
    work.tell('ticket.fault-report', String(form.version));
  }

  private async refuse(tx: Transaction, ticketId: string): Promise<never> {
    const [row] = await tx.query<{ version: number }>('SELECT version FROM fault_report WHERE ticket_id = ?', [
      ticketId,
    ]);
    if (row === undefined) throw new DomainError('ticket.not-found', 'This ticket has no fault report');
    throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: row.version });
  }
}
