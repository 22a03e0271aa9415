import * as z from 'zod/mini';
import {
  ESCALATION_LEVELS,
  FAULT_SEGMENTS,
  HOLD_REASONS,
  LEVELS,
  PRIORITIES,
  RESPONSIBILITIES,
  SHIFTS,
  SYMPTOMS,
  TICKET_CHANNELS,
  TICKET_SHARINGS,
  TICKET_TYPES,
  WORK_GROUPS,
} from '../domain/tickets/index.js';
import { TROUBLE_TICKET_STATES } from '../domain/life-cycles/trouble-ticket.js';
import { lineOfText, optionalLine, paragraph } from './plain-text.js';
import { FaultReportView, TicketRating, WorkOrderView } from './ticket-care.contract.js';
import {
  ChangeWish,
  TICKET_TURNS,
  TicketAuthor,
  TicketCircuit,
  TicketClock,
  TicketContact,
  TicketEvent,
  TicketFile,
  TicketLinkView,
  TicketNextDue,
  TicketNote,
  TicketPause,
} from './ticket-parts.contract.js';

const Instant = z.iso.datetime();

/** Circuits that one ticket may be about. */
export const TICKET_MAX_CIRCUITS = 50;
/** Bytes of one attachment; its types are those of documents (`DOCUMENT_TYPES`). */
export const TICKET_FILE_MAX_BYTES = 20 * 1024 * 1024;
/** Attachments that one ticket may have. */
export const TICKET_MAX_FILES = 50;

/**
 * All that can be done to a ticket: the arrows of its life cycle and, after them, what leaves its status as it is.
 * A ticket says which of these its reader may do now (`TicketView.actions`): they are the buttons of its page.
 *
 * | action | by | beside `version` and an optional `text` needs |
 * | --- | --- | --- |
 * | dispatch | NOC | `workGroup`, optional `shift`; makes the work order |
 * | accept | NOC | nothing (the one who accepts becomes the assignee), optional `assigneeId` |
 * | reject | NOC | `text` |
 * | cancel | customer, NOC | `text` |
 * | requestInformation | NOC | `text`, the question |
 * | provideInformation | customer, NOC | `text`, the answer |
 * | hold | NOC | `holdReason` |
 * | resume | NOC | |
 * | resolve | NOC | `restoredAt`, `faultCause`, `faultSegment`, `responsibility`, optional `solution`; of a request `solution` alone |
 * | confirm | customer | |
 * | rejectResolution | customer, NOC | `text` |
 * | setPriority | NOC | `impact`, `urgency`, `text` |
 * | setExternalId | customer, NOC | `externalId` (null removes it) |
 * | logCall | NOC | `text`; the call that confirms the restoration, read by the customer too |
 * | *all of the NOC but dispatch, setPriority, logCall* | account manager | the same, of a request |
 * | urge, escalate | customer | nothing; at most once in so many minutes by the norm |
 */
export const TICKET_ACTIONS = [
  'dispatch',
  'accept',
  'reject',
  'cancel',
  'requestInformation',
  'provideInformation',
  'hold',
  'resume',
  'resolve',
  'confirm',
  'rejectResolution',
  'setPriority',
  'setExternalId',
  'logCall',
  'urge',
  'escalate',
] as const;
export type TicketActionName = (typeof TICKET_ACTIONS)[number];

/** Body of `POST /api/v1/tickets/:ticketId/acts`. `version` is the one that the page shows. */
export const TicketAct = z.object({
  action: z.enum(TICKET_ACTIONS),
  version: z.int(),
  text: z.optional(paragraph(4_000)),
  workGroup: z.optional(z.enum(WORK_GROUPS)),
  shift: z.optional(z.nullable(z.enum(SHIFTS))),
  assigneeId: z.optional(z.uuid()),
  holdReason: z.optional(z.enum(HOLD_REASONS)),
  restoredAt: z.optional(Instant),
  faultCause: z.optional(lineOfText(200)),
  faultSegment: z.optional(z.enum(FAULT_SEGMENTS)),
  responsibility: z.optional(z.enum(RESPONSIBILITIES)),
  solution: z.optional(paragraph(2_000)),
  impact: z.optional(z.enum(LEVELS)),
  urgency: z.optional(z.enum(LEVELS)),
  externalId: z.optional(optionalLine(80)),
});
export type TicketAct = z.infer<typeof TicketAct>;

