import { clipIntervals, coveredMs, type Interval, mergeIntervals } from '../intervals/index.js';

/** Why work on a ticket is held. */
export const HOLD_REASONS = [
  'CUSTOMER_ACCESS',
  'CUSTOMER_POWER',
  'CUSTOMER_EQUIPMENT',
  'CUSTOMER_REQUEST',
  'WAITING_SPARE',
  'THIRD_PARTY',
  'WEATHER',
  'FORCE_MAJEURE',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

const PAUSING: ReadonlySet<HoldReason> = new Set<HoldReason>([
  'CUSTOMER_ACCESS',
  'CUSTOMER_POWER',
  'CUSTOMER_EQUIPMENT',
  'CUSTOMER_REQUEST',
]);

/** Whether a hold stops the clock: only what the customer causes does, and force majeure where the contract says so. */
export function isPausing(reason: HoldReason, doesForceMajeurePause = false): boolean {
  return PAUSING.has(reason) || (reason === 'FORCE_MAJEURE' && doesForceMajeurePause);
}

/**
 * Running time of a clock (rule P-CLOCK): from start to end without the pauses, where they overlap counted once.
 *
 * @param pauses in any order, reaching beyond the clock as they like; ms
 */
export function clockElapsedMs(run: Interval, pauses: readonly Interval[]): number {
  return run.to - run.from - coveredMs(clipIntervals(pauses, run));
}

/**
 * When a clock reaches its target: the first moment at which it has run so long.
 *
 * @param start ms
 * @param targetMs running time allowed
 * @param pauses as known now; one that still goes on ends at `now`
 */
export function clockDueAt(start: number, targetMs: number, pauses: readonly Interval[]): number {
  let due = start + targetMs;
  for (const { from, to } of mergeIntervals(pauses)) {
    if (to <= start) continue;
    const begin = Math.max(from, start);
    if (begin >= due) break;
    due += to - begin;
  }
  return due;
}

/** A limit is inclusive: what takes exactly so long has kept it. */
export function isBreached(elapsedMs: number, limitMs: number): boolean {
  return elapsedMs > limitMs;
}
