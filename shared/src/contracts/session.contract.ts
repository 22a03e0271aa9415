import * as z from 'zod/mini';
import { PERMISSIONS, ROLES } from '../domain/identity/roles.js';

export const Language = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof Language>;

/** `POST /api/v1/session`. */
export const SignIn = z.object({
  email: z.string().check(z.trim(), z.email(), z.maxLength(254)),
  password: z.string().check(z.minLength(1), z.maxLength(256)),
});
export type SignIn = z.infer<typeof SignIn>;

/** `GET /api/v1/session`: who is signed in, what they may do and whose lines they see. */
export const SessionView = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  language: Language,
  timeZone: z.string(),
  /** The customers in scope that can be named: one for a customer's user, the assigned ones for a manager, none listed for "all". */
  customers: z.array(z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() })),
  /** Sites the user is limited to; empty means the whole of `customers`. */
  sites: z.array(z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() })),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

/** Least length of a password we accept (ASVS 5.0 6.2: length, no composition rules). */
export const PASSWORD_MIN_LENGTH = 12;

/** `POST /api/v1/setup`: the first platform admin takes the empty house over, with the one-time token of the start. */
export const Setup = z.object({
  token: z.string().check(z.minLength(16), z.maxLength(128)),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  email: z.string().check(z.trim(), z.email(), z.maxLength(254)),
  password: z.string().check(z.minLength(PASSWORD_MIN_LENGTH), z.maxLength(256)),
});
export type Setup = z.infer<typeof Setup>;