/**
 * Body of `POST /api/v1/tickets`; the header `Idempotency-Key` makes it one ticket however often it is sent.
 * `join` of an open ticket's id makes the caller follow that one and answers it; `force` files another one all the
 * same. Without either, a circuit that has an open ticket is answered 409 `ticket.already-open` with `details.number`
 * and `details.ticketId` of the own customer's ticket.
 */
export const TicketForm = z.object({
  circuitIds: z.array(z.uuid()).check(z.minLength(1), z.maxLength(TICKET_MAX_CIRCUITS)),
  ticketType: z._default(z.enum(TICKET_TYPES), 'incident'),
  symptom: z.enum(SYMPTOMS),
  description: paragraph(4_000),
  /** Since when; not after now. */
  beganAt: z._default(z.nullable(Instant), null),
  impact: z.enum(LEVELS),
  urgency: z.enum(LEVELS),
  /** Only staff may name another than their own: PHONE for what the NOC writes down. */
  channel: z.optional(z.enum(TICKET_CHANNELS)),
  externalId: z._default(optionalLine(80), null),
  contacts: z._default(z.array(TicketContact).check(z.maxLength(10)), []),
  /** Whether the line may be interrupted for tests. */
  mayInterrupt: z._default(z.boolean(), false),
  faultId: z._default(z.nullable(z.uuid()), null),
  outageId: z._default(z.nullable(z.uuid()), null),
  /** Result of the line test that was run while filing. */
  lineTestId: z._default(z.nullable(z.uuid()), null),
  /** The closed ticket whose trouble came back: the new one is linked to it. */
  follows: z._default(z.nullable(z.uuid()), null),
  /** Only of a request, and then needed: it goes to the account manager. */
  change: z.optional(ChangeWish),
  join: z.optional(z.uuid()),
  force: z.optional(z.boolean()),
});
export type TicketForm = z.infer<typeof TicketForm>;

export const TicketRow = z.object({
  id: z.uuid(),
  number: z.string(),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  ticketType: z.enum(TICKET_TYPES),
  symptom: z.enum(SYMPTOMS),
  status: z.enum(TROUBLE_TICKET_STATES),
  holdReason: z.nullable(z.enum(HOLD_REASONS)),
  priority: z.enum(PRIORITIES),
  channel: z.enum(TICKET_CHANNELS),
  externalId: z.nullable(z.string()),
  /** First line of the description. */
  title: z.string(),
  circuits: z.array(TicketCircuit),
  reportedAt: Instant,
  updatedAt: Instant,
  resolvedAt: z.nullable(Instant),
  closedAt: z.nullable(Instant),
  /** Whose turn it is; null when the ticket is over. */
  turn: z.nullable(z.enum(TICKET_TURNS)),
  nextDue: z.nullable(TicketNextDue),
  /** How many clocks of the norm were passed late. */
  breaches: z.int(),
  escalationLevel: z.int().check(z.minimum(0), z.maximum(ESCALATION_LEVELS)),
  /** Null to customers; the name of the group and person who have it. */
  workGroup: z.nullable(z.enum(WORK_GROUPS)),
  assigneeName: z.nullable(z.string()),
  version: z.int(),
});
export type TicketRow = z.infer<typeof TicketRow>;

