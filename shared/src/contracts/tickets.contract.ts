import * as z from 'zod/mini';
import {
  ESCALATION_LEVELS,
  FAULT_SEGMENTS,
  HOLD_REASONS,
  LEVELS,
  NOTE_VISIBILITIES,
  PRIORITIES,
  RATED_STEPS,
  RESPONSIBILITIES,
  SHIFTS,
  SYMPTOMS,
  TICKET_CHANNELS,
  TICKET_LINKS,
  TICKET_SHARINGS,
  TICKET_TYPES,
  TIMER_KINDS,
  WORK_GROUPS,
  WORK_ORDER_STATES,
} from '../domain/tickets/index.js';
import { TROUBLE_TICKET_STATES } from '../domain/life-cycles/trouble-ticket.js';
import { ROLES } from '../domain/identity/roles.js';
import { lineOfText, optionalLine } from './plain-text.js';

const Instant = z.iso.datetime();
/** Text of several lines, shown as it is and never as markup. */
const paragraph = (max: number) => z.string().check(z.trim(), z.normalize('NFC'), z.minLength(1), z.maxLength(max));
const Phone = z.string().check(z.trim(), z.maxLength(40), z.regex(/^[+()0-9 ./#*;,ext-]*$/));

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
 * | resolve | NOC | `restoredAt`, `faultCause`, `faultSegment`, `responsibility`, optional `solution` |
 * | confirm | customer | |
 * | rejectResolution | customer, NOC | `text` |
 * | setPriority | NOC | `impact`, `urgency`, `text` |
 * | setExternalId | customer, NOC | `externalId` (null removes it) |
 * | logCall | NOC | `text`; the call that confirms the restoration, read by the customer too |
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

/** Whom to reach and when one may come. Taken from the papers of the customer and edited with the ticket. */
export const TicketContact = z.object({
  name: lineOfText(80),
  phone: z.nullable(Phone),
  siteId: z.nullable(z.uuid()),
  accessHours: optionalLine(200),
});
export type TicketContact = z.infer<typeof TicketContact>;

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
  join: z.optional(z.uuid()),
  force: z.optional(z.boolean()),
});
export type TicketForm = z.infer<typeof TicketForm>;

export const TICKET_TURNS = ['OPERATOR', 'CUSTOMER'] as const;
export type TicketTurn = (typeof TICKET_TURNS)[number];

/**
 * A clock of a ticket as of the answer's `now`. While it runs, elapsed(t) = `elapsedMs` + (t - now) if it counts all
 * hours; one of working time is only right at `now`. `dueAt` null: it stands still (paused), or is stopped.
 */
export const TicketClock = z.object({
  id: z.uuid(),
  kind: z.enum(TIMER_KINDS),
  /** Which run of this clock, from 1: UPDATE starts anew with each note. */
  round: z.int(),
  startedAt: Instant,
  stoppedAt: z.nullable(Instant),
  targetMs: z.int(),
  elapsedMs: z.int(),
  dueAt: z.nullable(Instant),
  isPaused: z.boolean(),
  isWorkingTime: z.boolean(),
  /** The moment at which the limit was passed. */
  breachedAt: z.nullable(Instant),
  turn: z.enum(TICKET_TURNS),
});
export type TicketClock = z.infer<typeof TicketClock>;

/** A circuit of a ticket, as far as its reader may see it. */
export const TicketCircuit = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
});
export type TicketCircuit = z.infer<typeof TicketCircuit>;

/** The clock that ends first of those that run for the operator's norm or the customer's answer. */
export const TicketNextDue = z.object({ kind: z.enum(TIMER_KINDS), dueAt: Instant, isBreached: z.boolean() });
export type TicketNextDue = z.infer<typeof TicketNextDue>;

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

export const TicketPause = z.object({
  id: z.uuid(),
  reason: z.enum(['PENDING', 'NO_ACCESS', ...HOLD_REASONS]),
  isCustomerCaused: z.boolean(),
  from: Instant,
  /** Null while it goes on. */
  to: z.nullable(Instant),
  note: z.nullable(z.string()),
  /** Name of whoever entered it; null to customers and for the product itself. */
  by: z.nullable(z.string()),
  disputedAt: z.nullable(Instant),
  dispute: z.nullable(z.string()),
});
export type TicketPause = z.infer<typeof TicketPause>;

