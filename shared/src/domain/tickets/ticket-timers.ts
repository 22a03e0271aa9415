import { clipIntervals, coveredMs, type Interval, intersectIntervals } from '../intervals/index.js';
import { type WorkCalendar, workingTimeDue, workingTimeWithin } from '../calendar/index.js';
import { clockDueAt, clockElapsedMs } from './ticket-clock.js';

/** The clocks of a ticket (rule P-CLOCK). The last three are ours: the next level, the call-back, the fault report. */
export const TIMER_KINDS = [
  'DISPATCH',
  'ACCEPT',
  'FIRST_RESPONSE',
  'UPDATE',
  'RESTORE',
  'CONFIRM',
  'AUTO_CLOSE',
  'ANSWER',
  'ESCALATION',
  'CALL_BACK',
  'FAULT_REPORT',
] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** Clocks that pauses stop: the repair alone. The others measure what the operator does at its own desk. */
const PAUSABLE: ReadonlySet<TimerKind> = new Set<TimerKind>(['RESTORE', 'UPDATE', 'FIRST_RESPONSE']);

/** Whether a pause of the ticket stops this clock. */
export function isPausable(kind: TimerKind): boolean {
  return PAUSABLE.has(kind);
}

/** What is said of a clock as it runs: at 50 and 80 % a warning, past 100 % it is breached. */
export const TIMER_STAGES = [50, 80, 100] as const;
export type TimerStage = (typeof TIMER_STAGES)[number];

/** A clock as it is kept: nothing in it counts, all else follows from it (rule P-CLOCK, P-BIZ). */
export interface TimerFacts {
  /** ms */
  readonly startedAt: number;
  /** Running time allowed, ms. */
  readonly targetMs: number;
  /** Stretches that do not count, in any order; one that still goes on has `to` infinite. */
  readonly pauses: readonly Interval[];
  /** Only working time counts where there is one. */
  readonly calendar: WorkCalendar | null;
}

/**
 * When a clock has run so long: the first moment at which its running time reaches `ms`.
 *
 * @returns null while a pause that has no end yet stands before that moment, or where the calendar never comes to it
 */
export function timerReaches({ startedAt, pauses, calendar }: TimerFacts, ms: number): number | null {
  const due = calendar === null ? clockDueAt(startedAt, ms, pauses) : workingDue(startedAt, ms, pauses, calendar);
  return due !== null && Number.isFinite(due) ? due : null;
}

/** Running time until an instant, ms. */
export function timerElapsedMs({ startedAt, pauses, calendar }: TimerFacts, at: number): number {
  if (at <= startedAt) return 0;
  const run = { from: startedAt, to: at };
  if (calendar === null) return clockElapsedMs(run, pauses);
  const worked = workingTimeWithin(run, calendar);
  return coveredMs(worked) - coveredMs(intersectIntervals(worked, clipIntervals(pauses, run)));
}

/** The stage that comes next after those that were told, and when. `at` null: the clock stands still. */
export function nextStage(
  facts: TimerFacts,
  told: readonly TimerStage[],
): { stage: TimerStage; at: number | null } | null {
  const stage = TIMER_STAGES.find((each) => !told.includes(each) && told.every((one) => one < each));
  if (stage === undefined) return null;
  return { stage, at: timerReaches(facts, Math.max(1, Math.ceil((facts.targetMs * stage) / 100))) };
}

/** Each pause pushes the end on, and the longer stretch may hold more of the pauses: until nothing moves any more. */
function workingDue(start: number, ms: number, pauses: readonly Interval[], calendar: WorkCalendar): number | null {
  let due = workingTimeDue(start, Math.max(1, ms), calendar);
  for (;;) {
    if (due === null || pauses.some(({ from, to }) => !Number.isFinite(to) && from < (due ?? 0))) return null;
    const run = { from: start, to: due };
    const lost = coveredMs(intersectIntervals(workingTimeWithin(run, calendar), clipIntervals(pauses, run)));
    const next = workingTimeDue(start, Math.max(1, ms) + lost, calendar);
    if (next === due) return due;
    due = next;
  }
}
