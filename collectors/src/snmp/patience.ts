import type { PollProfile } from '@linewatch/shared';

/**
 * How long one request waits for its answer with all its retries, in ms.
 *
 * @example patienceMs({ timeoutMs: 3000, backoff: 1.5, ... }, 2) // 14_250
 */
export function patienceMs({ timeoutMs, backoff }: PollProfile, retries: number): number {
  let total = 0;
  for (let sent = 0; sent <= retries; sent += 1) total += timeoutMs * backoff ** sent;
  return total;
}
