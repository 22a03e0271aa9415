import * as z from 'zod/mini';
import { AUDIT_ACTIONS, AUDIT_ACTORS } from '../domain/audit/actions.js';
import { ROLES } from '../domain/identity/roles.js';

/**
 * One act, as it was written down when it was committed. To a customer the operator's people have no names: `actorName`
 * and `address` are null, the role remains.
 */
export const AuditEntryView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.enum(AUDIT_ACTORS),
  actorName: z.nullable(z.string()),
  role: z.nullable(z.enum(ROLES)),
  /** Whether the actor belongs to the operator and not to the customer. */
  isStaff: z.boolean(),
  action: z.enum(AUDIT_ACTIONS),
  customer: z.nullable(z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() })),
  objectType: z.nullable(z.string()),
  objectName: z.nullable(z.string()),
  /** What changed, secrets masked; JSON objects of short values. */
  before: z.nullable(z.record(z.string(), z.unknown())),
  after: z.nullable(z.record(z.string(), z.unknown())),
  address: z.nullable(z.string()),
});
export type AuditEntryView = z.infer<typeof AuditEntryView>;

const Moment = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(8_640_000_000_000_000));

/** `GET /api/v1/audit`, newest first. `from` and `to` in ms, [from, to). */
export const AuditQuery = z.object({
  action: z.optional(z.enum(AUDIT_ACTIONS)),
  /** Acts of the operator's people only, or of the customer's own. */
  by: z.optional(z.enum(['staff', 'customer'])),
  from: z.optional(Moment),
  to: z.optional(Moment),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
export const AuditPage = z.object({ items: z.array(AuditEntryView), nextCursor: z.nullable(z.string()) });
export type AuditPage = z.infer<typeof AuditPage>;
