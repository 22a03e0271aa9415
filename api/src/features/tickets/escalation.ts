import { ESCALATION_LEVELS, workingTimeWithin } from '@linewatch/shared';
import { NORM_KINDS } from './ticket-clocks.js';
import type { TicketWork } from './ticket-desk.js';
import { type Actor, SYSTEM } from './ticket.rows.js';

const MINUTE_MS = 60_000;

/**
 * A limit was passed: the next level is called out, now or, where the norm calls people in working time alone, when
 * that begins. While somebody was called and has still not answered, the clock of the next level runs.
 */
export function escalateLate(work: TicketWork): void {
  if (work.clocks.isRunning('ESCALATION')) return;
  if (isOutOfHours(work)) work.clocks.start('ESCALATION', work.now, 1, work.working.calendarId);
  else raise(work, SYSTEM);
}

/** The clock of the next level has run out. Calls nobody when all has been answered meanwhile. */
export function escalateNext(work: TicketWork): void {
  work.clocks.stop(['ESCALATION'], work.now);
  const isLate = work.clocks.running.some(({ kind, breachedAt }) => NORM_KINDS.has(kind) && breachedAt !== null);
  if (isLate) raise(work, SYSTEM);
}

/**
 * The customer pressed 催办 or 升级: the first level at least, or the next one. Outside the hours in which people are
 * called it is called when they begin.
 */
export function escalateForCustomer(work: TicketWork, actor: Actor, isToNext: boolean): void {
  const { ticket, now } = work;
  work.events.push({ kind: 'URGED', visibility: 'CUSTOMER', actor, at: now, to: isToNext ? 'escalate' : 'urge' });
  work.change({ urgedAt: now });
  if (isOutOfHours(work)) {
    if (!work.clocks.isRunning('ESCALATION')) work.clocks.start('ESCALATION', now, 1, work.working.calendarId);
    return;
  }
  if (isToNext || ticket.escalationLevel === 0) raise(work, actor);
  else tell(work, 'CUSTOMER');
}

function raise(work: TicketWork, actor: Actor): void {
  const { ticket, now, norm, clocks, working } = work;
  const level = Math.min(ESCALATION_LEVELS, ticket.escalationLevel + 1);
  const levels = { from: String(ticket.escalationLevel), to: String(level) };
  if (level > ticket.escalationLevel)
    work.events.push({ kind: 'ESCALATION', visibility: 'CUSTOMER', actor, at: now, ...levels });
  work.change({ escalationLevel: level });
  tell(work, actor === SYSTEM ? 'CLOCK' : 'CUSTOMER');
  if (level >= ESCALATION_LEVELS) return;
  const calendarId = norm.escalationHours === 'WORKING' ? working.calendarId : null;
  clocks.stop(['ESCALATION'], now);
  clocks.start('ESCALATION', now, norm.escalationMinutes * MINUTE_MS, calendarId);
}

function tell(work: TicketWork, by: 'CLOCK' | 'CUSTOMER'): void {
  const { ticket, now } = work;
  work.tell('ticket.escalated', String(now), { escalationLevel: ticket.escalationLevel, by });
}

function isOutOfHours({ norm, working, now }: TicketWork): boolean {
  if (norm.escalationHours === 'ALWAYS' || working.calendar === null) return false;
  return workingTimeWithin({ from: now, to: now + 1 }, working.calendar).length === 0;
}
