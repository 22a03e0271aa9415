import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type ReportDelivery,
  type ReportFormat,
  type ReportState,
  SentReportFile,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { MailQueue } from '../../platform/mail/mail-queue.js';
import { CustomerPeople } from '../identity/index.js';
import { ReportDeliveryRepository } from './report-delivery.repository.js';
import { mayReceive } from './report-dispatch.js';
import { ReportLetters } from './report-letter.js';
import { toDelivery } from './report-schedule.mapper.js';
import { unfit } from './report-schedules.service.js';
import { ReportRepository } from './report.repository.js';

const EVERY_FORMAT: readonly ReportFormat[] = ['pdf', 'xlsx'];
const UNMADE: ReadonlySet<ReportState> = new Set(['queued', 'generating', 'failed']);

/** Sends again what could not be sent: to the address that the person has now. */
@Injectable()
export class ReportResending {
  constructor(
    private readonly database: Database,
    private readonly deliveries: ReportDeliveryRepository,
    private readonly reports: ReportRepository,
    private readonly letters: ReportLetters,
    private readonly people: CustomerPeople,
    private readonly mails: MailQueue,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws DomainError `report.not-found`, `report.step-impossible` when it has not failed,
   * `report-schedule.recipient-unfit`
   */
  async again(scope: Scope, id: string): Promise<ReportDelivery> {
    const isId = z.uuid().safeParse(id).success;
    const delivery = isId ? await this.deliveries.findOne(this.database, scope, id) : undefined;
    const report = delivery && (await this.reports.findOne(scope, false, delivery.reportId));
    if (delivery === undefined || report === undefined) throw notFound();
    if (UNMADE.has(report.state)) throw new DomainError('report.step-impossible', 'The report has no files yet');
    const { customerId, recipientId, recipientName, language } = delivery;
    const person = (await this.people.of(customerId)).find((each) => each.id === recipientId);
    if (person === undefined || !mayReceive(person)) throw unfit();
    const sent = z.array(SentReportFile).parse(JSON.parse(delivery.files));
    const formats = sent.length === 0 ? EVERY_FORMAT : sent.map(({ format }) => format);
    const { mail } = await this.letters.write(report, person.email, { language, formats });
    return this.database.transaction(async (tx) => {
      const mailId = await this.mails.enqueue(tx, mail);
      if (!(await this.deliveries.handAgain(tx, delivery, person.email, mailId))) {
        throw new DomainError('report.step-impossible', 'Only what has failed can be sent again');
      }
      const object = { type: 'report-delivery', id, name: recipientName };
      await this.audit.note(tx, {
        action: 'report-delivery.repeated',
        customerId,
        object,
        after: { month: report.month },
      });
      const now = await this.deliveries.findOne(tx, scope, id);
      if (now === undefined) throw notFound();
      return toDelivery(now);
    });
  }
}

function notFound(): DomainError {
  return new DomainError('report.not-found', 'There is no such report');
}
