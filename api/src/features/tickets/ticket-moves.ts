import {
  DomainError,
  isPausing,
  stepOf,
  type TicketAct,
  type TimerKind,
  TROUBLE_TICKET_LIFE,
  type TroubleTicketAction,
} from '@linewatch/shared';
import { moverOf } from './allowed-actions.js';
import type { TicketWork } from './ticket-desk.js';
import { NORM_KINDS } from './ticket-clocks.js';
import { type Actor, SYSTEM } from './ticket.rows.js';
import { isCustomers } from './ticket-reach.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ALL_CLOCKS: readonly TimerKind[] = [...NORM_KINDS, 'AUTO_CLOSE', 'ANSWER', 'ESCALATION'];

/** What an act brings along. */
export type ActInput = Partial<Omit<TicketAct, 'action' | 'version'>>;

/**
 * Moves a ticket along an arrow of its life cycle, with all that follows for clocks, pauses and history. What an arrow
 * needs besides is checked by the caller.
 *
 * @throws DomainError `session.forbidden` for an arrow that only others may draw, `ticket.step-impossible`
 */
export function move(work: TicketWork, action: TroubleTicketAction, actor: Actor, input: ActInput = {}): void {
  const { ticket, now } = work;
  const step = stepOf(TROUBLE_TICKET_LIFE, ticket.status, action, moverOf(ticket, actor.role));
  if (step === 'refused') throw new DomainError('session.forbidden', 'The role of this session does not allow that');
  if (step === 'impossible') {
    const details = { status: ticket.status };
    throw new DomainError('ticket.step-impossible', 'That cannot be done with the ticket as it is', details);
  }
  const reason = input.text ?? null;
  const change = { from: ticket.status, to: step.to, reason };
  work.events.push({ kind: 'STATUS', visibility: 'CUSTOMER', actor, at: now, ...change });
  work.change({ status: step.to, statusReason: reason, holdReason: null, version: ticket.version + 1 });
  FOLLOWS[action]?.(work, actor, input);
}

/** What follows of each arrow. */
const FOLLOWS: Readonly<
  Partial<Record<TroubleTicketAction, (work: TicketWork, actor: Actor, input: ActInput) => void>>
> = {
  accept: (work, actor, { assigneeId }) => {
    const { now } = work;
    work.clocks.stop(['DISPATCH', 'ACCEPT'], now);
    quieten(work);
    work.change({ acceptedAt: now, assigneeId: assigneeId ?? actor.userId });
    work.tell('ticket.progressed', `accept:${String(work.ticket.version)}`);
  },
  reject: (work) => {
    end(work);
  },
  cancel: (work) => {
    end(work);
  },
  requestInformation: (work, actor, { text }) => {
    speak(work, actor, text ?? '');
    work.clocks.pause(pauseOf(work, 'PENDING', true, actor));
    work.clocks.start('ANSWER', work.now, work.norm.answerWorkingDays * work.working.dayMs, work.working.calendarId);
    work.tell('ticket.question', String(work.ticket.version));
  },
  provideInformation: (work, actor, { text }) => {
    if (text !== undefined) speak(work, actor, text);
    work.clocks.endPauses(work.now);
    work.clocks.stop(['ANSWER'], work.now);
  },
  hold: (work, actor, { holdReason }) => {
    const reason = holdReason ?? 'CUSTOMER_REQUEST';
    work.change({ holdReason: reason });
    work.clocks.pause(pauseOf(work, reason, isPausing(reason), actor));
    work.tell('ticket.progressed', `hold:${String(work.ticket.version)}`, { holdReason: reason });
  },
  resume: (work) => {
    work.clocks.endPauses(work.now);
  },
  resolve: resolved,
  confirm: (work, actor) => {
    if (isCustomers(actor.role)) work.change({ confirmedAt: work.now });
    end(work);
  },
  rejectResolution: (work) => {
    work.clocks.stop(['CONFIRM', 'AUTO_CLOSE'], work.now);
    // What looked like the end was none: the time since then counts again.
    work.clocks.runOn('RESTORE');
    work.change({ restoredAt: null, resolvedAt: null, confirmedAt: null, reopenCount: work.ticket.reopenCount + 1 });
    beginUpdates(work);
    work.tell('ticket.progressed', `reopened:${String(work.ticket.version)}`);
  },
};

