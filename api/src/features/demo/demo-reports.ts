import { Injectable } from '@nestjs/common';
import { localDate, periodAround } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { firstToSend, REPORT_ZONE, ReportScheduleRepository } from '../reports/index.js';
import { type DemoIds, idOf } from './demo-ids.js';

const DAY_MS = 86_400_000;
/** Months are closed by then. */
const AFTER_DAYS = 4;
/** The house is up and its first pages are shown before anybody writes reports. */
const FIRST_DUE_MS = 60_000;

/** Who is sent the report of a month, and who has asked for it. */
interface Subscriber {
  readonly customer: string;
  readonly recipient: string;
  readonly manager: string;
  readonly language: 'zh-CN' | 'en';
  readonly formats: string;
}

const SUBSCRIBERS: readonly Subscriber[] = [
  {
    customer: 'XJB',
    recipient: 'a-admin@bank.example',
    manager: 'am-li@operator.example',
    language: 'zh-CN',
    formats: 'pdf,xlsx',
  },
  {
    customer: 'CDL',
    recipient: 'b-it@logistics.example',
    manager: 'am-wu@operator.example',
    language: 'en',
    formats: 'pdf',
  },
];

/**
 * Reports by mail as account managers have set them up. The last month's is due soon after the start, so that the
 * house itself makes, publishes and archives it.
 */
@Injectable()
export class DemoReports {
  constructor(private readonly schedules: ReportScheduleRepository) {}

  /**
   * @param users ids by e-mail address
   * @param foundedAt ms
   * @param historyFrom ms: months that the demo does not tell of as a whole are not reported
   */
  async tell(
    tx: Transaction,
    ids: DemoIds,
    users: ReadonlyMap<string, string>,
    foundedAt: number,
    historyFrom: number,
  ): Promise<void> {
    const nextFrom = lastMonthSent(foundedAt);
    if (periodAround('MONTH', nextFrom, REPORT_ZONE).from < historyFrom) return;
    for (const { customer, recipient, manager, language, formats } of SUBSCRIBERS) {
      const terms = { period: 'MONTH', language, formats, afterDays: AFTER_DAYS } as const;
      const named = { id: uuidv7(), customerId: idOf(ids.customers, customer), recipientId: idOf(users, recipient) };
      const schedule = { ...named, ...terms, nextFrom, dueAt: foundedAt + FIRST_DUE_MS };
      await this.schedules.insert(tx, schedule, idOf(users, manager), foundedAt);
    }
  }
}

/** First day of the last month whose report would have been sent by `now` (ms). */
function lastMonthSent(now: number): string {
  const next = firstToSend('MONTH', AFTER_DAYS, now);
  const before = localDate(periodAround('MONTH', next, REPORT_ZONE).from - DAY_MS, REPORT_ZONE);
  return localDate(periodAround('MONTH', before, REPORT_ZONE).from, REPORT_ZONE);
}
