import { createHash, ECDH } from 'node:crypto';

/** Where a browser takes messages, and the keys to write them with; sealed, since whoever has it can send to it. */
export interface PushPlace {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** A browser that its person switched on. */
export interface Browser {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly sealed: string;
  /** ms */
  readonly addedAt: number;
  readonly toldAt: number | null;
}

/** What the place of a browser is sealed for. */
export function browserPlace(id: string): string {
  return `notice_browser.sealed:${id}`;
}

/** Tells an endpoint from others without saying it. */
export function fingerprintOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex');
}

/** Whether something is a point of P-256, which nothing can be encrypted for otherwise (RFC 8291 section 3.1). */
export function isPointOfCurve(p256dh: string): boolean {
  try {
    return ECDH.convertKey(Buffer.from(p256dh, 'base64url'), 'prime256v1').length === POINT_BYTES;
  } catch {
    // Of the right length, and off the curve.
    return false;
  }
}

const POINT_BYTES = 65;
