import { generateSecret, generateURI, verifySync } from 'otplib';

const SECRET_BYTES = 20;
const STEP_S = 30;

/** A new shared secret of 160 bits, in base32. */
export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/** What a QR code says to an authenticator app (Key URI Format). */
export function totpUri(secret: string, email: string): string {
  return generateURI({ issuer: 'Linewatch', label: email, secret });
}

/**
 * The time step of a code that is right now, one step early or one step late (RFC 6238 section 5.2).
 *
 * @returns undefined when it is not right
 */
export function stepOf(code: string, secret: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const result = verifySync({ secret, token: code, epoch: Math.floor(now / 1_000), epochTolerance: STEP_S });
  if (!result.valid || !('timeStep' in result)) return undefined;
  return result.timeStep;
}
