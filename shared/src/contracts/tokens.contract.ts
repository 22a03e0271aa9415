import * as z from 'zod/mini';
import { ROLES } from '../domain/identity/roles.js';
import { Named } from './session.contract.js';

/** What every API token begins with, so that one in the wrong place is recognised. */
export const API_TOKEN_PREFIX = 'lw_';
/** The longest that a token may live. */
export const API_TOKEN_DAYS = 365;

/** A token without its secret. */
export const ApiTokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** The first characters, to recognise it by. */
  beginsWith: z.string(),
  role: z.enum(ROLES),
  customer: z.nullable(Named),
  sites: z.array(Named),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.nullable(z.iso.datetime()),
});
export type ApiTokenView = z.infer<typeof ApiTokenView>;

/** `GET /api/v1/tokens`: the tokens in scope that are valid. `DELETE /api/v1/tokens/:tokenId` revokes one. */
export const ApiTokenList = z.object({ items: z.array(ApiTokenView) });
export type ApiTokenList = z.infer<typeof ApiTokenList>;

/** `POST /api/v1/tokens`. */
export const NewApiToken = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  role: z.enum(['CUSTOMER_VIEWER', 'CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN']),
  /** The customer it is bound to; where the maker has one, that one. */
  customerId: z.optional(z.uuid()),
  /** Sites it is limited to; none means the whole customer. */
  siteIds: z._default(z.array(z.uuid()).check(z.maxLength(500)), []),
  days: z.int().check(z.minimum(1), z.maximum(API_TOKEN_DAYS)),
});
export type NewApiToken = z.infer<typeof NewApiToken>;

/** The one time that a token is shown. */
export const MadeApiToken = z.object({ token: z.string(), view: ApiTokenView });
export type MadeApiToken = z.infer<typeof MadeApiToken>;
