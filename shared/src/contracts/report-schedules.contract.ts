import * as z from 'zod/mini';
import { REPORT_FORMATS, REPORT_LANGUAGES, ReportDates } from './reports.contract.js';

/** Lengths of the reports that are sent by themselves. Weeks begin on Monday. */
export const SCHEDULE_PERIODS = ['WEEK', 'MONTH', 'QUARTER'] as const;
export type SchedulePeriod = (typeof SCHEDULE_PERIODS)[number];
/** Days after the end of a period at which its report may be sent, at the earliest and the latest. */
export const SCHEDULE_DAYS = { first: 1, last: 27 } as const;
/** A month is closed after three days; from then on its report is not preliminary. */
export const SCHEDULE_DAYS_USUAL = 4;

/** Somebody who may be sent the reports of a customer. */
export const ReportRecipient = z.object({ id: z.uuid(), name: z.string(), email: z.string() });
export type ReportRecipient = z.infer<typeof ReportRecipient>;

/** `GET /api/v1/customers/:id/report-recipients`. */
export const ReportRecipients = z.object({ items: z.array(ReportRecipient) });
export type ReportRecipients = z.infer<typeof ReportRecipients>;

const Terms = {
  language: z.enum(REPORT_LANGUAGES),
  formats: z.array(z.enum(REPORT_FORMATS)).check(
    z.minLength(1),
    z.maxLength(REPORT_FORMATS.length),
    z.refine((formats) => new Set(formats).size === formats.length),
  ),
  /** Days after the end of the period. */
  afterDays: z.int().check(z.minimum(SCHEDULE_DAYS.first), z.maximum(SCHEDULE_DAYS.last)),
};

/** `POST /api/v1/report-schedules`. */
export const ReportScheduleForm = z.object({
  customerId: z.uuid(),
  recipientId: z.uuid(),
  period: z.enum(SCHEDULE_PERIODS),
  ...Terms,
});
export type ReportScheduleForm = z.infer<typeof ReportScheduleForm>;

/** `POST /api/v1/report-schedules/:id`. */
export const ReportScheduleChange = z.object({ ...Terms, version: z.int() });
export type ReportScheduleChange = z.infer<typeof ReportScheduleChange>;

export const ReportSchedule = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  recipient: ReportRecipient,
  period: z.enum(SCHEDULE_PERIODS),
  ...Terms,
  /** First day of the period whose report is sent next. */
  nextFrom: z.string(),
  nextAt: z.iso.datetime(),
  version: z.int(),
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;

/** `GET /api/v1/report-schedules`. */
export const ReportSchedules = z.object({ items: z.array(ReportSchedule) });
export type ReportSchedules = z.infer<typeof ReportSchedules>;

/** `waiting`: in the queue of mails, which tries again. */
export const REPORT_DELIVERY_STATES = ['waiting', 'sent', 'failed'] as const;
/** `refused`: the receiver's server takes no mail for the address. */
export const REPORT_DELIVERY_FAILURES = ['refused', 'unreachable', 'file-missing', 'recipient-gone'] as const;
export type ReportDeliveryFailure = (typeof REPORT_DELIVERY_FAILURES)[number];

/** A file as it was sent. */
export const SentReportFile = z.object({ format: z.enum(REPORT_FORMATS), sha256: z.string() });
export type SentReportFile = z.infer<typeof SentReportFile>;

/** One sending of one report to one person. */
export const ReportDelivery = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  reportId: z.uuid(),
  month: z.string(),
  dates: z.nullable(ReportDates),
  recipientName: z.string(),
  address: z.string(),
  language: z.enum(REPORT_LANGUAGES),
  files: z.array(SentReportFile),
  state: z.enum(REPORT_DELIVERY_STATES),
  at: z.iso.datetime(),
  sentAt: z.nullable(z.iso.datetime()),
  failure: z.nullable(z.enum(REPORT_DELIVERY_FAILURES)),
});
export type ReportDelivery = z.infer<typeof ReportDelivery>;

/** `GET /api/v1/report-deliveries`: the last hundred, newest first. */
export const ReportDeliveries = z.object({ items: z.array(ReportDelivery) });
export type ReportDeliveries = z.infer<typeof ReportDeliveries>;
