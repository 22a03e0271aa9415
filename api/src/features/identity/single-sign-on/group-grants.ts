import { type GroupAccess, isCustomerRole } from '@linewatch/shared';
import type { NewGrant } from '../user-accounts.js';

/**
 * What the groups of a person give them here. A customer's provider gives rights at that customer and no others,
 * whatever is written in its rules.
 *
 * @param customerId whose provider it is; null: the house's
 * @param groups that the provider named; unknown ones give nothing
 * @returns each right once, in the order of the rules; none for somebody without any known group
 */
export function grantsOfGroups(
  customerId: string | null,
  rules: readonly GroupAccess[],
  groups: readonly string[],
): NewGrant[] {
  const given = rules.filter(({ group }) => groups.includes(group)).flatMap((rule) => grantsOfRule(customerId, rule));
  return [...new Map(given.map((grant) => [grantKey(grant), grant])).values()];
}

/** The same for the same right. */
export function grantKey(grant: NewGrant): string {
  return [grant.role, grant.scopeType, grant.scopeType === 'ALL' ? '' : grant.scopeId].join(' ');
}

function grantsOfRule(customerId: string | null, { role, customerIds, siteIds }: GroupAccess): NewGrant[] {
  if (customerId !== null) {
    if (!isCustomerRole(role)) return [];
    if (siteIds.length > 0) return siteIds.map((scopeId) => ({ role, scopeType: 'SITE', scopeId }));
    return [{ role, scopeType: 'CUSTOMER', scopeId: customerId }];
  }
  if (siteIds.length > 0) return siteIds.map((scopeId) => ({ role, scopeType: 'SITE', scopeId }));
  if (customerIds.length > 0) return customerIds.map((scopeId) => ({ role, scopeType: 'CUSTOMER', scopeId }));
  // A customer's role, or a manager, without a customer would be a right to everything.
  return isCustomerRole(role) || role === 'ACCOUNT_MANAGER' ? [] : [{ role, scopeType: 'ALL' }];
}
