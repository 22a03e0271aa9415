import { Injectable, Logger } from '@nestjs/common';
import { isAllowed, type ReportFormat } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { MailQueue } from '../../platform/mail/mail-queue.js';
import { CustomerPeople, type PersonInReach } from '../identity/index.js';
import { groupBy } from '../telemetry/index.js';
import { ReportDeliveryRepository } from './report-delivery.repository.js';
import { ReportLetters } from './report-letter.js';
import { ReportOrders } from './report-orders.js';
import { datesOf, nextPeriod, sendingTime } from './report-periods.js';
import { ReportScheduleRepository, type StoredSchedule } from './report-schedule.repository.js';
import { isWritten, ReportRepository, type StoredReport } from './report.repository.js';

/** A report that could not be made is asked for again, and those that wait for it wait so long. */
const AGAIN_MS = 60 * 60_000;
const KINDS = { WEEK: 'WEEKLY', MONTH: 'MONTHLY', QUARTER: 'RANGE' } as const;

/** Whether somebody may be sent the reports of a customer: its own people who see all of it. */
export function mayReceive({ scope, role, isStaff }: PersonInReach): boolean {
  // The operator's people find them in the archive; their names are not for the customer's list of receivers.
  return !isStaff && scope.kind === 'customer' && isAllowed(role, 'reports:read');
}

/**
 * Sends the reports that are due. All that are sent the report of one customer and period are sent the same: the one
 * that the account manager published, else the one that is ready, which is published by this; else one is made first.
 */
@Injectable()
export class ReportDispatch {
  private readonly logger = new Logger(ReportDispatch.name);

  constructor(
    private readonly database: Database,
    private readonly schedules: ReportScheduleRepository,
    private readonly deliveries: ReportDeliveryRepository,
    private readonly reports: ReportRepository,
    private readonly orders: ReportOrders,
    private readonly letters: ReportLetters,
    private readonly people: CustomerPeople,
    private readonly mails: MailQueue,
    private readonly clock: Clock,
  ) {}

  async work(signal: AbortSignal): Promise<void> {
    await this.database.transaction((tx) => this.deliveries.followMails(tx, this.clock.now()));
    const due = await this.schedules.due(this.clock.now());
    for (const schedules of groupBy(
      due,
      ({ customerId, period, nextFrom }) => `${customerId} ${period} ${nextFrom}`,
    ).values()) {
      if (signal.aborted) return;
      await this.send(schedules);
    }
  }

  private async send(schedules: readonly StoredSchedule[]): Promise<void> {
    const [first] = schedules;
    if (first === undefined) return;
    const report = await this.readyReport(first, schedules);
    if (report === undefined) return;
    const people = new Map((await this.people.of(first.customerId)).map((person) => [person.id, person]));
    for (const schedule of schedules) await this.sendOne(schedule, report, people.get(schedule.recipientId));
  }

  private async readyReport(
    { customerId, period, nextFrom }: StoredSchedule,
    waiting: readonly StoredSchedule[],
  ): Promise<StoredReport | undefined> {
    const month = nextFrom.slice(0, 7);
    const dates = period === 'MONTH' ? null : datesOf(period, nextFrom);
    const report = await this.reports.ofPeriod(customerId, month, dates);
    if (report?.state === 'published') return report;
    if (report?.state === 'generated') {
      const isOut = isWritten(report) && (await this.orders.publish(report, report.version));
      return isOut ? this.reports.ofPeriod(customerId, month, dates) : undefined;
    }
    if (report === undefined || report.state === 'failed') {
      const lastTry = report === undefined ? 0 : Number(report.requestedAt);
      if (this.clock.now() - lastTry < AGAIN_MS) {
        await this.database.transaction((tx) => this.schedules.putOff(tx, waiting, lastTry + AGAIN_MS));
        return undefined;
      }
      await this.orders.order({ customerId, month, dates, part: null, kind: KINDS[period] }, null);
    }
    return undefined;
  }

  private async sendOne(
    schedule: StoredSchedule,
    report: StoredReport,
    person: PersonInReach | undefined,
  ): Promise<void> {
    const { id, customerId, recipientId, language, period, nextFrom, afterDays } = schedule;
    const reader = person !== undefined && mayReceive(person) ? person : undefined;
    const formats = schedule.formats.split(',') as ReportFormat[];
    const letter = reader && (await this.letters.write(report, reader.email, { language, formats }));
    const to = nextPeriod(period, nextFrom);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      // With the step to the next period, so that nothing is sent twice and nothing is left out.
      if (!(await this.schedules.goOn(tx, schedule, to, sendingTime(period, to, afterDays)))) return;
      const mailId = letter === undefined ? null : await this.mails.enqueue(tx, letter.mail);
      const name = reader?.name ?? schedule.recipientName ?? '';
      const address = reader?.email ?? schedule.recipientEmail ?? '';
      const named = { id: uuidv7(), customerId, reportId: report.id, recipientId, recipientName: name, address };
      const files = JSON.stringify(letter?.files ?? []);
      const failure = letter === undefined ? 'RECIPIENT_GONE' : null;
      await this.deliveries.insert(tx, { ...named, language, files, mailId, failure }, now);
    });
    if (reader === undefined) this.logger.warn({ msg: 'a report has no receiver any more', schedule: id });
  }
}
