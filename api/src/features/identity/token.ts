import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits, for a cookie or an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a token is kept: its SHA-256 in hex. A slow hash is not needed, since a token cannot be guessed. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
