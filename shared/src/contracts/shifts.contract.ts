import * as z from 'zod/mini';
import { ALARM_CODES, ALARM_OBJECT_TYPES } from '../domain/alarms/alarm-types.js';
import { SEVERITIES } from '../domain/alarms/severity.js';
import { CollectorView } from './collectors.contract.js';
import { FaultView } from './faults.contract.js';
import { paragraph } from './plain-text.js';
import { TicketRow } from './tickets.contract.js';
import { WorkRow } from './works.contract.js';

const Instant = z.iso.datetime();
const Person = z.object({ id: z.uuid(), name: z.string() });

/** How many things of each sort a sheet names; `total` counts all of them. */
export const SHIFT_SHOWN = 100;
/** How far ahead a sheet looks: works that begin, shelves that end, calls that were promised. */
export const NEXT_SHIFT_MS = 12 * 3_600_000;

/*
 * What a sheet keeps of each thing: enough to read it by. Sheets are kept for years, so that what lists and pages show of
 * the same things may change without them.
 */
export const ShiftFault = z.pick(FaultView, {
  ...{ id: true, circuit: true, customer: true, severity: true, reason: true, side: true, suspected: true },
  ...{ facts: true, progress: true, since: true, until: true },
});
export type ShiftFault = z.infer<typeof ShiftFault>;
export const ShiftTicket = z.pick(TicketRow, {
  ...{ id: true, number: true, customerNameZh: true, customerNameEn: true, title: true, status: true },
  ...{ priority: true, turn: true, nextDue: true, assigneeName: true },
});
export type ShiftTicket = z.infer<typeof ShiftTicket>;
export const ShiftWork = z.pick(WorkRow, {
  ...{ id: true, number: true, title: true, state: true, plannedStart: true, plannedEnd: true, circuits: true },
});
export type ShiftWork = z.infer<typeof ShiftWork>;
export const ShiftCollector = z.pick(CollectorView, {
  ...{ id: true, code: true, state: true, lastSeenAt: true, impairedSince: true },
});
export type ShiftCollector = z.infer<typeof ShiftCollector>;

/** An alarm that was put aside and speaks again within the next shift. */
export const EndingShelf = z.object({
  alarmId: z.uuid(),
  code: z.enum(ALARM_CODES),
  severity: z.enum(SEVERITIES),
  object: z.object({ type: z.enum(ALARM_OBJECT_TYPES), name: z.string() }),
  reason: z.nullable(z.string()),
  until: Instant,
});
export type EndingShelf = z.infer<typeof EndingShelf>;

/** A call that a customer was promised and that nobody has made. */
export const PromisedCall = z.object({
  ticketId: z.uuid(),
  number: z.string(),
  customer: z.object({ nameZh: z.string(), nameEn: z.string() }),
  dueAt: Instant,
});
export type PromisedCall = z.infer<typeof PromisedCall>;

/** What one shift leaves to the next, as it stood at `to`. */
export const ShiftFacts = z.object({
  from: Instant,
  to: Instant,
  /** Open ones worst first: `began` counts those of this shift. */
  openFaults: z.object({ total: z.int(), began: z.int(), items: z.array(ShiftFault) }),
  /** Over since the shift began, the latest first. */
  clearedFaults: z.object({ total: z.int(), items: z.array(ShiftFault) }),
  /** By the time that is left. */
  tickets: z.object({ total: z.int(), breached: z.int(), items: z.array(ShiftTicket) }),
  promises: z.array(PromisedCall),
  /** In progress, and those that begin before the next shift is over, by their start. */
  works: z.array(ShiftWork),
  /** Silent, or in doubt about themselves. */
  collectors: z.array(ShiftCollector),
  shelved: z.array(EndingShelf),
});
export type ShiftFacts = z.infer<typeof ShiftFacts>;

/** A sheet without what stands on it. `takenBy` null: the next shift has not signed yet. */
export const ShiftSheetRow = z.object({
  id: z.uuid(),
  from: Instant,
  to: Instant,
  note: z.string(),
  handedBy: Person,
  takenBy: z.nullable(Person),
  takenAt: z.nullable(Instant),
  counts: z.object({ openFaults: z.int(), clearedFaults: z.int(), tickets: z.int(), works: z.int() }),
});
export type ShiftSheetRow = z.infer<typeof ShiftSheetRow>;

/** `GET /api/v1/shift-sheets/:sheetId`. `mayTakeOver`: it waits, and somebody else handed it over. */
export const ShiftSheet = z.extend(ShiftSheetRow, { facts: ShiftFacts, mayTakeOver: z.boolean() });
export type ShiftSheet = z.infer<typeof ShiftSheet>;

/**
 * `GET /api/v1/shift`: what a sheet would say now. A shift begins where the one before was handed over, at most a day
 * ago; without one it begins twelve hours ago. `waiting` is the sheet that the next shift has not taken over yet; as
 * long as there is one, nothing more is handed over.
 */
export const ShiftNow = z.object({ facts: ShiftFacts, waiting: z.nullable(ShiftSheetRow) });
export type ShiftNow = z.infer<typeof ShiftNow>;

/** `POST /api/v1/shift-sheets`: hands the shift over with what the next one has to know beyond the facts. */
export const ShiftHandOver = z.object({ note: paragraph(4_000) });
export type ShiftHandOver = z.infer<typeof ShiftHandOver>;

/** `GET /api/v1/shift-sheets`, the latest first. */
export const ShiftSheetQuery = z.object({
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type ShiftSheetQuery = z.infer<typeof ShiftSheetQuery>;
export const ShiftSheetPage = z.object({ items: z.array(ShiftSheetRow), nextCursor: z.nullable(z.string()) });
export type ShiftSheetPage = z.infer<typeof ShiftSheetPage>;