function resolved(work: TicketWork, _: Actor, input: ActInput): void {
  const { now, norm, clocks } = work;
  const restoredAt = input.restoredAt === undefined ? now : Date.parse(input.restoredAt);
  clocks.endPauses(now);
  clocks.stop(['RESTORE'], restoredAt);
  clocks.stop(['UPDATE'], now);
  work.change({
    restoredAt,
    resolvedAt: now,
    faultCause: input.faultCause ?? null,
    faultSegment: input.faultSegment ?? null,
    responsibility: input.responsibility ?? null,
    solution: input.solution ?? null,
  });
  // A line is called about when it is well again; a change that was made speaks for itself.
  if (work.ticket.ticketType !== 'request') clocks.start('CONFIRM', now, norm.confirmMinutes * MINUTE_MS);
  clocks.start('AUTO_CLOSE', now, norm.autoCloseHours * HOUR_MS);
  quieten(work);
  work.tell('ticket.restored', String(work.ticket.version), { restoredAt: new Date(restoredAt).toISOString() });
}

/** The ticket is over: nothing of it runs any more. */
function end(work: TicketWork): void {
  work.clocks.endPauses(work.now);
  work.clocks.stop(ALL_CLOCKS, work.now);
  work.change({ closedAt: work.now });
  work.tell('ticket.closed', String(work.ticket.version));
}

/** A word to the other side, which every reader of the ticket sees. Of the operator it is the progress that is due. */
export function speak(work: TicketWork, actor: Actor, text: string): void {
  const { now } = work;
  work.notes.push({ visibility: 'CUSTOMER', text, actor, at: now });
  if (isCustomers(actor.role)) return;
  work.clocks.stop(['FIRST_RESPONSE', 'UPDATE'], now);
  if (work.ticket.firstResponseAt === null) work.change({ firstResponseAt: now });
  if (work.ticket.status === 'resolved') logCall(work);
  else beginUpdates(work);
  quieten(work);
}

/** The customer was called or written to about the restoration. */
export function logCall(work: TicketWork): void {
  work.clocks.stop(['CONFIRM'], work.now);
  if (work.ticket.confirmedAt === null) work.change({ confirmedAt: work.now });
  quieten(work);
}

/**
 * Lets the clock of the next word to the customer run, where the priority asks for one: every so long while a fault
 * lasts. Where nothing is repaired there is no news of it, and the clock would only ask for empty words.
 */
export function beginUpdates(work: TicketWork): void {
  const { norm, clocks, now } = work;
  const isAsked = owesUpdates(work);
  if (isAsked && !clocks.isRunning('UPDATE')) clocks.start('UPDATE', now, norm.updateMinutes * MINUTE_MS);
  if (!isAsked) clocks.stop(['UPDATE'], now);
}

/** Whether the norm asks for a word every so long about a ticket like this one. */
export function owesUpdates({ norm, ticket }: TicketWork): boolean {
  return ticket.ticketType === 'incident' && norm.updatePriorities.includes(ticket.priority);
}

/** Nobody is called out any more once nothing that was passed late goes on. */
export function quieten({ clocks, now }: TicketWork): void {
  const isLate = clocks.running.some(({ kind, breachedAt }) => NORM_KINDS.has(kind) && breachedAt !== null);
  if (!isLate) clocks.stop(['ESCALATION'], now);
}

/** Closes or cancels for the product itself. */
export function endBySystem(work: TicketWork, action: 'confirm' | 'cancel', reason: string): void {
  move(work, action, SYSTEM, { text: reason });
}

function pauseOf(work: TicketWork, reason: string, isCustomerCaused: boolean, { userId }: Actor) {
  return { reason, isCustomerCaused, from: work.now, to: null, note: null, userId };
}
