import * as z from 'zod/mini';
import { isTimeZone } from '../domain/calendar/period.js';
import { Language, NewPassword } from './session.contract.js';

const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));
/** A link's one-time token. */
const LinkToken = z.string().check(z.minLength(16), z.maxLength(128));
const CurrentPassword = z.string().check(z.minLength(1), z.maxLength(256));

/** `GET /api/v1/account`: what a person may know and change of themselves. */
export const AccountView = z.object({
  name: z.string(),
  email: z.string(),
  language: Language,
  /** IANA name; every time on every page is shown in it. */
  timeZone: z.string(),
  passwordChangedAt: z.nullable(z.iso.datetime()),
  /** Sign-in services at which the person is somebody who is linked with this account. */
  linkedProviders: z.array(z.object({ id: z.uuid(), name: z.string() })),
  secondFactor: z.object({
    enrolledAt: z.nullable(z.iso.datetime()),
    /** Whether the role or the customer wants one, so that it cannot be given up. */
    isRequired: z.boolean(),
    recoveryCodesLeft: z.int(),
  }),
});
export type AccountView = z.infer<typeof AccountView>;

/** `PATCH /api/v1/account`. */
export const AccountChange = z.object({
  name: z.optional(Name),
  language: z.optional(Language),
  timeZone: z.optional(z.string().check(z.maxLength(64), z.refine(isTimeZone))),
});
export type AccountChange = z.infer<typeof AccountChange>;

/** `PUT /api/v1/account/password`. All other sessions end. */
export const PasswordChange = z.object({ current: CurrentPassword, password: NewPassword });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** The password once more, before something that a borrowed screen must not do. */
export const PasswordAgain = z.object({ password: CurrentPassword });
export type PasswordAgain = z.infer<typeof PasswordAgain>;

/** `POST /api/v1/password-reset`: the answer is the same for every address. */
export const ResetRequest = z.object({ email: z.string().check(z.trim(), z.email(), z.maxLength(254)) });
export type ResetRequest = z.infer<typeof ResetRequest>;

/** `POST /api/v1/password-reset/confirmed`. */
export const ResetConfirmed = z.object({ token: LinkToken, password: NewPassword });
export type ResetConfirmed = z.infer<typeof ResetConfirmed>;

/** `POST /api/v1/invitations/offer`: what the link is about. */
export const InvitationToken = z.object({ token: LinkToken });
export type InvitationToken = z.infer<typeof InvitationToken>;
export const InvitationOffer = z.object({
  email: z.string(),
  name: z.string(),
  language: Language,
  invitedBy: z.string(),
  /** Whether the address has an account already, which then only gains a customer. */
  hasAccount: z.boolean(),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;

/** `POST /api/v1/invitations/accepted`; name and password where there is no account yet. */
export const InvitationAccepted = z.object({
  token: LinkToken,
  name: z.optional(Name),
  password: z.optional(NewPassword),
});
export type InvitationAccepted = z.infer<typeof InvitationAccepted>;
