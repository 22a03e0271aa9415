import * as z from 'zod/mini';
import { OUTAGE_CAUSES } from '../domain/outages/causes.js';
import { REPORTED_TIMERS, ReportAdvice, ReportNumbers, ReportSatisfaction, ReportWork } from './reports.contract.js';
import { SlaMonth } from './sla.contract.js';

const Instant = z.iso.datetime();

/** Of each sort of record a talk is about the first few; the counts say how many there are. */
export const STORY_SHOWN = 5;

/** Query of `GET /api/v1/customers/:id/story`. Without a month: the present one. */
export const CustomerStoryQuery = z.object({ month: z.optional(SlaMonth) });
export type CustomerStoryQuery = z.infer<typeof CustomerStoryQuery>;

/**
 * An outage with what was found and done, as the ticket about it says; null without one. Seconds within the month.
 * `causeBy`: where nobody judged the outage itself, its cause is the one that its ticket was resolved with (TicketCause).
 */
export const StoryOutage = z.object({
  id: z.uuid(),
  circuitId: z.uuid(),
  circuitName: z.string(),
  from: Instant,
  to: z.nullable(Instant),
  seconds: z.int(),
  cause: z.enum(OUTAGE_CAUSES),
  causeBy: z.enum(['OUTAGE', 'TICKET']),
  comment: z.nullable(z.string()),
  repair: z.nullable(
    z.object({ id: z.uuid(), number: z.string(), found: z.nullable(z.string()), done: z.nullable(z.string()) }),
  ),
});
export type StoryOutage = z.infer<typeof StoryOutage>;

/** What a month was like at a customer, for the talk with it: the numbers that its sentences are said with. */
export const CustomerStory = z.object({
  customer: z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() }),
  month: z.string(),
  timeZone: z.string(),
  /** Whether the month still runs. */
  isRunning: z.boolean(),
  /** The newest whole report of the month that was made; null without one. */
  reportId: z.nullable(z.uuid()),
  availability: z.object({
    percent: z.nullable(z.string()),
    beforePercent: z.nullable(z.string()),
    circuits: z.int(),
    met: z.int(),
    missed: z.int(),
    /** The lines that missed their target, the lowest first. */
    lowest: z.array(
      z.object({ circuitId: z.uuid(), name: z.string(), percent: z.nullable(z.string()), target: z.string() }),
    ),
  }),
  outages: z.object({ count: z.int(), seconds: z.int(), worst: z.array(StoryOutage) }),
  tickets: z.object({
    restored: z.int(),
    /** Restored with a clock of the norm that was not kept. */
    late: z.int(),
    norms: ReportNumbers.shape.norms,
    lateOnes: z.array(z.object({ id: z.uuid(), number: z.string(), missed: z.array(z.enum(REPORTED_TIMERS)) })),
  }),
  works: z.object({ count: z.int(), items: z.array(ReportWork) }),
  satisfaction: ReportSatisfaction,
  /** By the rules of a report; of the load of lines as far as the report of the month tells. */
  risks: z.array(ReportAdvice),
  /** The lines that the risks name. */
  lines: z.array(z.object({ circuitId: z.uuid(), code: z.string(), name: z.string(), alias: z.nullable(z.string()) })),
});
export type CustomerStory = z.infer<typeof CustomerStory>;
