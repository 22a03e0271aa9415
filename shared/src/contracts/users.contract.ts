import * as z from 'zod/mini';
import { ROLES } from '../domain/identity/roles.js';
import { SESSION_BOUNDS } from '../domain/identity/session-limits.js';
import { Language, Named } from './session.contract.js';

/** invited: the link was not used yet; disabled: may not sign in, or not for these customers. */
export const USER_STATUSES = ['INVITED', 'ACTIVE', 'DISABLED'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

/** A role and how far it reaches: some sites, whole customers, or (both empty) everything. */
export const AccessView = z.object({
  role: z.enum(ROLES),
  customers: z.array(Named),
  sites: z.array(Named),
});
export type AccessView = z.infer<typeof AccessView>;

/** A person, or an invitation that nobody has taken up, as far as the reader may know them. */
export const UserView = z.object({
  /** Of the account, or of the invitation while `status` is INVITED. */
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  status: z.enum(USER_STATUSES),
  access: z.array(AccessView),
  hasSecondFactor: z.boolean(),
  /** Sign-in services run by the reader at which the person is linked. */
  linkedProviders: z.array(z.object({ id: z.uuid(), name: z.string() })),
  lastSignInAt: z.nullable(z.iso.datetime()),
  /** When an invitation ends. */
  expiresAt: z.nullable(z.iso.datetime()),
  /** Whether the reader may change this person: nobody changes themselves or somebody above. */
  isChangeable: z.boolean(),
});
export type UserView = z.infer<typeof UserView>;

/** `GET /api/v1/users`, by name; those invited first. `of`: customers' people or the operator's staff. */
export const UserQuery = z.object({
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  of: z._default(z.enum(['customers', 'staff']), 'customers'),
  customer: z.optional(z.uuid()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 200),
});
export type UserQuery = z.infer<typeof UserQuery>;
/** `total` counts those with an account; when it exceeds the items, the search has to be narrowed. */
export const UserPage = z.object({ items: z.array(UserView), total: z.int() });
export type UserPage = z.infer<typeof UserPage>;

const PERSON_ROLES = [
  'CUSTOMER_VIEWER',
  'CUSTOMER_ENGINEER',
  'CUSTOMER_ADMIN',
  'ACCOUNT_MANAGER',
  'NOC_OPERATOR',
  'PLATFORM_ADMIN',
] as const;

/** `PUT /api/v1/users/:userId/access`: a role for customers, for sites of one customer, or (neither) for everything. */
export const UserAccess = z.object({
  role: z.enum(PERSON_ROLES),
  customerIds: z._default(z.array(z.uuid()).check(z.maxLength(200)), []),
  siteIds: z._default(z.array(z.uuid()).check(z.maxLength(500)), []),
});
export type UserAccess = z.infer<typeof UserAccess>;

/** `POST /api/v1/users`: invites by a mail with a one-time link. */
export const UserInvitation = z.extend(UserAccess, {
  email: z.string().check(z.trim(), z.email(), z.maxLength(254)),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  language: Language,
});
export type UserInvitation = z.infer<typeof UserInvitation>;

/** `GET /api/v1/users/choices`: the roles, customers and sites that the reader may give. */
export const AccessChoices = z.object({
  roles: z.array(z.enum(ROLES)),
  customers: z.array(Named),
  sites: z.array(z.extend(Named, { customerId: z.uuid() })),
});
export type AccessChoices = z.infer<typeof AccessChoices>;

/** Which customer a policy is of, for those who reach several. */
export const PolicyQuery = z.object({ customer: z.optional(z.uuid()) });
export type PolicyQuery = z.infer<typeof PolicyQuery>;

const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.int().check(z.minimum(min), z.maximum(max));

/** `GET` and `PUT /api/v1/sign-in-policy` of the customer in scope. */
export const SignInPolicy = z.object({
  /** Whether the customer's people need a second factor. */
  requireTotp: z.boolean(),
  /** Minutes after which a session without a sign of life ends. */
  idleMinutes: within(SESSION_BOUNDS.idleMinutes),
  /** Hours after the sign-in at which a session ends in any case. */
  absoluteHours: within(SESSION_BOUNDS.absoluteHours),
});
export type SignInPolicy = z.infer<typeof SignInPolicy>;

/** `GET` and `PUT /api/v1/sign-in-policy/staff`: the sessions of the operator's people. */
export const StaffSignInPolicy = z.object({
  idleMinutes: within(SESSION_BOUNDS.idleMinutes),
  /** Of the NOC, whose screens are watched and not touched. */
  watchIdleMinutes: within(SESSION_BOUNDS.watchIdleMinutes),
  absoluteHours: within(SESSION_BOUNDS.absoluteHours),
});
export type StaffSignInPolicy = z.infer<typeof StaffSignInPolicy>;
