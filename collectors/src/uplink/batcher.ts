import { type DevicePoll, type Measurements, NO_MEASUREMENTS, type Reading } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { countOf, joinMeasurements, newestMeasurements, splitMeasurements } from './measurements.js';
import type { Dropped } from './spool.js';

/** Where batches are committed. */
export interface BatchStore {
  append(
    readings: readonly Reading[],
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

/** A commit costs the same for few as for many, here and at the API; no poll's readings wait for it. */
const MOST_READINGS = 4_000;
const MOST_MEASURES = 1_000;
/** Devices of one phase answer within this; a change of state should not wait much longer for its push. */
const LONGEST_WAIT_MS = 250;
/** What somebody waits for goes at once, but no more often than this: in a storm of traps it is gathered too. */
const AWAITED_GAP_MS = 25;
/** What is held in memory while the disk refuses: then the oldest go. */
const MOST_HELD = 50_000;

/** Gathers the readings of many polls into one commit: at most a quarter of a second or some thousand readings. */
export class Batcher {
  private readings: Reading[] = [];
  private devices: DevicePoll[] = [];
  private measures: Measurements = NO_MEASUREMENTS;
  private forgetTimer: (() => void) | null = null;
  /** When what is gathered will be committed, ms by the monotonic clock. */
  private dueAt = Infinity;
  private committedAt = -Infinity;

  constructor(
    private readonly spool: BatchStore,
    private readonly clock: Clock,
    private readonly events: BatcherEvents,
    private readonly health: BatcherHealth = { impairedSince: () => null },
  ) {}

  /** @param isAwaited a trap or a person called for this poll: it does not wait for others */
  add(device: DevicePoll, readings: readonly Reading[], isAwaited = false): void {
    if (isAwaited && this.mayGoAlone(device) && this.append(readings, [device], NO_MEASUREMENTS)) return;
    this.devices.push(device);
    this.readings.push(...readings);
    if (this.readings.length >= MOST_READINGS || this.devices.length >= MOST_READINGS) this.flush();
    else if (isAwaited) this.hasten();
    else this.waitForMore();
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
    while (this.devices.length > 0 || this.readings.length > 0 || countOf(this.measures) > 0) {
      const readings = this.readings.slice(0, MOST_READINGS);
      const devices = this.devices.slice(0, MOST_READINGS);
      const measures = splitMeasurements(this.measures, MOST_MEASURES);
      if (!this.append(readings, devices, measures.first)) {
        // The readings stay, and are tried again.
        this.dropExcess();
        this.waitForMore();
        return;
      }
      this.readings = this.readings.slice(readings.length);
      this.devices = this.devices.slice(devices.length);
      this.measures = measures.rest;
    }
  }

  /**
   * What somebody waits for need not wait for what else is gathered either, at the API: in a batch of its own there is
   * little beside it. Not before an earlier poll of the same device, and not in a storm of traps.
   */
  private mayGoAlone({ deviceId }: DevicePoll): boolean {
    if (this.clock.monotonic() < this.committedAt + AWAITED_GAP_MS) return false;
    return !this.devices.some((gathered) => gathered.deviceId === deviceId);
  }

  /** @returns whether it is committed; a full or failing disk cannot be known before it is written to */
  private append(readings: readonly Reading[], devices: readonly DevicePoll[], measures: Measurements): boolean {
    this.committedAt = this.clock.monotonic();
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

  private hasten(): void {
    const waitMs = this.committedAt + AWAITED_GAP_MS - this.clock.monotonic();
    if (waitMs > 0) this.waitForMore(waitMs);
    else this.flush();
  }

  private waitForMore(longestMs = LONGEST_WAIT_MS): void {
    const dueAt = this.clock.monotonic() + longestMs;
    if (dueAt >= this.dueAt) return;
    this.dueAt = dueAt;
    this.forgetTimer?.();
    this.forgetTimer = this.clock.after(longestMs, () => {
      this.flush();
    });
  }

  private dropExcess(): void {
    const excess = Math.max(0, this.readings.length - MOST_HELD);
    const measures = newestMeasurements(this.measures, MOST_HELD);
    const lost = excess + countOf(this.measures) - countOf(measures);
    this.devices = this.devices.slice(-MOST_HELD);
    if (lost === 0) return;
    const ports = new Set(this.readings.slice(0, excess).map(({ portId }) => portId)).size;
    this.readings = this.readings.slice(excess);
    this.measures = measures;
    this.events.onDropped({ batches: 0, readings: lost, ports });
  }
}
