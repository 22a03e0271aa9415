import { createHmac } from 'node:crypto';
import { AUDIT_FIELDS, type AuditEntry } from './audit-entry.js';

/** What the first link follows. */
export const BEFORE_THE_FIRST = '0'.repeat(64);

/**
 * The hash that ties an entry to all before it: HMAC-SHA-256 (RFC 2104) over the place in the chain, the hash before
 * and every column. Keyed, so that whoever can write to the database but has not the key cannot make the chain anew.
 */
export function linkHash(key: Buffer, seq: number, previous: string, entry: AuditEntry): string {
  const fields = AUDIT_FIELDS.map((field) => entry[field]);
  return createHmac('sha256', key)
    .update(JSON.stringify([seq, previous, ...fields]))
    .digest('hex');
}
