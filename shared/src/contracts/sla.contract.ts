import * as z from 'zod/mini';
import {
  EXCLUSION_REASONS,
  MONTH,
  NORM_TIMERS,
  QUALITY_METRICS,
  SLA_METRICS,
  WARNING_LEVELS,
} from '../domain/index.js';
import { TicketCause } from './outages.contract.js';

/** `YYYY-MM` in the zone of each contract. */
export const SlaMonth = z.string().check(z.regex(MONTH));

/** A figure with what it was made of; seconds. up + down + excluded + unknown = total. */
export const SlaFigure = z.object({
  /** Percent with three places, rounded down; null: nothing was scheduled. */
  percent: z.nullable(z.string()),
  /** The same as a fraction in lowest terms, `numerator/denominator`. */
  exact: z.nullable(z.string()),
  totalS: z.int(),
  scheduledS: z.int(),
  upS: z.int(),
  downS: z.int(),
  excludedS: z.int(),
  unknownS: z.int(),
  /** Down time with what the contract adds for missing data. */
  lostS: z.int(),
});
export type SlaFigure = z.infer<typeof SlaFigure>;

/** What the target lets the month lose, and what is left of it; seconds, below zero when the target is missed. */
export const SlaAllowance = z.object({
  allowedS: z.int(),
  usedS: z.int(),
  leftS: z.int(),
  /** The highest share of the allowance that was reached, percent; null below the first. */
  level: z.nullable(z.literal([...WARNING_LEVELS])),
});
export type SlaAllowance = z.infer<typeof SlaAllowance>;

const Circuit = {
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  customerId: z.uuid(),
};

/** The month of one circuit in a list. */
export const SlaRow = z.object({
  ...Circuit,
  target: z.nullable(z.string()),
  contractual: SlaFigure,
  operational: SlaFigure,
  withoutDisputed: z.nullable(SlaFigure),
  outages: z.int(),
  isMet: z.nullable(z.boolean()),
  /** Promises that the month broke, as far as they are known; measured ones and tickets are known once it is closed. */
  missed: z.array(z.enum(SLA_METRICS)),
  allowance: z.nullable(SlaAllowance),
  /** 0: the month is not closed and the figures are preliminary. */
  revision: z.int(),
});
export type SlaRow = z.infer<typeof SlaRow>;

/** Query of `GET /api/v1/sla`: circuits in order of their ids, those behind `after`. */
export const SlaQuery = z.object({
  month: z.optional(SlaMonth),
  after: z.optional(z.uuid()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
});
export type SlaQuery = z.infer<typeof SlaQuery>;

export const SlaOverview = z.object({
  month: z.string(),
  /** Until when preliminary figures are reckoned. */
  at: z.iso.datetime(),
  items: z.array(SlaRow),
  /** `after` of the next part; null: this was the last. */
  next: z.nullable(z.uuid()),
});
export type SlaOverview = z.infer<typeof SlaOverview>;

/** A stretch of the month that was not up, with what it rests on. */
export const SlaPiece = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  seconds: z.int(),
  kind: z.enum(['down', 'excluded', 'unknown']),
  /** Why it is taken out. */
  reason: z.nullable(z.enum(EXCLUSION_REASONS)),
  /** The work or the exclusion. */
  ref: z.nullable(z.uuid()),
  line: z.enum(['up', 'down', 'unknown']),
  evidence: z.nullable(z.string()),
  cause: z.nullable(z.string()),
  outageId: z.nullable(z.uuid()),
  isDisputed: z.boolean(),
});
export type SlaPiece = z.infer<typeof SlaPiece>;

/** What a ticket says today of an outage that nobody judged; no part of the month, closed or not. */
export const SlaTicketCause = z.extend(TicketCause, { outageId: z.uuid() });
export type SlaTicketCause = z.infer<typeof SlaTicketCause>;

/** A stretch in which the line was up and worse than promised. */
export const SlaDegradedPiece = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  seconds: z.int(),
  /** The worst five minutes of it: ms for LATENCY and JITTER, percent for LOSS. */
  worse: z.array(z.object({ metric: z.enum(QUALITY_METRICS), value: z.string() })),
});
export type SlaDegradedPiece = z.infer<typeof SlaDegradedPiece>;

/** Latency, loss and jitter of a month, by whole intervals of five minutes in which the line was up. Seconds. */
export const SlaQuality = z.object({
  countableS: z.int(),
  measuredS: z.int(),
  /** Up, and worse than promised in at least one respect. */
  degradedS: z.int(),
  objectives: z.array(
    z.object({
      metric: z.enum(QUALITY_METRICS),
      target: z.string(),
      /** ms or percent over the whole month, rounded up to three places; null: nothing was measured. */
      value: z.nullable(z.string()),
      p95: z.nullable(z.string()),
      isMet: z.nullable(z.boolean()),
      degradedS: z.int(),
    }),
  ),
  pieces: z.array(SlaDegradedPiece),
  pieceCount: z.int(),
});
export type SlaQuality = z.infer<typeof SlaQuality>;

const NormSums = {
  tickets: z.int(),
  kept: z.int(),
  value: z.nullable(z.string()),
  isMet: z.nullable(z.boolean()),
  timers: z.array(z.object({ timer: z.enum(NORM_TIMERS), all: z.int(), kept: z.int() })),
};

/** How the tickets that were restored in the month kept the norm (派单, 接单, 修复, 恢复确认). */
export const SlaNorm = z.object({
  /** Percent of tickets that keep every clock, at least. */
  target: z.string(),
  ...NormSums,
});
export type SlaNorm = z.infer<typeof SlaNorm>;

