import type { Role, SignInStep } from '@linewatch/shared';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A session ends this long after the sign-in, whatever happens in it. */
export const ABSOLUTE_MS = 12 * HOUR_MS;
/** Who has shown a password has this long for the second step. */
const WAITING_MS = 10 * MINUTE_MS;
/** Sessions a user may have at once; the oldest ends when one more begins. */
export const SESSIONS_A_USER = 10;
/** A sign of life is written down at most this often, so that reading does not become writing. */
export const TOUCH_MS = MINUTE_MS;

/** When a session that begins now ends at the latest. */
export function endOf(step: SignInStep, now: number): number {
  return now + (step === 'DONE' ? ABSOLUTE_MS : WAITING_MS);
}

/** How long a session may lie idle. The NOC watches screens through a shift and touches nothing. */
export function idleMs(role: Role): number {
  return role === 'NOC_OPERATOR' ? 8 * HOUR_MS : 30 * MINUTE_MS;
}

/** Whether a session is over at `now`. */
export function isOver(
  session: { readonly lastSeenAt: number; readonly expiresAt: number },
  role: Role,
  now: number,
): boolean {
  return now >= session.expiresAt || now - session.lastSeenAt >= idleMs(role);
}
