import { type DevicePoll, type Measurements, NO_MEASUREMENTS } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { ReadingSheet, rowsOf } from '../readings/reading-sheet.js';
import { countOf, joinMeasurements, newestMeasurements, splitMeasurements } from './measurements.js';
import type { Dropped } from './spool.js';

/** Where batches are committed. */
export interface BatchStore {
  append(
    readings: readonly ReadingSheet[],
    devices: readonly DevicePoll[],
    now: number,
    impairedSince: number | null,
    measures: Measurements,
  ): Dropped;
}

/** What the batcher tells of. */
export interface BatcherEvents {
  /** A batch is committed and can be sent. */
  readonly onCommitted: () => void;
  /** Readings are lost: the spool is full, or cannot be written for too long. */
  readonly onDropped: (dropped: Dropped) => void;
  /** The spool could not be written; it is tried again. */
  readonly onFailed: (error: unknown) => void;
}

/** What the collector thinks of itself. */
export interface BatcherHealth {
  /** @param now ms since the epoch. @returns ms since the epoch, or null when it is well */
  impairedSince(now: number): number | null;
}

/** In a flood a commit costs the same for few as for many, here and at the API; no poll's readings wait for it. */
const MOST_READINGS = 4_000;
const MOST_MEASURES = 1_000;
/** Else a batch is no larger than this, so that what is urgent never meets the work of a larger one. */
const READINGS_AT_ONCE = 1_200;
/** The API has stored a part before the next is there: the newest goes first, and that is what is urgent. */
const BETWEEN_PARTS_MS = 60;
/**
 * Newer figures and nothing else wait for those of other devices, of one phase and of slow ones: nobody sees them more
 * often than once a second.
 */
const LONGEST_WAIT_MS = 500;
/** What is urgent goes at once, but no more often than this: in a storm of traps it is gathered. */
const URGENT_GAP_MS = 25;
/** What is held in memory while the disk refuses: then the oldest go. */
const MOST_HELD = 50_000;

/** What one poll gave, or some of it. */
interface Gathered {
  readonly deviceId: string;
  /** Told once, with the first of its readings. */
  readonly device: DevicePoll | null;
  readonly readings: ReadingSheet;
}

/** Gathers the readings of many polls into few commits: after half a second, or at some thousand readings. */
export class Batcher {
  private polls: Gathered[] = [];
  /** How many readings the polls have. */
  private held = 0;
  private measures: Measurements = NO_MEASUREMENTS;
  private forgetTimer: (() => void) | null = null;
  /** When what is gathered will be committed, ms by the monotonic clock. */
  private dueAt = Infinity;
  /** Devices with a poll that does not wait for others. */
  private readonly urgent = new Set<string>();
  private urgentAt = -Infinity;
  private forgetUrgent: (() => void) | null = null;

  constructor(
    private readonly spool: BatchStore,
    private readonly clock: Clock,
    private readonly events: BatcherEvents,
    private readonly health: BatcherHealth = { impairedSince: () => null },
  ) {}

  /** @param isUrgent somebody waits for this poll, or it says something new: it does not wait for others */
  add(device: DevicePoll, readings: ReadingSheet, isUrgent = false): void {
    const { deviceId } = device;
    const [first = readings, ...others] = readings.rows > MOST_READINGS ? readings.inParts(MOST_READINGS) : [readings];
    this.polls.push({ deviceId, device, readings: first });
    for (const other of others) this.polls.push({ deviceId, device: null, readings: other });
    this.held += readings.rows;
    while (this.isFlooded()) if (!this.commitPart(MOST_READINGS)) return;
    if (isUrgent) this.hasten(deviceId);
    else if (this.isHolding()) this.waitForMore();
  }

  /** Takes what was measured besides the counters of ports. */
  addMeasures(measures: Measurements): void {
    if (countOf(measures) === 0) return;
    this.measures = joinMeasurements(this.measures, measures);
    if (countOf(this.measures) >= MOST_MEASURES) this.flush();
    else this.waitForMore();
  }

  /** Commits what there is, now. */
  flush(): void {
    this.forgetTimer?.();
    this.forgetTimer = null;
    this.dueAt = Infinity;
    this.forgetUrgent?.();
    this.forgetUrgent = null;
    this.urgent.clear();
    while (this.isHolding()) if (!this.commitPart(MOST_READINGS)) return;
  }

  private isFlooded(): boolean {
    return this.held >= MOST_READINGS || this.polls.length >= MOST_READINGS;
  }