/** Query of `GET /api/v1/sla/norms`. Without a month: the present one. */
export const SlaNormQuery = z.object({ month: z.optional(SlaMonth) });
export type SlaNormQuery = z.infer<typeof SlaNormQuery>;

/** Tickets that one answer reckons with; a month with more says so. */
export const SLA_NORM_TICKETS = 2_000;

/** How the tickets about the circuits of one contract kept the norm, and which ticket broke what. */
export const SlaContractNorm = z.object({
  /** Null: circuits of the customer that stand under no contract. */
  contractId: z.nullable(z.uuid()),
  number: z.nullable(z.string()),
  customerId: z.uuid(),
  /** Null where the contract promises no share of tickets; then nothing is judged. */
  target: z.nullable(z.string()),
  ...NormSums,
  /** In order of their restoration. */
  items: z.array(
    z.object({
      id: z.uuid(),
      number: z.string(),
      restoredAt: z.iso.datetime(),
      broken: z.array(z.enum(NORM_TIMERS)),
    }),
  ),
});
export type SlaContractNorm = z.infer<typeof SlaContractNorm>;

/**
 * `GET /api/v1/sla/norms`: tickets restored in a month that the caller may read, by contract, those that broke most
 * first. A ticket about circuits of two contracts counts for both. `isWhole` false: there were more tickets than are
 * counted.
 */
export const SlaNorms = z.object({ month: z.string(), items: z.array(SlaContractNorm), isWhole: z.boolean() });
export type SlaNorms = z.infer<typeof SlaNorms>;

export const SlaTermsView = z.object({
  name: z.nullable(z.string()),
  timeZone: z.string(),
  /** Null: around the clock. */
  hours: z.nullable(
    z.object({
      dayFrom: z.string(),
      dayTo: z.string(),
      workdays: z.array(z.int()),
      holidays: z.array(z.string()),
      extraWorkdays: z.array(z.string()),
    }),
  ),
  noDataPolicy: z.string(),
  denominator: z.string(),
  minOutageS: z.int(),
  excludesForceMajeure: z.boolean(),
  monthlyCapS: z.nullable(z.int()),
  objectionDays: z.int(),
  objectives: z.array(z.object({ metric: z.enum(SLA_METRICS), target: z.string() })),
});
export type SlaTermsView = z.infer<typeof SlaTermsView>;

/** Query of `GET /api/v1/circuits/:id/sla`. Without a revision: the newest, or the preliminary reckoning. */
export const SlaLedgerQuery = z.object({
  month: z.optional(SlaMonth),
  revision: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(10_000))),
});
export type SlaLedgerQuery = z.infer<typeof SlaLedgerQuery>;

/** Pieces that one answer carries; a month with more says how many there are. */
export const SLA_PIECES_SHOWN = 2_000;

/** `GET /api/v1/circuits/:id/sla`: the month of one circuit, every lost minute with its reason. */
export const SlaLedger = z.object({
  ...Circuit,
  month: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  revision: z.int(),
  closedAt: z.nullable(z.iso.datetime()),
  /** Why there is a revision after the first: codes of what changed. */
  changed: z.nullable(z.string()),
  /** SHA-256 over the inputs and the result; the same inputs give the same. */
  hash: z.string(),
  revisions: z.int(),
  terms: SlaTermsView,
  contractual: SlaFigure,
  operational: SlaFigure,
  withoutDisputed: z.nullable(SlaFigure),
  isMet: z.nullable(z.boolean()),
  isRestorationMet: z.nullable(z.boolean()),
  /** Null where neither latency nor loss nor jitter is promised. */
  quality: z.nullable(SlaQuality),
  /** Null where no share of tickets is promised. */
  norm: z.nullable(SlaNorm),
  outages: z.int(),
  longestOutageS: z.int(),
  /** Mean time to restore and between failures; null without an outage. */
  meanOutageS: z.nullable(z.number()),
  meanBetweenS: z.nullable(z.number()),
  allowance: z.nullable(SlaAllowance),
  pieces: z.array(SlaPiece),
  pieceCount: z.int(),
  /** Of the pieces' outages, as far as the reader sees tickets. */
  byTicket: z.array(SlaTicketCause),
});
export type SlaLedger = z.infer<typeof SlaLedger>;

export const SlaRevisions = z.object({
  items: z.array(
    z.object({
      revision: z.int(),
      closedAt: z.iso.datetime(),
      changed: z.nullable(z.string()),
      percent: z.nullable(z.string()),
      isMet: z.nullable(z.boolean()),
      hash: z.string(),
    }),
  ),
});
export type SlaRevisions = z.infer<typeof SlaRevisions>;

export const SlaYearQuery = z.object({
  year: z.optional(z.coerce.number().check(z.int(), z.minimum(2000), z.maximum(2099))),
});
export type SlaYearQuery = z.infer<typeof SlaYearQuery>;

/** `GET /api/v1/circuits/:id/sla/year`: days as columns of equal length, and the months. Seconds. */
export const SlaYear = z.object({
  year: z.int(),
  timeZone: z.string(),
  date: z.array(z.string()),
  scheduledS: z.array(z.int()),
  downS: z.array(z.int()),
  excludedS: z.array(z.int()),
  unknownS: z.array(z.int()),
  months: z.array(
    z.object({
      month: z.string(),
      percent: z.nullable(z.string()),
      isMet: z.nullable(z.boolean()),
      revision: z.int(),
    }),
  ),
});
export type SlaYear = z.infer<typeof SlaYear>;
