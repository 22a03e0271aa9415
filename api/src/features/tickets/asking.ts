import type { Caller } from '../../platform/auth/policy.js';
import type { TicketReader } from './ticket-reach.js';
import type { Actor } from './ticket.rows.js';

/** Who reads tickets in this request. */
export function readerOf(caller: Caller): TicketReader {
  if (caller.kind !== 'user') throw new Error('a collector has no customer scope');
  return { scope: caller.scope, role: caller.role };
}

/** Who acts on them. */
export function actorOf(caller: Caller): Actor {
  return { role: caller.role, userId: caller.kind === 'user' ? caller.userId : null };
}
