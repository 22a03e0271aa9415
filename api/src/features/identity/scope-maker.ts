import { type Role, ROLES } from '@linewatch/shared';
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
  readonly role: Role;
  readonly scope: Scope;
}

/**
 * What a user's grants come to. The widest kind counts, and the least role among the grants of that kind, so that a
 * mistake in the grants never gives more than one of them says.
 *
 * @returns undefined when no grant reaches anything
 */
export function standingOf(grants: readonly Grant[]): Standing | undefined {
  for (const scopeType of ['ALL', 'CUSTOMER', 'SITE']) {
    const [role] = grants
      .filter((grant) => grant.scopeType === scopeType)
      .map((grant) => grant.role)
      .toSorted((left, right) => ROLES.indexOf(left) - ROLES.indexOf(right));
    if (role === undefined) continue;
    const scope = scopeOf(grants.filter((grant) => grant.scopeType === scopeType && grant.role === role));
    if (scope !== undefined) return { role, scope };
  }
  return undefined;
}

function scopeOf(grants: readonly Grant[]): Scope | undefined {
  const [first] = grants;
  if (first === undefined) return undefined;
  if (first.scopeType === 'ALL') return makeScope({ kind: 'all' });
  const customerIds = distinct(grants.map((grant) => grant.customerId));
  const [customerId] = customerIds;
  if (customerId === undefined) return undefined;
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