  private isHolding(): boolean {
    return this.polls.length > 0 || countOf(this.measures) > 0;
  }

  /** Commits what it is time for, in equal parts, one part now; and at once what a disk has kept waiting. */
  private commitOnTime(): void {
    if (this.held > MOST_READINGS || countOf(this.measures) > MOST_MEASURES) {
      this.flush();
      return;
    }
    this.dueAt = Infinity;
    if (!this.isHolding()) return;
    const parts = Math.max(1, Math.ceil(this.held / READINGS_AT_ONCE));
    if (!this.commitPart(Math.ceil(this.held / parts))) return;
    if (this.isHolding()) this.waitForMore(BETWEEN_PARTS_MS);
  }

  /** @returns false when the spool could not be written; then all is kept, and tried again */
  private commitPart(mostReadings: number): boolean {
    const part = this.polls.slice(0, this.endOfPart(mostReadings));
    const measures = splitMeasurements(this.measures, MOST_MEASURES);
    if (!this.append(part, measures.first)) {
      this.dropExcess();
      this.waitForMore();
      return false;
    }
    this.polls = this.polls.slice(part.length);
    this.held -= readingsIn(part);
    this.measures = measures.rest;
    return true;
  }

  /** How many polls from the first on have so many readings at most; one at least. */
  private endOfPart(mostReadings: number): number {
    let readings = 0;
    const first = this.polls.findIndex((poll, at) => {
      readings += poll.readings.rows;
      return at > 0 && (readings > mostReadings || at >= MOST_READINGS);
    });
    return first < 0 ? this.polls.length : first;
  }

  private hasten(deviceId: string): void {
    this.urgent.add(deviceId);
    const waitMs = this.urgentAt + URGENT_GAP_MS - this.clock.monotonic();
    if (waitMs <= 0) this.commitUrgent();
    else
      this.forgetUrgent ??= this.clock.after(waitMs, () => {
        this.commitUrgent();
      });
  }

  /**
   * What is urgent need not wait for what else is gathered either, at the API: in a batch of its own there is
   * little beside it, but for earlier polls of the same devices.
   */
  private commitUrgent(): void {
    this.forgetUrgent?.();
    this.forgetUrgent = null;
    this.urgentAt = this.clock.monotonic();
    const isUrgent = ({ deviceId }: Gathered): boolean => this.urgent.has(deviceId);
    const own = this.polls.filter(isUrgent);
    if (own.length > 0 && this.append(own, NO_MEASUREMENTS)) {
      this.polls = this.polls.filter((poll) => !isUrgent(poll));
      this.held -= readingsIn(own);
    }
    this.urgent.clear();
    if (this.isHolding()) this.waitForMore();
  }

  /** @returns whether it is committed; a full or failing disk cannot be known before it is written to */
  private append(polls: readonly Gathered[], measures: Measurements): boolean {
    const readings = polls.map((poll) => poll.readings);
    const devices = polls.flatMap(({ device }) => device ?? []);
    try {
      const now = this.clock.now();
      const dropped = this.spool.append(readings, devices, now, this.health.impairedSince(now), measures);
      if (dropped.batches > 0) this.events.onDropped(dropped);
    } catch (error) {
      this.events.onFailed(error);
      return false;
    }
    this.events.onCommitted();
    return true;
  }

  private waitForMore(longestMs = LONGEST_WAIT_MS): void {
    const dueAt = this.clock.monotonic() + longestMs;
    if (dueAt >= this.dueAt) return;
    this.dueAt = dueAt;
    this.forgetTimer?.();
    this.forgetTimer = this.clock.after(longestMs, () => {
      this.commitOnTime();
    });
  }

  private dropExcess(): void {
    const gone: ReadingSheet[] = [];
    let held = this.held;
    const kept = this.polls.slice(-MOST_HELD).map((poll) => {
      if (held <= MOST_HELD) return poll;
      held -= poll.readings.rows;
      gone.push(poll.readings);
      return { ...poll, readings: new ReadingSheet(0) };
    });
    const measures = newestMeasurements(this.measures, MOST_HELD);
    const lost = rowsOf(gone) + countOf(this.measures) - countOf(measures);
    this.polls = kept;
    this.held = readingsIn(kept);
    if (lost === 0) return;
    this.measures = measures;
    const ports = new Set(gone.flatMap((readings) => readings.portIds()));
    this.events.onDropped({ batches: 0, readings: lost, ports: ports.size });
  }
}

function readingsIn(polls: readonly Gathered[]): number {
  return rowsOf(polls.map(({ readings }) => readings));
}
