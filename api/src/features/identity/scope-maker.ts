import { isCustomerRole, type Role, ROLES } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';

/** A grant as the rules see it; `customerId` is the customer itself or the one that the site belongs to. */
export interface Grant {
  readonly role: Role;
  readonly scopeType: string;
  readonly scopeId: string | null;
  readonly customerId: string | null;
}

/** What a user is: their role and whose data it reaches. */
export interface Standing {
  /** `all`, `staff`, or the customer's id. */
  readonly key: string;
  readonly role: Role;
  readonly scope: Scope;
}

/**
 * All that a user's grants let them act as: one standing for staff, and one for each customer they belong to. Within
 * a standing the widest kind counts, and the least role among the grants of that kind, so that a mistake in the grants
 * never gives more than one of them says.
 *
 * @returns staff first, then by the customer's id; nothing when no grant reaches anything
 */
export function standingsOf(grants: readonly Grant[]): Standing[] {
  const everything = ofLeastRole(grants.filter(({ scopeType }) => scopeType === 'ALL'));
  const [whole] = everything;
  if (whole !== undefined) return [{ key: 'all', role: whole.role, scope: makeScope({ kind: 'all' }) }];
  const reaching = grants.filter(({ customerId }) => customerId !== null);
  const staff =
    standingAt(
      'staff',
      reaching.filter(({ role }) => !isCustomerRole(role)),
    ) ?? withoutCustomers(grants);
  const own = reaching.filter(({ role }) => isCustomerRole(role));
  const customers = distinct(own.map(({ customerId }) => customerId)).map((id) =>
    standingAt(
      id,
      own.filter(({ customerId }) => customerId === id),
    ),
  );
  return [staff, ...customers].filter((standing) => standing !== undefined);
}

/**
 * What a user acts as now.
 *
 * @param chosen key of the standing that was chosen; null for the first
 * @returns undefined when no grant reaches anything, or what was chosen is theirs no more
 */
export function standingOf(grants: readonly Grant[], chosen: string | null = null): Standing | undefined {
  const standings = standingsOf(grants);
  return chosen === null ? standings[0] : standings.find(({ key }) => key === chosen);
}

function standingAt(key: string, grants: readonly Grant[]): Standing | undefined {
  for (const scopeType of ['CUSTOMER', 'SITE']) {
    const ofKind = ofLeastRole(grants.filter((grant) => grant.scopeType === scopeType));
    const [first] = ofKind;
    if (first !== undefined) return { key, role: first.role, scope: scopeOf(first, ofKind) };
  }
  return undefined;
}

/** An account manager who has given the last customer away goes on with none, until there is another. */
function withoutCustomers(grants: readonly Grant[]): Standing | undefined {
  const isWaiting = grants.some(({ role, scopeType }) => role === 'ACCOUNT_MANAGER' && scopeType === 'NONE');
  if (!isWaiting) return undefined;
  return { key: 'staff', role: 'ACCOUNT_MANAGER', scope: makeScope({ kind: 'customers', customerIds: [] }) };
}

function ofLeastRole(grants: readonly Grant[]): Grant[] {
  const least = Math.min(...grants.map(({ role }) => ROLES.indexOf(role)));
  return grants.filter(({ role }) => ROLES.indexOf(role) === least);
}

function scopeOf(first: Grant, grants: readonly Grant[]): Scope {
  const customerIds = distinct(grants.map((grant) => grant.customerId));
  const [customerId = ''] = customerIds;
  if (first.scopeType === 'CUSTOMER') {
    // A manager of one customer today has two tomorrow; the kind says what the person is, not how many.
    if (first.role === 'ACCOUNT_MANAGER' || customerIds.length > 1)
      return makeScope({ kind: 'customers', customerIds });
    return makeScope({ kind: 'customer', customerId });
  }
  const siteIds = grants.filter((grant) => grant.customerId === customerId).map((grant) => grant.scopeId);
  return makeScope({ kind: 'sites', customerId, siteIds: distinct(siteIds) });
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))].sort();
}
