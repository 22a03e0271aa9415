import { nextPollAt, pollBackoffS, pollPhaseS } from '@linewatch/shared';

/** Failed polls in a row after which a device is only asked whether it is there. */
export const UNREACHABLE_AFTER = 3;
const USUAL_INTERVAL_S = 60;
const LONGEST_BACKOFF_S = 900;

/**
 * When a device is due next: at its phase, strictly after the time it was due last. Counted on the clock's grid, so
 * that neither a slow poll nor a timer that fires early shifts the ones after it.
 *
 * @param now ms since the epoch
 * @param lastDueAt ms since the epoch, or null before the first
 * @returns ms since the epoch
 */
export function nextDueAt(deviceId: string, intervalS: number, now: number, lastDueAt: number | null): number {
  const phase = pollPhaseS(deviceId, intervalS);
  const intervalMs = intervalS * 1_000;
  if (lastDueAt === null) return nextPollAt(now, phase, intervalS);
  // The clock was set, or the process stood still: the poll that is due has just begun, and the next leaves it room.
  const isOff = Math.abs(now - lastDueAt) >= intervalMs;
  return nextPollAt(isOff ? now + intervalMs / 2 : Math.max(now, lastDueAt + 1), phase, intervalS);
}

/**
 * Pause after a failed poll, by P-BACKOFF. Devices polled more often than once a minute are asked in each interval:
 * who needs their state every ten seconds will not wait four minutes to learn that the device is back, and the probe
 * is one small datagram.
 *
 * @param failures polls that failed in a row
 * @returns ms; 0 while the device still counts as reachable
 */
export function pauseMs(failures: number, intervalS: number): number {
  if (failures < UNREACHABLE_AFTER) return 0;
  const longestS = intervalS < USUAL_INTERVAL_S ? intervalS : LONGEST_BACKOFF_S;
  return pollBackoffS(failures, { firstS: Math.min(USUAL_INTERVAL_S, intervalS), longestS }) * 1_000;
}
