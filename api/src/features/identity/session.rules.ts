import { type Role, SESSION_BOUNDS, type SignInStep } from '@linewatch/shared';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A session ends this long after the sign-in, whatever happens in it. */
const ABSOLUTE_MS = SESSION_BOUNDS.absoluteHours.max * HOUR_MS;
/** Who has shown a password has this long for the second step. */
const WAITING_MS = 10 * MINUTE_MS;
/** Sessions a user may have at once; the oldest ends when one more begins. */
export const SESSIONS_A_USER = 10;
/** A sign of life is written down at most this often, so that reading does not become writing. */
export const TOUCH_MS = MINUTE_MS;

/** What a policy gives to the sessions of those whose people somebody is. */
export interface SessionLimit {
  readonly idleMinutes: number;
  readonly absoluteHours: number;
}

/** A session that is done, as far as its end hangs on it. */
interface Lasting {
  readonly lastSeenAt: number;
  /** As it was written at the sign-in: by the house's own limit. */
  readonly expiresAt: number;
}

/** When a session that begins now ends at the latest, by the house's own limit. */
export function endOf(step: SignInStep, now: number): number {
  return now + (step === 'DONE' ? ABSOLUTE_MS : WAITING_MS);
}

/**
 * When a session ends at the latest. Policies may have changed since it began, so that its end is not read from the
 * row alone; of several policies the strictest holds, whatever the person acts as.
 */
export function lastsUntil({ expiresAt }: Lasting, limits: readonly SessionLimit[]): number {
  const allowed = Math.min(ABSOLUTE_MS, ...limits.map(({ absoluteHours }) => absoluteHours * HOUR_MS));
  return expiresAt - ABSOLUTE_MS + allowed;
}

/** How long a session may lie idle. The NOC watches screens through a shift and touches nothing. */
export function idleMs(role: Role, limits: readonly SessionLimit[]): number {
  const { idleMinutes, watchIdleMinutes } = SESSION_BOUNDS;
  const house = role === 'NOC_OPERATOR' ? watchIdleMinutes.max : idleMinutes.max;
  return Math.min(house, ...limits.map((limit) => limit.idleMinutes)) * MINUTE_MS;
}

/** Whether a session is over at `now`. */
export function isOver(session: Lasting, role: Role, limits: readonly SessionLimit[], now: number): boolean {
  return now >= lastsUntil(session, limits) || now - session.lastSeenAt >= idleMs(role, limits);
}
