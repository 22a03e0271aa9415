import * as z from 'zod/mini';
import { CHANGE_KINDS, HOLD_REASONS, NOTE_VISIBILITIES, TICKET_LINKS, TIMER_KINDS } from '../domain/tickets/index.js';
import { ROLES } from '../domain/identity/roles.js';
import { lineOfText, optionalLine, paragraph } from './plain-text.js';

const Instant = z.iso.datetime();
const Phone = z.string().check(z.trim(), z.maxLength(40), z.regex(/^[+()0-9 ./#*;,ext-]*$/));

/** Whom to reach and when one may come. Taken from the papers of the customer and edited with the ticket. */
export const TicketContact = z.object({
  name: lineOfText(80),
  phone: z.nullable(Phone),
  siteId: z.nullable(z.uuid()),
  accessHours: optionalLine(200),
});
export type TicketContact = z.infer<typeof TicketContact>;

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

/**
 * What a ticket of type request asks to have changed. A bandwidth needs `bandwidthMbps`, a move the `place` that an end
 * goes to; `on` is the day that is wished for, in the customer's zone.
 */
export const ChangeWish = z.object({
  kind: z.enum(CHANGE_KINDS),
  bandwidthMbps: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(1_000_000))), null),
  place: z._default(optionalLine(200), null),
  on: z._default(z.nullable(z.iso.date()), null),
});
export type ChangeWish = z.infer<typeof ChangeWish>;

/** The clock that ends first of those that run for the operator's norm or the customer's answer. */
export const TicketNextDue = z.object({ kind: z.enum(TIMER_KINDS), dueAt: Instant, isBreached: z.boolean() });
export type TicketNextDue = z.infer<typeof TicketNextDue>;

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
