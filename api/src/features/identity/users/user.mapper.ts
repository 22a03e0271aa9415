import { grantableRoles, isCustomerRole, type Named, type Role, type UserView } from '@linewatch/shared';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import type { Invitation, InvitationReach } from './invitation.repository.js';
import type { PersonGrant, PersonRow } from './user-list.repository.js';

type Access = UserView['access'][number];

/** A person as the reader may know them: of the grants those in the reader's scope, and nothing of any other. */
export function toUserView(
  caller: UserCaller,
  row: PersonRow,
  grants: readonly PersonGrant[],
  providers: UserView['linkedProviders'],
): UserView {
  const isResting = grants.length > 0 && grants.every(({ isSuspended }) => isSuspended);
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    status: row.status !== 'ACTIVE' || isResting ? 'DISABLED' : 'ACTIVE',
    access: accessOf(grants),
    hasSecondFactor: row.confirmed_at !== null,
    linkedProviders: providers.map(({ id, name }) => ({ id, name })),
    lastSignInAt: row.last_sign_in_at === null ? null : new Date(Number(row.last_sign_in_at)).toISOString(),
    expiresAt: null,
    isChangeable:
      row.id !== caller.userId &&
      mayChange(
        caller,
        grants.map(({ role }) => role),
      ),
  };
}

/** An invitation in the list of people. */
export function toInvitedView(caller: UserCaller, invitation: Invitation, reach: readonly InvitationReach[]): UserView {
  const grants = reach.map(({ customer, site }) => ({ role: invitation.role, customer, site }));
  return {
    id: invitation.id,
    name: invitation.name,
    email: invitation.email,
    status: 'INVITED',
    access: accessOf(grants),
    hasSecondFactor: false,
    linkedProviders: [],
    lastSignInAt: null,
    expiresAt: new Date(invitation.expiresAt).toISOString(),
    isChangeable: mayChange(caller, [invitation.role]),
  };
}

/** Whether all of these roles are the reader's to give; what is above nobody below changes. */
export function mayChange({ role }: Pick<UserCaller, 'role'>, roles: readonly Role[]): boolean {
  const mine = grantableRoles(role);
  return mine.length > 0 && roles.every((each) => mine.includes(each));
}

/** Staff by role; a customer's people by role and customer, since one person may serve several. */
function accessOf(grants: readonly Pick<PersonGrant, 'role' | 'customer' | 'site'>[]): Access[] {
  const groups = new Map<string, { role: Role; customers: Map<string, Named>; sites: Map<string, Named> }>();
  for (const { role, customer, site } of grants) {
    const key = isCustomerRole(role) ? `${role} ${customer?.id ?? ''}` : role;
    const group = groups.get(key) ?? { role, customers: new Map(), sites: new Map() };
    if (customer !== null) group.customers.set(customer.id, customer);
    if (site !== null) group.sites.set(site.id, site);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ role, customers, sites }) => ({
    role,
    customers: [...customers.values()],
    sites: [...sites.values()],
  }));
}
