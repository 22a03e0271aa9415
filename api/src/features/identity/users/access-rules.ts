import { DomainError, grantableRoles, isCustomerRole, type Role, type UserAccess } from '@linewatch/shared';
import type { Scope } from '../../../platform/auth/scope.js';
import type { NewGrant } from '../user-accounts.js';

/** What of the asked reach is really within the giver's: looked up in their scope. */
export interface Reachable {
  readonly customerIds: readonly string[];
  readonly sites: readonly { readonly id: string; readonly customerId: string }[];
}

/**
 * The grants that somebody may give: a role not above their own, and nothing outside of what they reach themselves.
 *
 * @param reachable what the asked ids come to in the giver's scope
 * @throws DomainError `user.access-refused`, the same for what is foreign and for what is not there
 */
export function grantsOf(
  giver: { readonly role: Role; readonly scope: Scope },
  { role, customerIds, siteIds }: UserAccess,
  reachable: Reachable,
): NewGrant[] {
  const isWithin =
    grantableRoles(giver.role).includes(role) &&
    customerIds.every((id) => reachable.customerIds.includes(id)) &&
    siteIds.every((id) => reachable.sites.some((site) => site.id === id));
  if (!isWithin) throw refused();
  if (siteIds.length > 0) return siteGrants(role, customerIds, reachable.sites);
  // Who reaches some sites only cannot give the whole customer.
  if (giver.scope.kind === 'sites') throw refused();
  if (customerIds.length > 0) return customerGrants(role, customerIds);
  if (isCustomerRole(role)) {
    if (giver.scope.kind !== 'customer') throw refused();
    return [{ role, scopeType: 'CUSTOMER', scopeId: giver.scope.customerId }];
  }
  if (role === 'ACCOUNT_MANAGER') throw refused();
  return [{ role, scopeType: 'ALL' }];
}

function siteGrants(role: Role, customerIds: readonly string[], sites: Reachable['sites']): NewGrant[] {
  const owners = new Set(sites.map(({ customerId }) => customerId));
  const [owner] = owners;
  const isOfOne = owners.size === 1 && customerIds.every((id) => id === owner);
  if (!isCustomerRole(role) || !isOfOne) throw refused();
  return sites.map(({ id }) => ({ role, scopeType: 'SITE', scopeId: id }));
}

function customerGrants(role: Role, customerIds: readonly string[]): NewGrant[] {
  const isForCustomers = isCustomerRole(role) ? customerIds.length === 1 : role === 'ACCOUNT_MANAGER';
  if (!isForCustomers) throw refused();
  return [...new Set(customerIds)].map((scopeId) => ({ role, scopeType: 'CUSTOMER', scopeId }));
}

function refused(): DomainError {
  return new DomainError('user.access-refused', 'Nobody gives more than they have');
}
