import * as z from 'zod/mini';
import {
  PRIORITIES,
  RATED_STEPS,
  SHIFTS,
  TICKET_SHARINGS,
  WORK_GROUPS,
  WORK_ORDER_STATES,
} from '../domain/tickets/index.js';
import { paragraph } from './plain-text.js';
import { TicketCircuit, TicketContact } from './ticket-parts.contract.js';

const Instant = z.iso.datetime();

export const WorkOrderView = z.object({
  id: z.uuid(),
  ticketId: z.uuid(),
  ticketNumber: z.string(),
  workGroup: z.enum(WORK_GROUPS),
  shift: z.nullable(z.enum(SHIFTS)),
  state: z.enum(WORK_ORDER_STATES),
  instructions: z.nullable(z.string()),
  /** Contacts and access hours as they stood when it was dispatched. */
  contacts: z.array(TicketContact),
  assigneeName: z.nullable(z.string()),
  createdAt: Instant,
  acceptedAt: z.nullable(Instant),
  doneAt: z.nullable(Instant),
  version: z.int(),
});
export type WorkOrderView = z.infer<typeof WorkOrderView>;

/** `GET /api/v1/work-orders`: those that are open or accepted, oldest first, at most 500. Staff alone. */
export const WorkOrderQuery = z.object({ workGroup: z.optional(z.enum(WORK_GROUPS)) });
export type WorkOrderQuery = z.infer<typeof WorkOrderQuery>;
export const WorkOrderList = z.object({ items: z.array(WorkOrderView) });
export type WorkOrderList = z.infer<typeof WorkOrderList>;
/** Body of `POST /api/v1/work-orders/:orderId/acts`. Accepting makes the caller its holder. */
export const WorkOrderAct = z.object({
  action: z.enum(['accept', 'done', 'cancel']),
  version: z.int(),
  text: z.optional(paragraph(2_000)),
});
export type WorkOrderAct = z.infer<typeof WorkOrderAct>;

export const TicketRating = z.object({
  step: z.enum(RATED_STEPS),
  score: z.int().check(z.minimum(1), z.maximum(5)),
});
export type TicketRating = z.infer<typeof TicketRating>;
/** Body of `POST /api/v1/tickets/:ticketId/ratings`: each step once; rated again, the later rating counts. */
export const RatingForm = z.object({
  scores: z.array(TicketRating).check(z.minLength(1), z.maxLength(RATED_STEPS.length)),
  comment: z._default(z.nullable(paragraph(1_000)), null),
});
export type RatingForm = z.infer<typeof RatingForm>;
/** Body of the open route `POST /api/v1/ticket-ratings/offer`: what the link is for; the link is not used up by it. */
export const RatingLink = z.object({ token: z.string().check(z.minLength(20), z.maxLength(600)) });
export type RatingLink = z.infer<typeof RatingLink>;
export const RatingOffer = z.object({
  number: z.string(),
  closedAt: z.nullable(Instant),
  steps: z.array(z.enum(RATED_STEPS)),
});
export type RatingOffer = z.infer<typeof RatingOffer>;
/** Body of the open route `POST /api/v1/ticket-ratings`; the link works once. */
export const RatingByLink = z.extend(RatingForm, { token: z.string().check(z.minLength(20), z.maxLength(600)) });
export type RatingByLink = z.infer<typeof RatingByLink>;

/** What of the fault reports a list shows. */
export const FAULT_REPORT_LISTS = ['DRAFT', 'OVERDUE', 'PUBLISHED'] as const;

/** The fault report (RFO) of a ticket; its texts are null to customers until it is published. */
export const FaultReportView = z.object({
  ticketId: z.uuid(),
  number: z.string(),
  state: z.enum(['DRAFT', 'PUBLISHED']),
  dueAt: z.nullable(Instant),
  publishedAt: z.nullable(Instant),
  textZh: z.nullable(z.string()),
  textEn: z.nullable(z.string()),
  version: z.int(),
});
export type FaultReportView = z.infer<typeof FaultReportView>;
/** Body of `PUT /api/v1/tickets/:ticketId/fault-report`; `publish` hands it to the customer. */
export const FaultReportForm = z.object({
  textZh: paragraph(20_000),
  textEn: paragraph(20_000),
  publish: z._default(z.boolean(), false),
  version: z.int(),
});
export type FaultReportForm = z.infer<typeof FaultReportForm>;

/**
 * Query of `GET /api/v1/fault-reports`: those that are owed by when they are due, then published ones, newest first.
 * OVERDUE are those of DRAFT whose time has passed.
 */
export const FaultReportQuery = z.object({
  state: z.optional(z.enum(FAULT_REPORT_LISTS)),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type FaultReportQuery = z.infer<typeof FaultReportQuery>;
export const FaultReportRow = z.object({
  ticketId: z.uuid(),
  number: z.string(),
  /** First line of the ticket's description. */
  title: z.string(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  circuits: z.array(TicketCircuit),
  priority: z.enum(PRIORITIES),
  state: z.enum(['DRAFT', 'PUBLISHED']),
  restoredAt: z.nullable(Instant),
  dueAt: z.nullable(Instant),
  /** Whether it is owed and late, or was published late. */
  isLate: z.boolean(),
  publishedAt: z.nullable(Instant),
});
export type FaultReportRow = z.infer<typeof FaultReportRow>;
/** `open` counts all in scope that are owed. */
export const FaultReportPage = z.object({
  items: z.array(FaultReportRow),
  nextCursor: z.nullable(z.string()),
  open: z.object({ due: z.int(), overdue: z.int() }),
  now: Instant,
});
export type FaultReportPage = z.infer<typeof FaultReportPage>;

/** `GET` and `PUT /api/v1/ticket-sharing`: how far the own customer's viewers see its tickets. */
export const TicketSharingView = z.object({ customerId: z.uuid(), viewers: z.enum(TICKET_SHARINGS) });
export type TicketSharingView = z.infer<typeof TicketSharingView>;
export const TicketSharingForm = z.object({ viewers: z.enum(TICKET_SHARINGS) });
export type TicketSharingForm = z.infer<typeof TicketSharingForm>;

/** A customer who rated 2 or less is called back; `GET /api/v1/call-backs`: open ones first, at most 200. */
export const CallBackView = z.object({
  id: z.uuid(),
  ticketId: z.uuid(),
  ticketNumber: z.string(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  score: z.int(),
  comment: z.nullable(z.string()),
  createdAt: Instant,
  dueAt: Instant,
  isBreached: z.boolean(),
  doneAt: z.nullable(Instant),
  note: z.nullable(z.string()),
});
export type CallBackView = z.infer<typeof CallBackView>;
export const CallBackList = z.object({ items: z.array(CallBackView) });
export type CallBackList = z.infer<typeof CallBackList>;
/** Body of `POST /api/v1/call-backs/:callBackId/done`. */
export const CallBackDone = z.object({ note: paragraph(1_000) });
export type CallBackDone = z.infer<typeof CallBackDone>;
