import * as z from 'zod/mini';
import { REPORT_ACTIONS, REPORT_STATES } from '../domain/life-cycles/report.js';
import { OUTAGE_CAUSES, OUTAGE_RESPONSIBILITIES } from '../domain/outages/causes.js';
import { QUALITY_METRICS } from '../domain/sla/quality.js';
import type { TIMER_KINDS } from '../domain/tickets/ticket-timers.js';
import { RATED_STEPS } from '../domain/tickets/ticket-words.js';
import { BrandView } from './brand.contract.js';
import { optionalLine } from './plain-text.js';
import { SlaFigure, SlaMonth } from './sla.contract.js';

const Instant = z.iso.datetime();

export const REPORT_FORMATS = ['pdf', 'xlsx', 'pptx', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
export const REPORT_LANGUAGES = ['zh-CN', 'en'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];
/**
 * MONTHLY: of a month and all lines, made by the house and published; WEEKLY: of Monday to Sunday in the zone of
 * reports and all lines; RANGE: the same of any other span, or of some lines; ADHOC: asked for by the customer, who reads it as soon as it is made.
 */
export const REPORT_KINDS = ['MONTHLY', 'WEEKLY', 'RANGE', 'ADHOC'] as const;
/** Why a report could not be made; the log says more. */
export const REPORT_FAILURES = ['error', 'interrupted', 'cancelled'] as const;
export type ReportFailure = (typeof REPORT_FAILURES)[number];
/** A year and a day: so that a leap year fits. */
export const REPORT_DAYS_MOST = 366;
export const REPORT_CIRCUITS_MOST = 200;

/** The clocks whose norm a report counts: dispatch, acceptance, repair, confirmation of the customer. */
export const REPORTED_TIMERS = [
  'DISPATCH',
  'ACCEPT',
  'RESTORE',
  'CONFIRM',
] as const satisfies readonly (typeof TIMER_KINDS)[number][];

/** Outages, works and tickets that a report lists; it counts all of them. */
export const REPORT_ROWS_MOST = 2_000;
export const REPORT_COMMENT_MAX = 1_000;

/** Local dates in the zone of reports, both within. */
export const ReportDates = z.object({ from: z.iso.date(), to: z.iso.date() });
/** The lines that a report is about, where it is not all of them: those of a site, or so many that were chosen. */
const Part = z.object({
  site: z.nullable(z.object({ nameZh: z.string(), nameEn: z.string() })),
  circuits: z.nullable(z.int()),
});
export type ReportPart = z.infer<typeof Part>;

/** Traffic of one end over the month, bit/s; null where nothing was measured, or no longer finely enough for P-95. */
const Traffic = z.object({
  inP95Bps: z.nullable(z.number()),
  outP95Bps: z.nullable(z.number()),
  inMeanBps: z.nullable(z.number()),
  outMeanBps: z.nullable(z.number()),
  contractedBps: z.number(),
  /** Larger direction of the 95th percentile over the contracted bandwidth, percent, half up to one place. */
  utilisation: z.nullable(z.number()),
  /** Share of the month with valid readings, percent, half up to one place. */
  coverage: z.number(),
});

export const ReportCircuit = z.object({
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  target: z.nullable(z.string()),
  contractual: SlaFigure,
  operational: SlaFigure,
  withoutDisputed: z.nullable(SlaFigure),
  /** Contractual percent of the month before; null where there was none. */
  before: z.nullable(z.string()),
  isMet: z.nullable(z.boolean()),
  outages: z.int(),
  /** Revision of the closed month; 0: preliminary. */
  revision: z.int(),
  traffic: Traffic,
});
export type ReportCircuit = z.infer<typeof ReportCircuit>;

export const ReportOutage = z.object({
  id: z.uuid(),
  circuitCode: z.string(),
  circuitName: z.string(),
  from: Instant,
  /** Null: it lasted when the report was made. */
  to: z.nullable(Instant),
  /** Whole seconds of it within the month. */
  seconds: z.int(),
  cause: z.enum(OUTAGE_CAUSES),
  responsibility: z.nullable(z.enum(OUTAGE_RESPONSIBILITIES)),
  comment: z.nullable(z.string()),
  /** What its ticket says, where nobody judged it by then. */
  byTicket: z.optional(z.object({ number: z.string(), cause: z.enum(OUTAGE_CAUSES) })),
});
export const ReportWork = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  state: z.string(),
  from: Instant,
  to: Instant,
  circuits: z.int(),
});
export const ReportTicket = z.object({
  id: z.uuid(),
  number: z.string(),
  priority: z.string(),
  reportedAt: Instant,
  restoredAt: z.nullable(Instant),
  restoreS: z.nullable(z.int()),
  /** Clocks of the norm that were not kept. */
  missed: z.array(z.enum(REPORTED_TIMERS)),
});
export const ReportNorm = z.object({ timer: z.enum(REPORTED_TIMERS), kept: z.int(), all: z.int() });

