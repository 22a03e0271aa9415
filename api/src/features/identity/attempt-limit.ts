const MINUTE_MS = 60_000;
/** The longest anybody waits. Never for good: that would let a stranger lock a customer out. */
const LONGEST_MS = 15 * MINUTE_MS;
/** After this time without a failure the waiting begins small again. */
const FORGIVEN_MS = 60 * MINUTE_MS;

/** Failed sign-ins of one account or one address. Times in ms. */
export interface AttemptCount {
  readonly windowStartedAt: number;
  readonly failures: number;
  /** How often in a row the limit was passed; each time doubles the wait. */
  readonly strikes: number;
  readonly blockedUntil: number;
}

export const NO_ATTEMPTS: AttemptCount = { windowStartedAt: 0, failures: 0, strikes: 0, blockedUntil: 0 };

/**
 * The count after one more attempt, which is taken as failed until it is known to be right.
 *
 * @param limit attempts within the window; the wait after them is a window long at first
 * @param windowMs no longer than the longest wait
 * @returns undefined while the subject has to wait: such an attempt counts for nothing
 */
export function countAttempt(
  before: AttemptCount,
  limit: number,
  windowMs: number,
  now: number,
): AttemptCount | undefined {
  if (now < before.blockedUntil) return undefined;
  const isNewWindow = now - before.windowStartedAt >= windowMs;
  const failures = isNewWindow ? 1 : before.failures + 1;
  const windowStartedAt = isNewWindow ? now : before.windowStartedAt;
  const strikes = now - before.windowStartedAt >= FORGIVEN_MS ? 0 : before.strikes;
  if (failures < limit) return { windowStartedAt, failures, strikes, blockedUntil: 0 };
  const waitMs = Math.min(windowMs * 2 ** strikes, LONGEST_MS);
  return { windowStartedAt: now, failures: 0, strikes: strikes + 1, blockedUntil: now + waitMs };
}

/**
 * The count after one more request where so many are free in a span of time, and all others wait for its end.
 *
 * @returns undefined when the span's requests are used up
 */
export function countRequest(
  before: AttemptCount,
  limit: number,
  windowMs: number,
  now: number,
): AttemptCount | undefined {
  const isNewWindow = now - before.windowStartedAt >= windowMs;
  if (!isNewWindow && before.failures >= limit) return undefined;
  const windowStartedAt = isNewWindow ? now : before.windowStartedAt;
  // Kept by the sweep for as long as it counts.
  return { windowStartedAt, failures: isNewWindow ? 1 : before.failures + 1, strikes: 0, blockedUntil: 0 };
}
