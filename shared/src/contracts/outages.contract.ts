import * as z from 'zod/mini';
import { ROLES } from '../domain/identity/roles.js';
import {
  OBSERVED_STATES,
  OUTAGE_CAUSES,
  OUTAGE_RESPONSIBILITIES,
  TIME_EVIDENCE,
  TIME_STATES,
} from '../domain/outages/index.js';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';
import { lineOfText } from './plain-text.js';

const Instant = z.iso.datetime();
const Moment = z.coerce.number().check(z.int(), z.nonnegative(), z.maximum(8_640_000_000_000_000));

export const OUTAGE_COMMENT_MAX = 500;

/**
 * What the ticket about an outage was resolved with: the word of whoever worked the ticket, not a judgement of the
 * outage, and no part of what an SLA is reckoned from. To customers the operator's people have a role and no name.
 */
export const TicketCause = z.object({
  ticketId: z.uuid(),
  number: z.string(),
  cause: z.enum(OUTAGE_CAUSES),
  found: z.nullable(z.string()),
  at: Instant,
  role: z.nullable(z.enum(ROLES)),
  by: z.nullable(z.string()),
});
export type TicketCause = z.infer<typeof TicketCause>;

/** One outage of one circuit (中断): `to` null while it lasts. */
export const OutageView = z.object({
  id: z.uuid(),
  circuitId: z.uuid(),
  circuitCode: z.string(),
  circuitName: z.string(),
  circuitAlias: z.nullable(z.string()),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  from: Instant,
  to: z.nullable(Instant),
  /** Ends that were down at any moment of it. */
  sides: z.array(z.enum(CIRCUIT_END_SIDES)),
  cause: z.enum(OUTAGE_CAUSES),
  responsibility: z.nullable(z.enum(OUTAGE_RESPONSIBILITIES)),
  comment: z.nullable(z.string()),
  judgedAt: z.nullable(Instant),
  /** How often the NOC judged it; 0 never. Whoever judges it says the one they saw. */
  revision: z.int(),
  /** What its ticket says, as far as the reader sees tickets; null once the NOC judged it. */
  byTicket: z.nullable(TicketCause),
});
export type OutageView = z.infer<typeof OutageView>;

/** Query of `GET /api/v1/outages` and `GET /api/v1/circuits/:id/outages`: those that touch [from, to) (ms), newest first. */
export const OutageQuery = z.object({
  from: z.optional(Moment),
  to: z.optional(Moment),
  cause: z.optional(z.enum(OUTAGE_CAUSES)),
  /** Only those that last, or only those that are over. */
  state: z.optional(z.enum(['open', 'ended'])),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type OutageQuery = z.infer<typeof OutageQuery>;

export const OutagePage = z.object({ items: z.array(OutageView), nextCursor: z.nullable(z.string()) });
export type OutagePage = z.infer<typeof OutagePage>;

/** One judgement, as it was at its time. To customers the operator's people have a role and no name. */
export const OutageJudgement = z.object({
  id: z.uuid(),
  revision: z.int(),
  at: Instant,
  cause: z.enum(OUTAGE_CAUSES),
  responsibility: z.nullable(z.enum(OUTAGE_RESPONSIBILITIES)),
  comment: z.string(),
  role: z.nullable(z.enum(ROLES)),
  by: z.nullable(z.string()),
});
export type OutageJudgement = z.infer<typeof OutageJudgement>;

/** A piece of a circuit's time, [from, to) in ms; see `TimePiece`. */
export const TimePieceView = z.object({
  from: z.number(),
  to: z.number(),
  state: z.enum(TIME_STATES),
  observed: z.enum(OBSERVED_STATES),
  cause: z.nullable(z.enum(OUTAGE_CAUSES)),
  evidence: z.object({ kind: z.enum(TIME_EVIDENCE), refId: z.nullable(z.string()) }),
  outageId: z.nullable(z.uuid()),
});
export type TimePieceView = z.infer<typeof TimePieceView>;

/**
 * `GET /api/v1/outages/:id`. `withdrawn`: late readings showed that there was no such outage; `successorId` is the one
 * that its time belongs to now, if any.
 */
export const OutageDetail = z.extend(OutageView, {
  /** Which of its time counts and which is excluded, and by what; oldest first, at most 500. */
  pieces: z.array(TimePieceView),
  /** Newest first. */
  judgements: z.array(OutageJudgement),
  withdrawn: z.boolean(),
  successorId: z.nullable(z.uuid()),
});
export type OutageDetail = z.infer<typeof OutageDetail>;

/** `POST /api/v1/outages/:id/judgement`. The comment is read by the customer. */
export const JudgementRequest = z.object({
  cause: z.enum(OUTAGE_CAUSES),
  responsibility: z.nullable(z.enum(OUTAGE_RESPONSIBILITIES)),
  comment: lineOfText(OUTAGE_COMMENT_MAX),
  revision: z.int(),
});
export type JudgementRequest = z.infer<typeof JudgementRequest>;

/** Query of `GET /api/v1/circuits/:id/timeline`: ms, half open [from, to). */
export const TimelineQuery = z.object({ from: Moment, to: Moment });
export type TimelineQuery = z.infer<typeof TimelineQuery>;

/**
 * A circuit's time in the asked range, oldest first, without holes: from the begin of its service on, at most until
 * now. Of more than 2000 pieces the newest; `truncated` says that older ones were left off.
 */
export const Timeline = z.object({
  circuitId: z.uuid(),
  items: z.array(TimePieceView),
  truncated: z.boolean(),
  /**
   * Breaks that began and ended between two readings: how long they took is not known, so that they count as no time at
   * all. Newest first, at most 200.
   */
  breaks: z.array(
    z.object({ at: z.number(), side: z.enum(CIRCUIT_END_SIDES), earlierAt: z.number(), laterAt: z.number() }),
  ),
  /** Whole milliseconds of each state over the whole range, whatever was left off. */
  sums: z.object({ up: z.number(), down: z.number(), excluded: z.number(), unknown: z.number() }),
});
export type Timeline = z.infer<typeof Timeline>;