/** One respect: ms or percent, rounded up to three places; null where it was not measured or promised. */
const Measured = z.object({
  metric: z.enum(QUALITY_METRICS),
  mean: z.nullable(z.string()),
  /** Of the worst five minutes. */
  worst: z.nullable(z.string()),
  target: z.nullable(z.string()),
  isMet: z.nullable(z.boolean()),
});

/** Delay, loss and jitter of a line that is measured, while it was up. */
export const ReportQuality = z.object({
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  metrics: z.array(Measured),
  /** Share of the time that could have been measured and was not, percent, rounded up to one place. */
  gap: z.nullable(z.number()),
});
export type ReportQuality = z.infer<typeof ReportQuality>;

/** What customers said of the tickets of the report. Means: of 5, rounded down to one place. */
export const ReportSatisfaction = z.object({
  /** Tickets that were rated. */
  rated: z.int(),
  steps: z.array(z.object({ step: z.enum(RATED_STEPS), count: z.int(), mean: z.nullable(z.number()) })),
  callBacks: z.int(),
  /** Of them, where nobody has called yet. */
  openCallBacks: z.int(),
});
export type ReportSatisfaction = z.infer<typeof ReportSatisfaction>;

/** What the sentences of the summary say, each by its numbers. */
export const ReportSummary = z.object({
  circuits: z.int(),
  met: z.int(),
  missed: z.int(),
  /** Without a target, or nothing was scheduled. */
  open: z.int(),
  outages: z.int(),
  outageS: z.int(),
  works: z.int(),
  tickets: z.int(),
  /** Contractual availability of all circuits together, percent with three places, rounded down. */
  percent: z.nullable(z.string()),
  beforePercent: z.nullable(z.string()),
  /** Share of the circuits' time of which nothing is known, percent with three places, rounded down. */
  unknownPercent: z.string(),
});
export type ReportSummary = z.infer<typeof ReportSummary>;

const LineMinutes = { code: z.string(), usedS: z.int(), allowedS: z.int() };
/** A risk with its reason and the numbers that it rests on; `code`: the line. Seconds; percent of the bandwidth. */
export const ReportAdvice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('TARGET_MISSED'), ...LineMinutes }),
  z.object({ kind: z.literal('MINUTES_TIGHT'), ...LineMinutes }),
  z.object({ kind: z.literal('CHRONIC'), code: z.string(), outages: z.int(), days: z.int() }),
  z.object({ kind: z.literal('NO_BACKUP'), code: z.string(), lostS: z.int() }),
  z.object({ kind: z.literal('CAPACITY_FULL'), code: z.string(), utilisation: z.number() }),
  z.object({ kind: z.literal('CAPACITY_SOON'), code: z.string(), utilisation: z.number(), fullAt: Instant }),
  z.object({ kind: z.literal('NORM_MISSED'), timer: z.enum(REPORTED_TIMERS), missed: z.int(), all: z.int() }),
]);
export type ReportAdvice = z.infer<typeof ReportAdvice>;

/** By which rules it was reckoned. */
export const ReportTerms = z.object({
  name: z.string(),
  timeZone: z.string(),
  noDataPolicy: z.string(),
  denominator: z.string(),
  minOutageS: z.int(),
});

