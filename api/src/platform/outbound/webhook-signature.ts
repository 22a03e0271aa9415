import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** As the Standard Webhooks specification writes secrets; 24 to 64 bytes. */
const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newWebhookSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/**
 * The headers by which a receiver knows that a body is ours and fresh. Signed anew at each try, since a receiver refuses
 * a moment that is long ago; the id stays, so that it knows what it has had.
 *
 * @param now ms
 * @see Standard Webhooks specification
 */
export function signedHeaders(secret: string, id: string, body: string, now: number): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(now), body),
  };
}
