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

/** A customer or site by its name. */
export const Named = z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() });
export type Named = z.infer<typeof Named>;

/** One thing that a person can act as. */
export const StandingView = z.object({
  key: z.string(),
  role: z.enum(ROLES),
  /** The customer it is for; null for staff, who serve several. */
  customer: z.nullable(Named),
});
export type StandingView = z.infer<typeof StandingView>;

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
  customers: z.array(Named),
  /** Sites the user is limited to; empty means the whole of `customers`. */
  sites: z.array(Named),
  /** All that the person could act as; more than one where they serve several customers. */
  standings: z.array(StandingView),
  /** Key of the one that this session acts as. */
  actingAs: z.string(),
  /** The customer whose view a member of staff takes, and until when; null for everybody else. */
  viewingAs: z.nullable(z.object({ customer: Named, until: z.iso.datetime() })),
  /** A house of the demo lets its staff in without a second factor, and says so. */
  isDemo: z.boolean(),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

/** What is still missing after a step of the sign-in: nothing, a code of the second factor, or the factor itself. */
export const SIGN_IN_STEPS = ['DONE', 'CODE', 'ENROL'] as const;
export type SignInStep = (typeof SIGN_IN_STEPS)[number];

/** Answer of `POST /session` and `POST /session/code`. Until `DONE` the cookie opens nothing but the next step. */
export const SignInAnswer = z.object({ step: z.enum(SIGN_IN_STEPS), session: z.nullable(SessionView) });
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** Six digits of an authenticator app, or a recovery code. */
export const FactorCode = z.string().check(z.trim(), z.minLength(6), z.maxLength(24));

/** `POST /session/code`: the second step. */
export const SecondStep = z.object({ code: FactorCode });
export type SecondStep = z.infer<typeof SecondStep>;

/** A secret of the second factor that is not in use before a code of it was shown. */
export const TotpOffer = z.object({
  /** Base32, for typing into an app by hand. */
  secret: z.string(),
  /** `otpauth:` address for a QR code. */
  uri: z.string(),
});
export type TotpOffer = z.infer<typeof TotpOffer>;

/** Codes that each stand in for the app once. They are shown this one time. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** Answer of `POST /session/enrolment/confirmed`. */
export const EnrolmentAnswer = z.object({ codes: z.array(z.string()), session: SessionView });
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;

/** `PUT /session/acting-as`: the key of one of `standings`. */
export const ActAs = z.object({ standing: z.string().check(z.minLength(1), z.maxLength(64)) });
export type ActAs = z.infer<typeof ActAs>;

/** `PUT /session/view-as`: see, for an hour and without touching, what the users of a customer see. */
export const ViewAs = z.object({ customer: z.uuid() });
export type ViewAs = z.infer<typeof ViewAs>;

/** `GET /session/view-as/customers`: whose view can be taken, by code; the first fifty that match. */
export const ViewAsQuery = z.object({ search: z.optional(z.string().check(z.trim(), z.maxLength(80))) });
export type ViewAsQuery = z.infer<typeof ViewAsQuery>;
export const ViewAsChoices = z.object({ items: z.array(Named) });
export type ViewAsChoices = z.infer<typeof ViewAsChoices>;

/** One of the person's own sessions. */
export const SessionItem = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  address: z.string(),
  userAgent: z.string(),
  isCurrent: z.boolean(),
});
export type SessionItem = z.infer<typeof SessionItem>;
/** `GET /sessions`, the latest first. `DELETE /sessions/:sessionId` ends one, `DELETE /sessions` all but this one. */
export const SessionList = z.object({ items: z.array(SessionItem) });
export type SessionList = z.infer<typeof SessionList>;

/** Least length of a password we accept (ASVS 5.0 6.2: length, no composition rules). */
export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 256;
/** A password that is being chosen. What it must not be made of is a reason of its own (`PASSWORD_REFUSALS`). */
export const NewPassword = z.string().check(z.minLength(PASSWORD_MIN_LENGTH), z.maxLength(PASSWORD_MAX_LENGTH));

/** Reasons at a password field: on a list of known passwords, or made of the product's, customer's or own name. */
export const PASSWORD_REFUSALS = ['password_known', 'password_of_context'] as const;
export type PasswordRefusal = (typeof PASSWORD_REFUSALS)[number];

/** `POST /api/v1/setup`: the first platform admin takes the empty house over, with the one-time token of the start. */
export const Setup = z.object({
  token: z.string().check(z.minLength(16), z.maxLength(128)),
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  email: z.string().check(z.trim(), z.email(), z.maxLength(254)),
  password: NewPassword,
});
export type Setup = z.infer<typeof Setup>;
