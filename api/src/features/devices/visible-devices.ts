import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/**
 * Who sees all customers sees all devices; anybody else those that carry something of theirs. For queries in which the
 * table `device` is called `d`.
 */
export function visibleDevices(scope: Scope): SqlCondition {
  if (scope.kind === 'all') return { sql: '1=1', values: [] };
  const carried = scopeCondition(scope, { customer: 've.customer_id', circuit: 've.circuit_id' });
  return {
    sql: `d.id IN (SELECT vp.device_id FROM circuit_end ve JOIN port vp ON vp.id = ve.port_id WHERE ${carried.sql})`,
    values: carried.values,
  };
}