/** `GET /api/v1/tickets/:ticketId`, and the answer of everything that changes one. */
export const TicketView = z.extend(TicketRow, {
  /** The server's time of this answer: clocks count on from it. */
  now: Instant,
  description: z.string(),
  impact: z.enum(LEVELS),
  urgency: z.enum(LEVELS),
  grade: z.string(),
  statusReason: z.nullable(z.string()),
  beganAt: z.nullable(Instant),
  dispatchedAt: z.nullable(Instant),
  acceptedAt: z.nullable(Instant),
  firstResponseAt: z.nullable(Instant),
  restoredAt: z.nullable(Instant),
  confirmedAt: z.nullable(Instant),
  /** Until when a restoration can be rejected; after that a new ticket follows the closed one (`TicketForm.follows`). */
  reopenUntil: z.nullable(Instant),
  reopenCount: z.int(),
  faultCause: z.nullable(z.string()),
  faultSegment: z.nullable(z.enum(FAULT_SEGMENTS)),
  responsibility: z.nullable(z.enum(RESPONSIBILITIES)),
  solution: z.nullable(z.string()),
  contacts: z.array(TicketContact),
  mayInterrupt: z.boolean(),
  faultId: z.nullable(z.uuid()),
  outageId: z.nullable(z.uuid()),
  lineTestId: z.nullable(z.uuid()),
  /** What is to be changed; null but for a request. */
  change: z.nullable(ChangeWish),
  reporter: TicketAuthor,
  /** Names of the customer's people who joined it. */
  followers: z.array(z.string()),
  /** When the button 催办 works again; null: now. */
  urgeFrom: z.nullable(Instant),
  normVersion: z.int(),
  clocks: z.array(TicketClock),
  pauses: z.array(TicketPause),
  notes: z.array(TicketNote),
  files: z.array(TicketFile),
  events: z.array(TicketEvent),
  links: z.array(TicketLinkView),
  ratings: z.array(TicketRating),
  ratingComment: z.nullable(z.string()),
  /** Empty to customers. */
  workOrders: z.array(WorkOrderView),
  faultReport: z.nullable(FaultReportView),
  actions: z.array(z.enum(TICKET_ACTIONS)),
  /** Whether the reader may write notes and add files, enter internal ones, enter pauses, dispute them, and rate. */
  may: z.object({
    note: z.boolean(),
    noteInternally: z.boolean(),
    pause: z.boolean(),
    dispute: z.boolean(),
    rate: z.boolean(),
  }),
});
export type TicketView = z.infer<typeof TicketView>;

/** Query of `GET /api/v1/tickets`: newest first. `state` open is all that is not over. */
export const TicketQuery = z.object({
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  state: z.optional(z.enum(['open', 'over', ...TROUBLE_TICKET_STATES])),
  priority: z.optional(z.enum(PRIORITIES)),
  ticketType: z.optional(z.enum(TICKET_TYPES)),
  /** The customer's own number, as it is. */
  externalId: z.optional(z.string().check(z.maxLength(80))),
  turn: z.optional(z.enum(TICKET_TURNS)),
  circuit: z.optional(z.uuid()),
  /** Reported in [from, to), epoch ms. */
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  to: z.optional(z.coerce.number().check(z.int(), z.positive())),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type TicketQuery = z.infer<typeof TicketQuery>;

/** `open` counts what is in scope and not over, by whose turn it is; `sharing` is NONE for a viewer who may see none. */
export const TicketPage = z.object({
  items: z.array(TicketRow),
  nextCursor: z.nullable(z.string()),
  open: z.object({ operator: z.int(), customer: z.int() }),
  sharing: z.enum(TICKET_SHARINGS),
  now: Instant,
});
export type TicketPage = z.infer<typeof TicketPage>;

/** Query of `GET /api/v1/ticket-queue` (NOC): open tickets by time left, breached first; at most 500. */
export const TicketQueueQuery = z.object({
  workGroup: z.optional(z.enum(WORK_GROUPS)),
  priority: z.optional(z.enum(PRIORITIES)),
  mine: z.optional(z.enum(['true', 'false'])),
});
export type TicketQueueQuery = z.infer<typeof TicketQueueQuery>;
export const TicketQueue = z.object({
  items: z.array(TicketRow),
  truncated: z.boolean(),
  breached: z.int(),
  now: Instant,
});
export type TicketQueue = z.infer<typeof TicketQueue>;
