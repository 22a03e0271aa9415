import type { TicketClock } from '@linewatch/shared';

export type ClockState = 'running' | 'warned' | 'breached' | 'paused' | 'kept' | 'missed';

/** What a clock shows at one moment. */
export interface ClockReading {
  readonly state: ClockState;
  /** Running time so far: what passed, less the pauses. */
  readonly elapsedMs: number;
  /** Less than nothing once the limit is passed. */
  readonly leftMs: number;
  /** Elapsed of the limit, 0..1; more than the limit counts as all of it. */
  readonly share: number;
  /** What was taken off for pauses; null for clocks of working hours, where nights are none. */
  readonly pausedMs: number | null;
}

/** From this share of its limit on a clock warns (standards of the house: 50 and 80 %). */
const WARNED_FROM = 0.8;

/**
 * Reads a clock (rule P-CLOCK) some time after the answer that told of it.
 *
 * @param asOf the moment the answer holds for, ms
 * @param now ms; what was stopped does not change with it
 */
export function readClock(clock: TicketClock, asOf: number, now: number): ClockReading {
  const isRunning = clock.stoppedAt === null && !clock.isPaused;
  const passed = isRunning ? Math.max(0, now - asOf) : 0;
  const due = clock.dueAt === null ? null : Date.parse(clock.dueAt);
  // Working hours are the server's to reckon: between two answers only the way to the due time is known.
  const isFollowed = !clock.isWorkingTime;
  const elapsedMs = clock.elapsedMs + (isFollowed ? passed : 0);
  const leftMs = isFollowed || due === null || !isRunning ? clock.targetMs - elapsedMs : due - now;
  const share = Math.min(1, Math.max(0, elapsedMs / Math.max(1, clock.targetMs)));
  const end = clock.stoppedAt === null ? now : Date.parse(clock.stoppedAt);
  return {
    state: stateOf(clock, leftMs < 0, share),
    elapsedMs,
    leftMs,
    share,
    pausedMs: isFollowed ? Math.max(0, end - Date.parse(clock.startedAt) - elapsedMs) : null,
  };
}

function stateOf(clock: TicketClock, isOver: boolean, share: number): ClockState {
  const isLate = clock.breachedAt !== null || isOver;
  if (clock.stoppedAt !== null) return isLate ? 'missed' : 'kept';
  if (isLate) return 'breached';
  if (clock.isPaused) return 'paused';
  return share >= WARNED_FROM ? 'warned' : 'running';
}
