import type { AuditAction } from '@linewatch/shared';
import type { AuditNote } from '../../platform/audit/audit-trail.js';
import type { Ticket } from './ticket.rows.js';

/** What the audit log keeps of an act on a ticket: no text of a conversation. */
export function noteOf(
  action: AuditAction,
  { id, number, customerId }: Pick<Ticket, 'id' | 'number' | 'customerId'>,
  after?: Readonly<Record<string, unknown>>,
): AuditNote {
  return { action, customerId, object: { type: 'ticket', id, name: number }, ...(after !== undefined && { after }) };
}
