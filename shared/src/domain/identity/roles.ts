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
  'samples:read',
  'codes:read',
  'devices:read',
  'devices:write',
  'collectors:read',
  'audit:read',
  'traps:read',
  'session:own',
  'live:subscribe',
  'worklist:fetch',
  'batches:deliver',
  'traps:deliver',
  'discoveries:deliver',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const EVERY_PERSON: readonly Permission[] = [
  'circuits:read',
  'samples:read',
  'codes:read',
  'session:own',
  'live:subscribe',
];
const OPERATIONS: readonly Permission[] = [
  ...EVERY_PERSON,
  'devices:read',
  'devices:write',
  'collectors:read',
  'audit:read',
  'traps:read',
];

/**
 * The one table of who may do what. API guards, sockets and the portal's menus all read it.
 * Customers and account managers never see devices: names and management addresses are the operator's own.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  CUSTOMER_VIEWER: EVERY_PERSON,
  CUSTOMER_ENGINEER: EVERY_PERSON,
  CUSTOMER_ADMIN: [...EVERY_PERSON, 'audit:read'],
  ACCOUNT_MANAGER: EVERY_PERSON,
  NOC_OPERATOR: OPERATIONS,
  PLATFORM_ADMIN: OPERATIONS,
  COLLECTOR: ['worklist:fetch', 'batches:deliver', 'traps:deliver', 'discoveries:deliver'],
};

/** Whether a role is allowed something. */
export function isAllowed(role: Role, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}
