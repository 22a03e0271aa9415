import type { AuditAction, AuditActor, Role } from '@linewatch/shared';

/** A row of `audit_entry`. Times in ms; the JSON is kept as the text that was hashed. */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: AuditActor;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly role: Role | null;
  readonly customerId: string | null;
  readonly action: AuditAction;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly objectName: string | null;
  readonly beforeJson: string | null;
  readonly afterJson: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
}

/** Names of the columns in the order in which they are hashed: never reordered, only added to at the end. */
export const AUDIT_COLUMNS = {
  id: 'id',
  at: 'at',
  actor: 'actor',
  actorId: 'actor_id',
  actorName: 'actor_name',
  role: 'role',
  customerId: 'customer_id',
  action: 'action',
  objectType: 'object_type',
  objectId: 'object_id',
  objectName: 'object_name',
  beforeJson: 'before_json',
  afterJson: 'after_json',
  address: 'address',
  requestId: 'request_id',
} as const satisfies Record<keyof AuditEntry, string>;

export const AUDIT_FIELDS = Object.keys(AUDIT_COLUMNS) as (keyof AuditEntry)[];
