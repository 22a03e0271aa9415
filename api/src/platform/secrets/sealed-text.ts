import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of 32 bytes and the name that sealed texts carry, so that two keys can live side by side. */
export interface SealingKey {
  readonly kid: string;
  readonly bytes: Buffer;
}

/** The key's name is made of the key: the same key has the same name on every machine. */
export function sealingKey(bytes: Buffer): SealingKey {
  return { kid: createHash('sha256').update('linewatch kid').update(bytes).digest('hex').slice(0, 8), bytes };
}

/**
 * Seals a text by AES-256-GCM (NIST SP 800-38D).
 *
 * @param place table, column and row it is for; sealed text moved to another place does not open
 * @returns `v1:<kid>:<nonce>:<ciphertext>:<tag>`, the last three in base64url
 */
export function sealText(key: SealingKey, plain: string, place: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [VERSION, key.kid, ...[nonce, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(':');
}

/** The name of the key that sealed a text; empty for what is no sealed text. */
export function kidOf(sealed: string): string {
  const [version, kid = ''] = sealed.split(':');
  return version === VERSION ? kid : '';
}

/**
 * Opens what `sealText` made for the same place.
 *
 * @throws Error when the form, the key, the place or a single bit is another
 */
export function openText(key: SealingKey, sealed: string, place: string): string {
  const [version, kid, ...parts] = sealed.split(':');
  const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== VERSION || nonce === undefined || text === undefined || tag === undefined || parts.length !== 3) {
    throw new Error('a sealed secret has not the form of one');
  }
  if (kid !== key.kid) throw new Error('a secret was sealed with another key than SECRETS_KEY or secrets.key holds');
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}