/** The one set of numbers that every form and language of a report is made from. */
export const ReportNumbers = z.object({
  rule: z.literal(1),
  customer: z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() }),
  month: z.string(),
  /** Missing: the whole month. */
  dates: z.optional(ReportDates),
  /** Missing: all lines. */
  part: z.optional(Part),
  from: Instant,
  to: Instant,
  timeZone: z.string(),
  /** Whether the month of a circuit was not closed yet. */
  isPreliminary: z.boolean(),
  summary: ReportSummary,
  circuits: z.array(ReportCircuit),
  outages: z.array(ReportOutage),
  works: z.array(ReportWork),
  tickets: z.array(ReportTicket),
  norms: z.array(ReportNorm),
  /** The most pressing first; missing in reports of before there was advice. */
  advice: z.optional(z.array(ReportAdvice)),
  /** Lines that are measured; missing in reports of before they were told of, as is the satisfaction. */
  quality: z.optional(z.array(ReportQuality)),
  satisfaction: z.optional(ReportSatisfaction),
  terms: z.array(ReportTerms),
});
export type ReportNumbers = z.infer<typeof ReportNumbers>;

export const ReportFile = z.object({
  format: z.enum(REPORT_FORMATS),
  language: z.enum(REPORT_LANGUAGES),
  bytes: z.int(),
  sha256: z.string(),
});
export type ReportFile = z.infer<typeof ReportFile>;

/** A report in the archive. */
export const ReportRow = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  /** The month that it is about, or begins in. */
  month: z.string(),
  /** Null: the whole month. */
  dates: z.nullable(ReportDates),
  /** Null: all lines. */
  part: z.nullable(Part),
  kind: z.enum(REPORT_KINDS),
  state: z.enum(REPORT_STATES),
  requestedAt: Instant,
  madeAt: z.nullable(Instant),
  publishedAt: z.nullable(Instant),
  comment: z.nullable(z.string()),
  failure: z.nullable(z.enum(REPORT_FAILURES)),
  /** SHA-256 of the numbers; null before they are there. */
  hash: z.nullable(z.string()),
  /** Empty while they are being written. */
  files: z.array(ReportFile),
  /** What the caller may do now. */
  actions: z.array(z.enum(REPORT_ACTIONS)),
  mayComment: z.boolean(),
  mayCancel: z.boolean(),
  /** Circuits that are done of all, while it is being made. */
  progress: z.nullable(z.object({ done: z.int(), total: z.int() })),
  version: z.int(),
});
export type ReportRow = z.infer<typeof ReportRow>;

/** `GET /api/v1/reports/:id`. */
export const ReportView = z.extend(ReportRow, {
  numbers: z.nullable(ReportNumbers),
  /** How the operator looked when it was made; null before. */
  brand: z.nullable(BrandView),
});
export type ReportView = z.infer<typeof ReportView>;

/** Query of `GET /api/v1/reports`: newest first. */
export const ReportQuery = z.object({
  customer: z.optional(z.uuid()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type ReportQuery = z.infer<typeof ReportQuery>;
export const ReportPage = z.object({ items: z.array(ReportRow), nextCursor: z.nullable(z.string()) });
export type ReportPage = z.infer<typeof ReportPage>;

/** `POST /api/v1/reports`: of a month or of dates, of all lines, those of a site, or some. */
export const ReportRequest = z
  .object({
    customerId: z.uuid(),
    month: z.optional(SlaMonth),
    dates: z.optional(ReportDates),
    site: z.optional(z.uuid()),
    circuits: z.optional(z.array(z.uuid()).check(z.minLength(1), z.maxLength(REPORT_CIRCUITS_MOST))),
  })
  .check(
    z.refine(({ month, dates }) => (month === undefined) !== (dates === undefined), { path: ['month'] }),
    z.refine(({ site, circuits }) => site === undefined || circuits === undefined, { path: ['circuits'] }),
  );
export type ReportRequest = z.infer<typeof ReportRequest>;

/** `POST /api/v1/reports/:id/comment`: the account manager's words on the first page; null for none. */
export const ReportComment = z.object({ comment: optionalLine(REPORT_COMMENT_MAX), version: z.int() });
export type ReportComment = z.infer<typeof ReportComment>;

/** `POST /api/v1/reports/:id/publish`, `…/retry` and `…/cancel`: the version that was looked at. */
export const ReportStep = z.object({ version: z.int() });
export type ReportStep = z.infer<typeof ReportStep>;

/** `GET /api/v1/reports/:id/files/:format/:language`. */
export const ReportFileName = z.object({ id: z.string(), format: z.string(), language: z.string() });
export type ReportFileName = z.infer<typeof ReportFileName>;
