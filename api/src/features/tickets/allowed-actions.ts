import {
  actionsFor,
  DomainError,
  isAllowed,
  type Norm,
  type Role,
  TICKET_ACTIONS,
  type TicketActionName,
  TROUBLE_TICKET_LIFE,
} from '@linewatch/shared';
import { isCustomers } from './ticket-reach.js';
import { OVER, type Ticket } from './ticket.rows.js';

const MINUTE_MS = 60_000;

/**
 * What somebody may do with a ticket as it is: the arrows of its life cycle that are theirs, and what leaves its status
 * as it is. The buttons of its page, and the guard of its acts.
 */
export function allowedActions(ticket: Ticket, role: Role): TicketActionName[] {
  const drawn: readonly string[] = actionsFor(TROUBLE_TICKET_LIFE, ticket.status, moverOf(ticket, role));
  return TICKET_ACTIONS.filter((action) => drawn.includes(action) || isBeside(action, ticket, role));
}

/** A request is the account manager's to work, as a fault is the NOC's. */
export function moverOf<Mover extends string>({ ticketType }: Pick<Ticket, 'ticketType'>, role: Mover): Mover | Role {
  return ticketType === 'request' && role === 'ACCOUNT_MANAGER' ? 'NOC_OPERATOR' : role;
}

function isBeside(action: TicketActionName, ticket: Ticket, role: Role): boolean {
  const isOver = OVER.has(ticket.status);
  const isOurs = role === 'NOC_OPERATOR';
  switch (action) {
    case 'dispatch':
      return isOurs && !isOver && ticket.status !== 'resolved';
    case 'setPriority':
      return isOurs && !isOver;
    case 'logCall':
      return isOurs && ticket.status === 'resolved';
    case 'setExternalId':
      return isAllowed(role, 'tickets:file');
    case 'urge':
    case 'escalate':
      // Nobody is called out for what is answered already.
      return isCustomers(role) && isAllowed(role, 'tickets:file') && !isOver && ticket.status !== 'resolved';
    default:
      return false;
  }
}

/** When a customer may urge again, ms; null when they may now. */
export function urgeFrom({ urgedAt }: Ticket, { urgeEveryMinutes }: Norm, now: number): number | null {
  if (urgedAt === null) return null;
  const from = urgedAt + urgeEveryMinutes * MINUTE_MS;
  return from > now ? from : null;
}

/** Customers rate what is over, and nobody does it for them. @throws DomainError `session.forbidden`, `ticket.step-impossible` */
export function allowsRating({ status }: Ticket, role: Role): void {
  if (!isCustomers(role) || !isAllowed(role, 'tickets:file'))
    throw new DomainError('session.forbidden', 'The role of this session does not allow that');
  if (status !== 'closed')
    throw new DomainError('ticket.step-impossible', 'A ticket is rated when it is closed', { status });
}