/** Who spoke: a person of the customer by name, the operator by role; staff read the operator's names too. */
export const TicketAuthor = z.object({ role: z.nullable(z.enum(ROLES)), name: z.nullable(z.string()) });
export type TicketAuthor = z.infer<typeof TicketAuthor>;

export const TicketNote = z.object({
  id: z.uuid(),
  at: Instant,
  visibility: z.enum(NOTE_VISIBILITIES),
  text: z.string(),
  author: TicketAuthor,
});
export type TicketNote = z.infer<typeof TicketNote>;

export const TicketFile = z.object({
  id: z.uuid(),
  at: Instant,
  visibility: z.enum(NOTE_VISIBILITIES),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  author: TicketAuthor,
});
export type TicketFile = z.infer<typeof TicketFile>;

export const TICKET_EVENT_KINDS = [
  'STATUS',
  'PRIORITY',
  'DUE',
  'WARNING',
  'BREACH',
  'ESCALATION',
  'URGED',
  'JOINED',
  'PAUSE',
  'DISPUTE',
  'DISPATCH',
  'ORDER',
  'CALL',
  'RATING',
  'LINK',
  'FAULT_CLEARED',
  'EXTERNAL_ID',
  'FAULT_REPORT',
] as const;
export type TicketEventKind = (typeof TICKET_EVENT_KINDS)[number];

/** One line of the history, told by codes so that each reader has their own language. */
export const TicketEvent = z.object({
  id: z.uuid(),
  at: Instant,
  kind: z.enum(TICKET_EVENT_KINDS),
  author: TicketAuthor,
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  /** The clock that WARNING, BREACH, DUE and ESCALATION are about. */
  timer: z.nullable(z.enum(TIMER_KINDS)),
});
export type TicketEvent = z.infer<typeof TicketEvent>;

export const TicketLinkView = z.object({ type: z.enum(TICKET_LINKS), ticketId: z.uuid(), number: z.string() });
export type TicketLinkView = z.infer<typeof TicketLinkView>;

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
export const RatingLink = z.object({ token: z.string().check(z.minLength(20), z.maxLength(200)) });
export type RatingLink = z.infer<typeof RatingLink>;
export const RatingOffer = z.object({
  number: z.string(),
  closedAt: z.nullable(Instant),
  steps: z.array(z.enum(RATED_STEPS)),
});
export type RatingOffer = z.infer<typeof RatingOffer>;
/** Body of the open route `POST /api/v1/ticket-ratings`; the link works once. */
export const RatingByLink = z.extend(RatingForm, { token: z.string().check(z.minLength(20), z.maxLength(200)) });
export type RatingByLink = z.infer<typeof RatingByLink>;

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

/** Body of `POST /api/v1/tickets/:ticketId/notes`. A note of the customer to a `pending` ticket is the answer to it. */
export const TicketNoteForm = z.object({
  text: paragraph(4_000),
  visibility: z._default(z.enum(NOTE_VISIBILITIES), 'CUSTOMER'),
});
export type TicketNoteForm = z.infer<typeof TicketNoteForm>;

/** Query of `POST /api/v1/tickets/:ticketId/files`, whose body is the file itself as application/octet-stream. */
export const TicketFileUpload = z.object({
  name: lineOfText(200),
  visibility: z._default(z.enum(NOTE_VISIBILITIES), 'CUSTOMER'),
});
export type TicketFileUpload = z.infer<typeof TicketFileUpload>;

/** Body of `POST /api/v1/tickets/:ticketId/pauses`: nobody could be let in. Past times are written into the log. */
export const TicketPauseForm = z.object({
  from: Instant,
  to: z.nullable(Instant),
  note: paragraph(400),
  version: z.int(),
});
export type TicketPauseForm = z.infer<typeof TicketPauseForm>;
/** Body of `POST /api/v1/tickets/:ticketId/pauses/:pauseId/dispute`. */
export const PauseDispute = z.object({ text: paragraph(1_000) });
export type PauseDispute = z.infer<typeof PauseDispute>;

/** Query of `GET /api/v1/tickets`: newest first. `state` open is all that is not over. */
export const TicketQuery = z.object({
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  state: z.optional(z.enum(['open', 'over', ...TROUBLE_TICKET_STATES])),
  priority: z.optional(z.enum(PRIORITIES)),
  ticketType: z.optional(z.enum(TICKET_TYPES)),
  turn: z.optional(z.enum(TICKET_TURNS)),
  circuitId: z.optional(z.uuid()),
  customerId: z.optional(z.uuid()),
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
