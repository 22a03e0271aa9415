import { impactOf, priorityOf, type TicketForm, urgencyOf } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { FiledCircuit } from './filing.repository.js';
import type { Actor, Ticket } from './ticket.rows.js';

const ZONE_MS = 8 * 60 * 60_000;

/** What a ticket is made of, whoever makes it. */
export interface Filing {
  readonly form: TicketForm;
  readonly circuits: readonly FiledCircuit[];
  readonly actor: Actor;
  readonly channel: Ticket['channel'];
  /** Since when the repair counts, ms: the filing, or the alarm of a fault. */
  readonly countedFrom: number;
  readonly madeByKey: string | null;
  readonly madeFrom: string | null;
  /** Whether a running network event has hit its circuits: the ticket is one of those of it. */
  readonly isOfEvent?: boolean;
}

/** The day of Beijing that a number names. */
export function dayOf(now: number): string {
  return new Date(now + ZONE_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** A ticket as it begins. @param now ms */
export function newTicket(filing: Filing, number: string, normVersion: number, now: number): Ticket {
  const { form, circuits, actor, channel, madeByKey, madeFrom, countedFrom } = filing;
  const [first] = circuits;
  if (first === undefined) throw new Error('a ticket without a circuit');
  const impact = impactOf(form.impact, circuits.length);
  const urgency = urgencyOf(form.urgency, first.grade);
  const { ticketType, symptom, description, externalId, contacts, mayInterrupt } = form;
  const { faultId, outageId, lineTestId } = form;
  return {
    ...{ id: uuidv7(), number, customerId: first.customerId, ticketType, symptom, description, externalId, contacts },
    ...{ mayInterrupt, faultId, outageId, lineTestId, impact, urgency, priority: priorityOf(impact, urgency) },
    ...{ grade: first.grade, channel, status: 'acknowledged', holdReason: null, statusReason: null },
    ...{ workGroup: null, assigneeId: null, reporterId: actor.userId, version: 1, updatedAt: now },
    reporterRole: actor.role === 'SYSTEM' ? null : actor.role,
    beganAt: form.beganAt === null ? (countedFrom < now ? countedFrom : null) : Date.parse(form.beganAt),
    reportedAt: now,
    ...{ dispatchedAt: null, acceptedAt: null, firstResponseAt: null, restoredAt: null, resolvedAt: null },
    ...{ confirmedAt: null, closedAt: null, faultCause: null, faultSegment: null, responsibility: null },
    ...{ solution: null, reopenCount: 0, escalationLevel: 0, urgedAt: null, breaches: 0 },
    ...{ nextDueAt: null, nextDueKind: null, normVersion, madeByKey, madeFrom },
  };
}
