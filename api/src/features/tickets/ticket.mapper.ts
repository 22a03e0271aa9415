import type {
  Role,
  TicketAuthor,
  TicketCircuit,
  TicketClock,
  TicketContact,
  TicketEvent,
  TicketFile,
  TicketNote,
  TicketPause,
  TicketRow,
  TicketTurn,
  TimerKind,
  WorkOrderView,
} from '@linewatch/shared';
import { isPausable, timerElapsedMs } from '@linewatch/shared';
import { iso, isoOrNull } from '../../database/instants.js';
import type { ListedPause } from './clock.repository.js';
import type { TicketClocks, Timer } from './ticket-clocks.js';
import type { ListedTicket } from './ticket-list.repository.js';
import { isCustomers, readsInternal } from './ticket-reach.js';
import type { Author, EventRow, FileRow, NoteRow } from './ticket-story.repository.js';
import { OVER, type Ticket } from './ticket.rows.js';
import type { WorkOrderRow } from './work-order.repository.js';

/** Clocks that only the operator has to do with. */
const INTERNAL: ReadonlySet<TimerKind> = new Set<TimerKind>(['ESCALATION', 'CALL_BACK']);

export function turnOf({ status, holdReason }: Pick<Ticket, 'status' | 'holdReason'>): TicketTurn | null {
  if (OVER.has(status)) return null;
  const isWaiting = status === 'pending' || status === 'resolved';
  return isWaiting || (status === 'held' && holdReason?.startsWith('CUSTOMER') === true) ? 'CUSTOMER' : 'OPERATOR';
}

export function toRow(listed: ListedTicket, circuits: readonly TicketCircuit[], role: Role, now: number): TicketRow {
  const { ticket, customerNameZh, customerNameEn, assigneeName } = listed;
  const isStaff = readsInternal(role);
  const { id, number, customerId, ticketType, symptom, status, holdReason, priority, channel, externalId } = ticket;
  const { escalationLevel, breaches, version, nextDueAt, nextDueKind } = ticket;
  return {
    ...{ id, number, customerId, customerNameZh, customerNameEn, ticketType, symptom, status, holdReason, priority },
    ...{ channel, externalId, circuits: [...circuits], escalationLevel, breaches, version },
    title: titleOf(ticket.description),
    reportedAt: iso(ticket.reportedAt),
    updatedAt: iso(ticket.updatedAt),
    resolvedAt: isoOrNull(ticket.resolvedAt),
    closedAt: isoOrNull(ticket.closedAt),
    turn: turnOf(ticket),
    nextDue:
      nextDueAt === null || nextDueKind === null
        ? null
        : { kind: nextDueKind, dueAt: iso(nextDueAt), isBreached: nextDueAt < now },
    workGroup: isStaff ? ticket.workGroup : null,
    assigneeName: isStaff ? assigneeName : null,
  };
}

/** What the reader is told of whoever spoke: staff read all names, customers those of their own people alone. */
/** What a list calls a ticket. */
export function titleOf(description: string): string {
  return (description.split('\n', 1)[0] ?? '').slice(0, 120);
}

export function toAuthor({ role, name }: Author, reader: Role): TicketAuthor {
  return { role, name: isCustomers(reader) && !isCustomers(role) ? null : name };
}

export function toClocks(clocks: TicketClocks, role: Role, now: number): TicketClock[] {
  return clocks.all
    .filter(({ kind }) => readsInternal(role) || !INTERNAL.has(kind))
    .map((timer) => toClock(timer, clocks, now));
}

function toClock(timer: Timer, clocks: TicketClocks, now: number): TicketClock {
  const { id, kind, round, targetMs, calendarId, stoppedAt, breachedAt } = timer;
  const isRunning = stoppedAt === null;
  const goesOn = clocks.pauses.some(({ to, isCustomerCaused }) => to === null && isCustomerCaused);
  // A limit that was passed since the last look of the worker is passed all the same.
  const late = breachedAt ?? (isRunning && timer.dueAt !== null && now > timer.dueAt ? timer.dueAt : null);
  return {
    ...{ id, kind, round, targetMs, isWorkingTime: calendarId !== null },
    startedAt: iso(timer.startedAt),
    stoppedAt: isoOrNull(stoppedAt),
    elapsedMs: timer.elapsedMs ?? timerElapsedMs(clocks.factsOf(timer), now),
    dueAt: isoOrNull(timer.dueAt),
    isPaused: isRunning && isPausable(kind) && goesOn,
    breachedAt: isoOrNull(late),
    turn: kind === 'ANSWER' || kind === 'AUTO_CLOSE' ? 'CUSTOMER' : 'OPERATOR',
  };
}

export function toPause(pause: ListedPause, role: Role, names: ReadonlyMap<string, string>): TicketPause {
  const { id, reason, isCustomerCaused, from, to, note, userId, disputedAt, dispute } = pause;
  return {
    ...{ id, reason: reason as TicketPause['reason'], isCustomerCaused, note, dispute },
    from: iso(from),
    to: isoOrNull(to),
    by: isCustomers(role) || userId === null ? null : (names.get(userId) ?? null),
    disputedAt: isoOrNull(disputedAt),
  };
}

export function toNote(row: NoteRow, role: Role): TicketNote {
  const { id, at, visibility, body } = row;
  return { id, at: iso(Number(at)), visibility, text: body, author: toAuthor(row, role) };
}

export function toFile(row: FileRow, role: Role): TicketFile {
  const { id, at, visibility, fileName, mediaType, bytes, sha256 } = row;
  const own = { id, visibility, name: fileName, mediaType, sha256, bytes: Number(bytes) };
  return { ...own, at: iso(Number(at)), author: toAuthor(row, role) };
}

export function toEvent(row: EventRow, role: Role): TicketEvent {
  const { id, at, kind, oldValue, newValue, reason, timer } = row;
  return { id, at: iso(Number(at)), kind, author: toAuthor(row, role), from: oldValue, to: newValue, reason, timer };
}

export function toWorkOrder(row: WorkOrderRow): WorkOrderView {
  const { id, ticketId, ticketNumber, workGroup, shift, state, instructions, assigneeName, version } = row;
  return {
    ...{ id, ticketId, ticketNumber, workGroup, shift, state, instructions, assigneeName, version },
    contacts: JSON.parse(row.contacts) as TicketContact[],
    createdAt: iso(Number(row.createdAt)),
    acceptedAt: row.acceptedAt === null ? null : iso(Number(row.acceptedAt)),
    doneAt: row.doneAt === null ? null : iso(Number(row.doneAt)),
  };
}
