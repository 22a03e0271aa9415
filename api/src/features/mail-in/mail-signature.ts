import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Older or further ahead than this a signature is refused, so that a recorded request is soon worth nothing. */
const TOLERANCE_S = 5 * 60;
const SECRET_PREFIX = 'whsec_';
const ID = /^[\w.@+-]{1,120}$/;

/** What a relay says of a mail before it. */
export interface MailStamp {
  readonly id: string;
  readonly timestamp: string;
  readonly signatures: readonly string[];
}

/** @param now ms @returns undefined when a header is missing or odd, or the moment is not about now */
export function stampOf(headers: IncomingHttpHeaders, now: number): MailStamp | undefined {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name],
  );
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return undefined;
  if (!ID.test(id) || !/^\d{1,12}$/.test(timestamp)) return undefined;
  if (Math.abs(Number(timestamp) - now / 1_000) > TOLERANCE_S) return undefined;
  return { id, timestamp, signatures: signature.split(' ').slice(0, 5) };
}

/**
 * Whether a mail is what the relay signed: `id.timestamp.body` by bytes, since a mail may be in any charset.
 *
 * @see Standard Webhooks specification, "Verifying signatures"
 */
export function isSigned({ id, timestamp, signatures }: MailStamp, raw: Buffer, secret: string): boolean {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const ours = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest();
  return signatures.some((each) => {
    const [version, value = ''] = each.split(',', 2);
    const theirs = Buffer.from(value, 'base64');
    return version === 'v1' && theirs.length === ours.length && timingSafeEqual(theirs, ours);
  });
}
