import { isAllowed, type Role } from '@linewatch/shared';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** Who reads tickets. */
export interface TicketReader {
  readonly scope: Scope;
  readonly role: Role;
}

/**
 * Which tickets somebody sees, of table `t`: those of the customers in scope; for a user of some sites those with a
 * circuit that ends there. A viewer sees them only as far as the customer shares them, and never beyond the scope:
 * SITES opens them to viewers who are bound to sites, ALL to all viewers.
 */
export function ticketReach({ scope, role }: TicketReader): SqlCondition {
  const mine = circuitsReach(scope);
  if (role !== 'CUSTOMER_VIEWER') return mine;
  const enough = scope.kind === 'sites' ? "('SITES','ALL')" : "('ALL')";
  return {
    sql: `(${mine.sql} AND EXISTS (SELECT 1 FROM ticket_sharing sh WHERE sh.customer_id = t.customer_id
      AND sh.viewers IN ${enough}))`,
    values: mine.values,
  };
}

function circuitsReach(scope: Scope): SqlCondition {
  if (scope.kind !== 'sites') return scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
  const own = scopeCondition(scope, { customer: 'rc.customer_id', circuit: 'rc.circuit_id' });
  return {
    sql: `(t.id IN (SELECT rc.ticket_id FROM ticket_circuit rc WHERE ${own.sql}))`,
    values: own.values,
  };
}

/** Whether somebody reads what the operator keeps to itself: internal notes, groups, names of its people. */
export function readsInternal(role: Role): boolean {
  return isAllowed(role, 'tickets:work');
}

export function isCustomers(role: Role | 'SYSTEM' | null): boolean {
  return role?.startsWith('CUSTOMER_') === true;
}
