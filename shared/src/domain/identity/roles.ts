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
  'brand:manage',
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
  'faults:read',
  'faults:note',
  'thresholds:manage',
  'alarms:read',
  'alarms:operate',
  'outages:judge',
  'works:read',
  'works:answer',
  'works:plan',
  'works:approve',
  'blackouts:manage',
  'tickets:read',
  'tickets:file',
  'tickets:work',
  'line-tests:run',
  'notices:own',
  'notices:read',
  'notices:manage',
  'norms:manage',
  'sla:read',
  'sla:object',
  'sla:exclude',
  'sla:approve',
  'sla:define',
  'credits:grant',
  'reports:read',
  'reports:make',
  'portfolio:read',
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
  'faults:read',
  'works:read',
  'tickets:read',
  'sla:read',
  'reports:read',
  'notices:own',
  'session:own',
  'reference:read',
  'live:subscribe',
];
/** What the enterprise's own IT staff may do on its lines. */
const CUSTOMER_WORK: readonly Permission[] = [
  'circuits:label',
  'faults:note',
  'thresholds:manage',
  'works:answer',
  'tickets:file',
  'line-tests:run',
  'notices:read',
  'sla:object',
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
  'faults:note',
  'thresholds:manage',
  'alarms:read',
  'alarms:operate',
  'outages:judge',
  'works:plan',
  'tickets:file',
  'tickets:work',
  'line-tests:run',
  'notices:read',
  'sla:exclude',
  'inventory:export',
];

/**
 * The one table of who may do what. API guards, sockets and the portal's menus all read it.
 * Customers and account managers never see devices: names and management addresses are the operator's own.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  CUSTOMER_VIEWER: EVERY_PERSON,
  CUSTOMER_ENGINEER: [...EVERY_PERSON, ...CUSTOMER_WORK],
  CUSTOMER_ADMIN: [
    ...EVERY_PERSON,
    ...CUSTOMER_WORK,
    ...PEOPLE,
    'audit:read',
    'blackouts:manage',
    'contacts:manage',
    'notices:manage',
    'reports:make',
  ],
  ACCOUNT_MANAGER: [
    ...EVERY_PERSON,
    'users:read',
    'customers:view-as',
    'circuits:label',
    'contacts:manage',
    'documents:manage',
    'faults:note',
    'tickets:file',
    'line-tests:run',
    'notices:read',
    'credits:grant',
    'reports:make',
    'portfolio:read',
  ],
  NOC_OPERATOR: OPERATIONS,
  PLATFORM_ADMIN: [
    ...OPERATIONS,
    ...PEOPLE,
    'staff:manage',
    'factors:reset',
    'brand:manage',
    'circuits:label',
    'circuits:manage',
    'contacts:manage',
    'customers:manage',
    'documents:manage',
    'inventory:import',
    'works:approve',
    'blackouts:manage',
    'notices:manage',
    'norms:manage',
    'sla:approve',
    'sla:define',
    'credits:grant',
    'reports:make',
    'portfolio:read',
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
  'notices:own',
  'works:approve',
  'sla:approve',
  'credits:grant',
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
