/** Roles of people and machines. A user holds one role in each scope it is granted for. */
export const ROLES = [
  'CUSTOMER_VIEWER',
  'CUSTOMER_ENGINEER',
  'CUSTOMER_ADMIN',
  'ACCOUNT_MANAGER',
  'NOC_OPERATOR',
  'PLATFORM_ADMIN',
  'COLLECTOR',
] as const;
export type Role = (typeof ROLES)[number];

/** What can be allowed, as `resource:verb`. */
export const PERMISSIONS = [
  'circuits:read',
  'circuits:label',
  'circuits:manage',
  'contacts:manage',
  'customers:read',
  'customers:manage',
  'documents:read',
  'documents:manage',
  'inventory:import',
  'inventory:export',
  'samples:read',
  'codes:read',
  'devices:read',
  'devices:write',
  'collectors:read',
  'customers:view-as',
  'audit:read',
  'traps:read',
  'session:own',
  'users:read',
  'users:manage',
  'staff:manage',
  'factors:reset',
  'tokens:manage',
  'reference:read',
  'live:subscribe',
  'worklist:fetch',
  'batches:deliver',
  'traps:deliver',
  'discoveries:deliver',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const EVERY_PERSON: readonly Permission[] = [
  'circuits:read',
  'customers:read',
  'documents:read',
  'samples:read',
  'codes:read',
  'session:own',
  'reference:read',
  'live:subscribe',
];
/** Running the people of a customer, or of the house. */
const PEOPLE: readonly Permission[] = ['users:read', 'users:manage', 'tokens:manage'];
const OPERATIONS: readonly Permission[] = [
  ...EVERY_PERSON,
  'devices:read',
  'devices:write',
  'collectors:read',
  'customers:view-as',
  'audit:read',
  'traps:read',
  'inventory:export',
];

/**
 * The one table of who may do what. API guards, sockets and the portal's menus all read it.
 * Customers and account managers never see devices: names and management addresses are the operator's own.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  CUSTOMER_VIEWER: EVERY_PERSON,
  CUSTOMER_ENGINEER: [...EVERY_PERSON, 'circuits:label'],
  CUSTOMER_ADMIN: [...EVERY_PERSON, ...PEOPLE, 'audit:read', 'circuits:label', 'contacts:manage'],
  ACCOUNT_MANAGER: [
    ...EVERY_PERSON,
    'users:read',
    'customers:view-as',
    'circuits:label',
    'contacts:manage',
    'documents:manage',
  ],
  NOC_OPERATOR: OPERATIONS,
  PLATFORM_ADMIN: [
    ...OPERATIONS,
    ...PEOPLE,
    'staff:manage',
    'factors:reset',
    'circuits:label',
    'circuits:manage',
    'contacts:manage',
    'customers:manage',
    'documents:manage',
    'inventory:import',
  ],
  COLLECTOR: ['worklist:fetch', 'batches:deliver', 'traps:deliver', 'discoveries:deliver'],
};

/** Whether a role is allowed something. */
export function isAllowed(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}

/** Roles of people that a customer has; all others work for the operator. From the least right to the most. */
export const CUSTOMER_ROLES = ['CUSTOMER_VIEWER', 'CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN'] as const;
export type CustomerRole = (typeof CUSTOMER_ROLES)[number];

export function isCustomerRole(role: Role): role is CustomerRole {
  return (CUSTOMER_ROLES as readonly Role[]).includes(role);
}

/**
 * Roles that somebody may give to others: never above their own, and only the platform admin gives those of staff.
 *
 * @returns in the order of ROLES, none for who may not manage users
 */
export function grantableRoles(role: Role): Role[] {
  if (!isAllowed(role, 'users:manage')) return [];
  if (role === 'PLATFORM_ADMIN') return ROLES.filter((each) => each !== 'COLLECTOR');
  return CUSTOMER_ROLES.filter((each) => ROLES.indexOf(each) <= ROLES.indexOf(role));
}

/** What no machine may do for a person: what is of people only, whatever role its token has. */
const PEOPLE_ONLY: readonly Permission[] = [
  'session:own',
  'customers:view-as',
  'live:subscribe',
  'users:read',
  'users:manage',
  'staff:manage',
  'factors:reset',
  'tokens:manage',
];

/** Whether an API token of a role is allowed something. */
export function isAllowedToToken(role: Role, permission: Permission): boolean {
  return isAllowed(role, permission) && !PEOPLE_ONLY.includes(permission);
}
