import {
  type Interval,
  isPausable,
  nextStage,
  type TimerFacts,
  timerElapsedMs,
  type TimerKind,
  timerReaches,
  TIMER_STAGES,
  type TimerStage,
  type WorkCalendar,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';

/** A clock of a ticket as it is stored. Times in ms. */
export interface Timer {
  readonly id: string;
  readonly kind: TimerKind;
  readonly round: number;
  readonly startedAt: number;
  readonly targetMs: number;
  readonly calendarId: string | null;
  readonly dueAt: number | null;
  readonly stoppedAt: number | null;
  readonly elapsedMs: number | null;
  readonly breachedAt: number | null;
  /** The stage that comes next; null when all are done. */
  readonly nextStage: TimerStage | null;
  /** When it is worked; null while the clock stands still. */
  readonly nextAt: number | null;
}

export interface Pause {
  readonly id: string;
  readonly reason: string;
  readonly isCustomerCaused: boolean;
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
  readonly note: string | null;
  readonly userId: string | null;
}

/** A clock that is now due at another moment. */
export interface DueChange {
  readonly kind: TimerKind;
  readonly from: number | null;
  readonly to: number | null;
}

/** Clocks of the operator's norm: passing one late is a breach. */
export const NORM_KINDS: ReadonlySet<TimerKind> = new Set<TimerKind>([
  ...(['DISPATCH', 'ACCEPT', 'FIRST_RESPONSE', 'UPDATE', 'RESTORE', 'CONFIRM'] as const),
]);
/** Clocks of which nothing is said before their end. */
const SILENT: ReadonlySet<TimerKind> = new Set<TimerKind>(['AUTO_CLOSE', 'ESCALATION', 'CALL_BACK', 'FAULT_REPORT']);

/**
 * All clocks and pauses of one ticket while it is worked on. Nothing counts in here: starting, stopping and pausing
 * change the facts, and `settle` derives from them when each clock ends (rule P-CLOCK). Knows no database.
 */
export class TicketClocks {
  /** Timers that must be written. */
  readonly changed = new Set<string>();
  readonly changedPauses = new Set<string>();
  /** Timers whose breach turned out to be none, so that its stage may come again. */
  readonly withdrawn: string[] = [];

  constructor(
    private readonly timers: Timer[],
    private readonly pauses_: Pause[],
    private readonly calendars: ReadonlyMap<string, WorkCalendar>,
  ) {}

  get all(): readonly Timer[] {
    return this.timers;
  }

  get pauses(): readonly Pause[] {
    return this.pauses_;
  }

  get running(): readonly Timer[] {
    return this.timers.filter(({ stoppedAt }) => stoppedAt === null);
  }

  /** The last round of a clock. */
  last(kind: TimerKind): Timer | undefined {
    return this.timers.findLast((timer) => timer.kind === kind);
  }

  isRunning(kind: TimerKind): boolean {
    return this.running.some((timer) => timer.kind === kind);
  }

  start(kind: TimerKind, startedAt: number, targetMs: number, calendarId: string | null = null): void {
    const round = (this.last(kind)?.round ?? 0) + 1;
    const stage: TimerStage = SILENT.has(kind) ? 100 : TIMER_STAGES[0];
    const id = uuidv7();
    const state = { dueAt: null, stoppedAt: null, elapsedMs: null, breachedAt: null, nextStage: stage, nextAt: null };
    this.timers.push({ id, kind, round, startedAt, targetMs, calendarId, ...state });
    this.changed.add(id);
  }

  /**
   * Stops what runs of these clocks. One that ran too long is breached at the moment its limit was passed, whether
   * anybody had noticed yet or not; one that was stopped in time after all is not.
   */
  stop(kinds: readonly TimerKind[], at: number): void {
    for (const timer of this.running.filter(({ kind }) => kinds.includes(kind))) {
      const facts = this.factsOf(timer);
      const end = Math.max(at, timer.startedAt);
      const elapsedMs = timerElapsedMs(facts, end);
      const breachedAt = elapsedMs > timer.targetMs ? timerReaches(facts, timer.targetMs) : null;
      this.put({ ...timer, stoppedAt: end, elapsedMs, breachedAt, nextAt: null });
    }
  }

  /** Lets the last round of a clock run on as if it had never been stopped. */
  runOn(kind: TimerKind): void {
    const timer = this.last(kind);
    if (timer !== undefined) this.put({ ...timer, stoppedAt: null, elapsedMs: null });
  }

  pause(pause: Omit<Pause, 'id'>): void {
    const id = uuidv7();
    this.pauses_.push({ id, ...pause });
    this.changedPauses.add(id);
  }

  /** Ends the pauses that go on. */
  endPauses(at: number): void {
    for (const [index, pause] of this.pauses_.entries()) {
      if (pause.to !== null) continue;
      this.pauses_[index] = { ...pause, to: Math.max(at, pause.from) };
      this.changedPauses.add(pause.id);
    }
  }

  /** Notes that the stage was worked that came next. */
  told({ id }: Timer): void {
    const timer = this.timers.find((each) => each.id === id);
    if (timer === undefined) return;
    const next = TIMER_STAGES.find((stage) => timer.nextStage !== null && stage > timer.nextStage) ?? null;
    this.put({ ...timer, nextStage: next, nextAt: null });
  }

  breach({ id }: Timer, at: number): void {
    const timer = this.timers.find((each) => each.id === id);
    if (timer !== undefined) this.put({ ...timer, breachedAt: at });
  }

  /** Derives when each running clock ends and is looked at next. @returns what is due at another moment than before */
  settle(now: number): DueChange[] {
    const changes: DueChange[] = [];
    for (const timer of this.running) {
      const facts = this.factsOf(timer);
      const dueAt = timerReaches(facts, timer.targetMs);
      const settled = this.withNext(timer, facts, dueAt, now);
      if (settled.dueAt === timer.dueAt && settled.nextAt === timer.nextAt && settled.breachedAt === timer.breachedAt)
        continue;
      if (dueAt !== timer.dueAt) changes.push({ kind: timer.kind, from: timer.dueAt, to: dueAt });
      this.put(settled);
    }
    return changes;
  }

  /** The clock that ends first: of the norm's, or where none of these runs, of the customer's. */
  nextDue(): { kind: TimerKind; dueAt: number } | null {
    const ending = this.running
      .flatMap(({ kind, dueAt }) => (dueAt === null ? [] : [{ kind, dueAt }]))
      .sort((one, other) => one.dueAt - other.dueAt);
    return (
      ending.find(({ kind }) => NORM_KINDS.has(kind)) ??
      ending.find(({ kind }) => kind === 'ANSWER' || kind === 'AUTO_CLOSE') ??
      null
    );
  }

  /** When the stage that comes next is reached by what is known now; null while the clock stands still. */
  stageOf(timer: Timer): number | null {
    if (timer.nextStage === null) return null;
    return this.stageAt(this.factsOf(timer), timer.nextStage);
  }

  get breaches(): number {
    return this.timers.filter(({ kind, breachedAt }) => NORM_KINDS.has(kind) && breachedAt !== null).length;
  }

  factsOf({ kind, startedAt, targetMs, calendarId }: Timer): TimerFacts {
    const calendar = calendarId === null ? null : (this.calendars.get(calendarId) ?? null);
    return { startedAt, targetMs, pauses: isPausable(kind) ? this.stillTime() : [], calendar };
  }

  /** Only what the customer causes stops a clock. */
  private stillTime(): Interval[] {
    return this.pauses_
      .filter(({ isCustomerCaused }) => isCustomerCaused)
      .map(({ from, to }) => ({ from, to: to ?? Number.POSITIVE_INFINITY }));
  }

  private withNext(timer: Timer, facts: TimerFacts, dueAt: number | null, now: number): Timer {
    // A pause that became known later may show that a limit was not passed at all.
    const isKept = timer.breachedAt !== null && (dueAt === null || dueAt >= now);
    if (isKept) this.withdrawn.push(timer.id);
    const stage = isKept ? 100 : timer.nextStage;
    if (stage === null) return { ...timer, dueAt, nextAt: null };
    const nextAt = this.stageAt(facts, stage);
    return { ...timer, dueAt, nextStage: stage, nextAt, breachedAt: isKept ? null : timer.breachedAt };
  }

  /** What takes exactly as long as it may has kept its limit: the last stage is the moment after. */
  private stageAt(facts: TimerFacts, stage: TimerStage): number | null {
    const told = TIMER_STAGES.filter((each) => each < stage);
    const at = nextStage(facts, told)?.at ?? null;
    return at !== null && stage === 100 ? at + 1 : at;
  }

  private put(timer: Timer): void {
    const index = this.timers.findIndex(({ id }) => id === timer.id);
    this.timers[index] = timer;
    this.changed.add(timer.id);
  }
}
