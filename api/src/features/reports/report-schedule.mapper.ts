import {
  type ReportDelivery,
  type ReportDeliveryFailure,
  type ReportFormat,
  type ReportSchedule,
  SentReportFile,
} from '@linewatch/shared';
import { z } from 'zod';
import { iso } from '../../database/instants.js';
import type { StoredDelivery } from './report-delivery.repository.js';
import type { StoredSchedule } from './report-schedule.repository.js';

const STATES = { HANDED: 'waiting', SENT: 'sent', FAILED: 'failed' } as const;

/** What the queue of mails says of a mail that did not go; all else is a server that cannot be reached. */
const FAILURES: Readonly<Record<string, ReportDeliveryFailure>> = {
  EENVELOPE: 'refused',
  EMESSAGE: 'refused',
  FILE_MISSING: 'file-missing',
  RECIPIENT_GONE: 'recipient-gone',
};

export function toSchedule(row: StoredSchedule): ReportSchedule {
  const { id, customerId, customerNameZh, customerNameEn, period, language, afterDays, nextFrom, version } = row;
  return {
    ...{ id, customerId, customerNameZh, customerNameEn, period, language, afterDays, nextFrom, version },
    recipient: { id: row.recipientId, name: row.recipientName ?? '', email: row.recipientEmail ?? '' },
    formats: row.formats.split(',') as ReportFormat[],
    nextAt: iso(row.dueAt),
  };
}

export function toDelivery(row: StoredDelivery): ReportDelivery {
  const { id, customerId, customerNameZh, customerNameEn, reportId, month, recipientName, address, language } = row;
  return {
    ...{ id, customerId, customerNameZh, customerNameEn, reportId, month, recipientName, address, language },
    dates: row.fromDate === null || row.toDate === null ? null : { from: row.fromDate, to: row.toDate },
    files: z.array(SentReportFile).parse(JSON.parse(row.files)),
    state: STATES[row.state],
    at: iso(row.at),
    sentAt: row.sentAt === null ? null : iso(row.sentAt),
    failure: row.failure === null ? null : (FAILURES[row.failure] ?? 'unreachable'),
  };
}
