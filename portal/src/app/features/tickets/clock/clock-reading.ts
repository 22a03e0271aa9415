import { clockDueAt, clockElapsedMs, type Interval, isBreached } from '@linewatch/shared';

/** A time in which a clock stood still; `to` null: it still stands. ms. */
export interface Pause {
  readonly from: number;
  readonly to: number | null;
}

/** A clock as the server tells of it: where it began, what stopped it, and how long it may run. ms. */
export interface ClockFacts {
  readonly startedAt: number;
  /** When what it waits for happened; null: it has not. */
  readonly stoppedAt: number | null;
  readonly limitMs: number;
  readonly pauses: readonly Pause[];
  /**
   * When it is due as the server reckons it, for clocks that run in working hours alone; null: wall time less pauses.
   * While such a clock stands, its due time moves with the pause.
   */
  readonly workingDueAt?: number | null;
}

export type ClockState = 'running' | 'warned' | 'breached' | 'paused' | 'kept' | 'missed';

/** What a clock shows at one moment. */
export interface ClockReading {
  readonly state: ClockState;
  readonly elapsedMs: number;
  /** Less than nothing once the limit is passed. */
  readonly leftMs: number;
  /** Elapsed of the limit, 0..1; more than the limit counts as all of it. */
  readonly share: number;
  readonly dueAt: number;
  readonly pausedMs: number;
}

/** From this share of its limit on a clock warns. */
const WARNED_FROM = 0.8;

/**
 * Reads a clock (rule P-CLOCK): running time is what passed less the pauses.
 *
 * @param now ms; the past of a clock that was stopped does not change with it
 */
export function readClock(clock: ClockFacts, now: number): ClockReading {
  const end = Math.max(clock.startedAt, clock.stoppedAt ?? now);
  const isPaused = clock.stoppedAt === null && clock.pauses.some(({ from, to }) => from <= now && to === null);
  const pauses: Interval[] = clock.pauses.map(({ from, to }) => ({ from, to: to ?? end }));
  const elapsedMs = clockElapsedMs({ from: clock.startedAt, to: end }, pauses);
  const pausedMs = end - clock.startedAt - elapsedMs;
  const dueAt = clock.workingDueAt ?? clockDueAt(clock.startedAt, clock.limitMs, pauses);
  const hasOwnDue = clock.workingDueAt !== undefined && clock.workingDueAt !== null;
  const leftMs = hasOwnDue ? dueAt - end : clock.limitMs - elapsedMs;
  const isLate = hasOwnDue ? leftMs < 0 : isBreached(elapsedMs, clock.limitMs);
  const share = clamp(
    hasOwnDue ? (end - clock.startedAt) / Math.max(1, dueAt - clock.startedAt) : elapsedMs / Math.max(1, clock.limitMs),
  );
  return { state: stateOf(clock, isLate, isPaused, share), elapsedMs, leftMs, share, dueAt, pausedMs };
}

function stateOf(clock: ClockFacts, isLate: boolean, isPaused: boolean, share: number): ClockState {
  if (clock.stoppedAt !== null) return isLate ? 'missed' : 'kept';
  if (isLate) return 'breached';
  if (isPaused) return 'paused';
  return share >= WARNED_FROM ? 'warned' : 'running';
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
