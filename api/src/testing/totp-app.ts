import { generateSync } from 'otplib';

/** What an authenticator app shows at a time (ms) for a secret. */
export function codeAt(secret: string, now: number): string {
  return generateSync({ secret, epoch: Math.floor(now / 1_000) });
}
