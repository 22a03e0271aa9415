import type { SqlValue } from '../../database/database.js';
import type { Scope } from './scope.js';

/** A condition with its values, to be put into a WHERE by AND. Brackets are around it already. */
export interface SqlCondition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * Which columns of a query say whose a row is. Name `circuit` (the circuit's id) for rows that belong to a circuit,
 * `site` (the site's id) for rows that lie at a site, and `wholeCustomer` for facts about the customer itself, which
 * a user of some sites may know too. Expressions are written by hand in repositories and never come from a request.
 */
export type ScopedColumns =
  | { readonly customer: string; readonly circuit: string }
  | { readonly customer: string; readonly site: string }
  | { readonly customer: string; readonly wholeCustomer: true };

/**
 * The one place where a scope becomes SQL. A user of some sites sees the circuits that have an end at one of them.
 *
 * @example
 * const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
 * database.read(`SELECT c.code FROM circuit c WHERE c.product = ? AND ${mine.sql}`, ['OTN', ...mine.values]);
 */
export function scopeCondition(scope: Scope, columns: ScopedColumns): SqlCondition {
  switch (scope.kind) {
    case 'all':
      return { sql: '(1=1)', values: [] };
    case 'customer':
      return { sql: `(${columns.customer} = ?)`, values: [scope.customerId] };
    case 'customers':
      return isOneOf(columns.customer, scope.customerIds);
    case 'sites':
      return siteCondition(scope.customerId, scope.siteIds, columns);
  }
}

/** For what only those decide on who reach the whole customer: a user of some sites reaches none of it. */
export function wholeCustomerCondition(scope: Scope, column: string): SqlCondition {
  return scope.kind === 'sites' ? NOTHING : scopeCondition(scope, { customer: column, wholeCustomer: true });
}

function siteCondition(customerId: string, siteIds: readonly string[], columns: ScopedColumns): SqlCondition {
  if (siteIds.length === 0) return NOTHING;
  const ofCustomer = `${columns.customer} = ?`;
  if ('wholeCustomer' in columns) return { sql: `(${ofCustomer})`, values: [customerId] };
  if ('site' in columns) {
    const atSite = isOneOf(columns.site, siteIds);
    return { sql: `(${ofCustomer} AND ${atSite.sql})`, values: [customerId, ...atSite.values] };
  }
  const atSite = isOneOf('scope_end.site_id', siteIds);
  return {
    sql: `(${ofCustomer} AND ${columns.circuit} IN (SELECT scope_end.circuit_id FROM circuit_end scope_end WHERE ${atSite.sql}))`,
    values: [customerId, ...atSite.values],
  };
}

const NOTHING: SqlCondition = { sql: '(1=0)', values: [] };

function isOneOf(column: string, ids: readonly string[]): SqlCondition {
  if (ids.length === 0) return NOTHING;
  return { sql: `(${column} IN (${ids.map(() => '?').join(',')}))`, values: ids };
}
