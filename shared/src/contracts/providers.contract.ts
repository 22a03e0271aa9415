import * as z from 'zod/mini';
import { UserAccess } from './users.contract.js';

const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));

/** Who is in this group at the provider gets this access here; `siteIds` and `customerIds` as in `UserAccess`. */
export const GroupAccess = z.extend(UserAccess, { group: z.string().check(z.minLength(1), z.maxLength(200)) });
export type GroupAccess = z.infer<typeof GroupAccess>;

/** What of a provider a customer's admin may change too. */
export const ProviderRules = z.object({
  isEnabled: z.boolean(),
  /** Whether somebody who was never here gets an account by signing in. */
  makesUsers: z.boolean(),
  /** Name of the claim that lists the groups. */
  groupsClaim: z._default(Words, 'groups'),
  groups: z.array(GroupAccess).check(z.maxLength(100)),
});
export type ProviderRules = z.infer<typeof ProviderRules>;

/** What connects the house with a provider: set by the platform admin alone, since the API calls this address. */
export const ProviderSetup = z.extend(ProviderRules, {
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  /** Whose people come from it; null: the operator's own. */
  customerId: z.nullable(z.uuid()),
  /** https, or http to this very machine. */
  issuer: z.url().check(z.maxLength(255)),
  clientId: z.string().check(z.minLength(1), z.maxLength(255)),
  /** Written, never read; absent leaves it as it was. */
  clientSecret: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
  /** Asked for beside `openid`. */
  scopes: z._default(z.array(z.string().check(z.regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,60}$/))).check(z.maxLength(10)), [
    'email',
    'profile',
  ]),
  /** Only people with a verified address in one of these; for a customer's provider at least one. */
  domains: z
    .array(z.string().check(z.toLowerCase(), z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/), z.maxLength(253)))
    .check(z.maxLength(20)),
  /** Values of `amr` or `acr` that say that a second factor was shown there; with none ours is asked for on top. */
  secondFactors: z._default(z.array(Words).check(z.maxLength(10)), []),
});
export type ProviderSetup = z.infer<typeof ProviderSetup>;

/** A provider as its admins see it. The secret is never in it. */
export const ProviderView = z.extend(z.omit(ProviderSetup, { clientSecret: true }), {
  id: z.uuid(),
  hasSecret: z.boolean(),
  /** What is to be entered at the provider. */
  redirectUri: z.string(),
});
export type ProviderView = z.infer<typeof ProviderView>;
/** `GET /identity-providers`. */
export const ProviderList = z.object({ items: z.array(ProviderView) });
export type ProviderList = z.infer<typeof ProviderList>;

/** Answer of `POST /identity-providers/:providerId/test`: whether its description can be read, and is that issuer's. */
export const ProviderTest = z.object({ problem: z.nullable(z.enum(['unreachable', 'not-this-issuer', 'no-pkce'])) });
export type ProviderTest = z.infer<typeof ProviderTest>;

/** `GET /sign-in/providers`: those of the house, and those for the domain of the address. */
export const ProviderQuery = z.object({ email: z.optional(z.string().check(z.maxLength(254))) });
export type ProviderQuery = z.infer<typeof ProviderQuery>;
export const ProviderChoices = z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string() })) });
export type ProviderChoices = z.infer<typeof ProviderChoices>;

/** Answer of `POST /sign-in/providers/:providerId/begin`: where the browser goes now. */
export const ProviderBegun = z.object({ url: z.url() });
export type ProviderBegun = z.infer<typeof ProviderBegun>;
