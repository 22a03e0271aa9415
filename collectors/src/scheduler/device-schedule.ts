import type { DevicePoll, PolledDevice } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { withDeadline } from '../clock/deadline.js';
import type { DeviceReadings, PollOrder } from '../pipeline/device-poll.js';
import { ReadingSheet } from '../readings/reading-sheet.js';
import type { Stage } from '../pipeline/stage.js';
import { patienceMs } from '../snmp/patience.js';
import type { InFlightLimit } from './in-flight-limit.js';
import { faultOf } from './poll-fault.js';
import { nextDueAt, pauseMs, UNREACHABLE_AFTER } from './poll-rhythm.js';

/** What a device's schedule runs. */
export interface DevicePolling {
  /** One small request: whether the agent answers. @throws SnmpFault */
  probe(signal: AbortSignal): Promise<void>;
  /** The whole poll. @throws SnmpFault */
  readonly poll: Stage<PollOrder, DeviceReadings>;
  /**
   * Whether some port's state is other than the last poll read it, or no poll read it yet. Asks for the states alone.
   *
   * @throws SnmpFault
   */
  readonly look?: Stage<PollOrder, boolean>;
  /**
   * What else is read, once the poll is told, until the next one is due. Rejects only by a mistake of ours; whether it
   * succeeds says nothing of the poll.
   */
  readonly afterwards?: (order: PollOrder, signal: AbortSignal) => Promise<void>;
  /** Whether there is anything to read afterwards; unless given, there is. */
  readonly hasMore?: (device: PolledDevice) => boolean;
  /** Gives back the socket. */
  close(): void;
}

/**
 * Takes what a poll gave. Must not throw.
 *
 * @param isUrgent somebody called for it by a hint, or it says something new: a port has another state, or the device
 *   is no longer there or there again
 */
export type PollSink = (poll: DevicePoll, readings: ReadingSheet, isUrgent: boolean) => void;

/** What all schedules share. */
export interface ScheduleSurroundings {
  readonly clock: Clock;
  readonly limit: InFlightLimit;
  readonly sink: PollSink;
  /** Called for errors that are no answer of a device: mistakes of ours. */
  readonly onUnexpected: (deviceId: string, error: unknown) => void;
}

/** Part of the interval that is left free before the next poll, and the most that makes sense of it. */
const FREE_SHARE = 0.1;
const FREE_AT_MOST_MS = 1_000;

/** Traps come in bursts; this often they make a device be polled at most. */
const HINT_GAP_MS = 1_000;
/** Between readings that follow closer upon each other, the agent's hundredths of a second make no rate worth the name. */
const RATED_GAP_MS = 30;
/** So close to a poll a look would see nothing that the poll does not. */
const LOOK_GAP_MS = 1_000;

/**
 * When one device is polled: at its phase in each interval, never twice at once, seldom and lightly while it does not
 * answer, and at once after a hint. In between it is looked whether its ports are as they were read; a difference is a
 * hint, and the poll decides.
 */
export class DeviceSchedule {
  private failures = 0;
  private overruns = 0;
  private isRunning = false;
  /** Whether a hint called for the poll that runs, or ran last. */
  private isAwaited = false;
  private isLooking = false;
  private lastDueAt: number | null = null;
  /** When the next poll is due, ms since the epoch. */
  private nextPollAt = Infinity;
  /** A poll that became due during a look; ms since the epoch. */
  private waitingDueAt: number | null = null;
  private lastLookDueAt: number | null = null;
  private lastStartAt = -Infinity;
  /** When it was last polled for a hint; ms by the monotonic clock. */
  private hintedAt = -Infinity;
  /** Whether a hint waits for the end of the poll that runs. */
  private isHinted = false;
  private silentUntil = -Infinity;
  private forgetTimer: () => void = () => undefined;
  private forgetLook: () => void = () => undefined;
  private forgetHint: (() => void) | null = null;
  /** Ends what is read after a poll. */
  private makeWay: (() => void) | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private device: PolledDevice,
    private readonly polling: DevicePolling,
    private readonly around: ScheduleSurroundings,
  ) {}

  start(): void {
    this.waitForNext();
    this.waitForNextLook();
  }

  /** Ends what is under way; nothing is reported any more. */
  stop(): void {
    this.stopping.abort(new Error('The device is no longer polled'));
    this.forgetTimer();
    this.forgetLook();
    this.forgetHint?.();
    this.polling.close();
  }

  /** Takes other ports or baselines of the same device; the next poll reads them. */
  replace(device: PolledDevice): void {
    this.device = device;
  }

  /**
   * Something happened on the device: polls it at once, or as soon as that is allowed again. A poll that is under way
   * began before it, and says nothing of it.
   */
  hint(): void {
    if (this.forgetHint || this.isStopped()) return;
    const { clock } = this.around;
    const allowedAt = Math.max(this.hintedAt + HINT_GAP_MS, this.lastStartAt + RATED_GAP_MS);
    const wait = Math.max(0, allowedAt - clock.monotonic());
    this.forgetHint = clock.after(wait, () => {
      this.forgetHint = null;
      this.makeWay?.();
      if (this.isRunning) {
        this.isHinted = true;
        return;
      }
      this.hintedAt = clock.monotonic();
      this.begin(clock.now(), true);
    });
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private waitForNext(): void {
    const { clock } = this.around;
    const now = clock.now();
    const dueAt = nextDueAt(this.device.id, this.device.profile.intervalS, now, this.lastDueAt);
    this.nextPollAt = dueAt;
    this.forgetTimer = clock.after(dueAt - now, () => {
      this.lastDueAt = dueAt;
      this.waitForNext();
      if (this.isLooking) this.waitingDueAt = dueAt;
      else if (this.isRunning) this.overruns += 1;
      else if (clock.monotonic() >= this.silentUntil) this.begin(dueAt);
    });
  }

  private waitForNextLook(): void {
    const { statusS } = this.device.profile;
    const { look } = this.polling;
    if (statusS === undefined || look === undefined) return;
    const { clock } = this.around;
    const now = clock.now();
    const dueAt = nextDueAt(this.device.id, statusS, now, this.lastLookDueAt);
    this.forgetLook = clock.after(dueAt - now, () => {
      this.lastLookDueAt = dueAt;
      this.waitForNextLook();
      const at = clock.monotonic();
      const isPollNear = this.nextPollAt - clock.now() < LOOK_GAP_MS || at - this.lastStartAt < LOOK_GAP_MS;
      if (this.isRunning || isPollNear || at < this.silentUntil) return;
      // Whether a device that failed is back is for a poll to say.
      if (this.failures > 0) this.begin(dueAt);
      else this.run(dueAt, () => this.look(look, dueAt));
    });
  }

  private begin(dueAt: number, isAwaited = false): void {
    this.isAwaited = isAwaited;
    this.lastStartAt = this.around.clock.monotonic();
    this.run(dueAt, () => this.poll(dueAt));
  }

  /** @param ask whether it brought the answer of a poll */
  private run(dueAt: number, ask: () => Promise<boolean>): void {
    const { limit, onUnexpected } = this.around;
    this.isRunning = true;
    void limit
      .run(ask)
      // What follows holds no place of the limit: a device that is slow with it delays nobody's poll.
      .then((isAnswered) => (isAnswered ? this.readOn(dueAt) : undefined))
      .catch((error: unknown) => {
        onUnexpected(this.device.id, error);
      })
      .finally(() => {
        this.isRunning = false;
        this.goOn();
      });
  }

  /** Begins what had to wait for the end of what ran. */
  private goOn(): void {
    const { waitingDueAt } = this;
    this.waitingDueAt = null;
    if (waitingDueAt !== null && !this.isStopped()) {
      this.begin(waitingDueAt);
    } else if (this.isHinted) {
      this.isHinted = false;
      this.hint();
    }
  }

  /** @returns whether a poll had to follow, and was answered */
  private async look(look: Stage<PollOrder, boolean>, dueAt: number): Promise<boolean> {
    if (this.isStopped()) return false;
    const { clock } = this.around;
    const { intervalS, statusS = intervalS } = this.device.profile;
    const startedAt = clock.monotonic();
    this.isLooking = true;
    try {
      const isOther = await withDeadline(this.stopping.signal, this.deadlineMs(statusS), (signal) =>
        look({ device: this.device, dueAt }, signal),
      );
      if (!isOther) return false;
    } catch (error) {
      return this.fail(error, startedAt);
    } finally {
      this.isLooking = false;
    }
    this.waitingDueAt = null;
    this.isAwaited = this.lastStartAt > -Infinity;
    this.lastStartAt = clock.monotonic();
    return this.poll(clock.now());
  }

  /** @returns whether the device answered */
  private async poll(dueAt: number): Promise<boolean> {
    if (this.isStopped()) return false;
    const { intervalS } = this.device.profile;
    try {
      const {
        readings,
        sysUpTime,
        isNews = false,
      } = await withDeadline(this.stopping.signal, this.deadlineMs(intervalS), async (signal) => {
        if (this.failures >= UNREACHABLE_AFTER) await this.polling.probe(signal);
        return this.polling.poll({ device: this.device, dueAt, isAwaited: this.isAwaited }, signal);
      });
      const isBack = this.failures >= UNREACHABLE_AFTER;
      this.failures = 0;
      this.silentUntil = -Infinity;
      this.report({ fault: null, sysUpTime }, readings, isNews || isBack);
      return true;
    } catch (error) {
      return this.fail(error, this.lastStartAt);
    }
  }

  /**
   * Counts and tells that the device gave no usable answer.
   *
   * @param startedAt ms by the monotonic clock
   */
  private fail(error: unknown, startedAt: number): false {
    if (this.isStopped()) return false;
    const { intervalS, statusS = intervalS } = this.device.profile;
    this.failures += 1;
    this.silentUntil = startedAt + pauseMs(this.failures, Math.min(statusS, intervalS)) - HINT_GAP_MS;
    const fault = faultOf(error);
    this.report({ fault, sysUpTime: null }, new ReadingSheet(0), this.failures === UNREACHABLE_AFTER);
    if (fault === 'INTERNAL') throw error;
    return false;
  }

  /**
   * What is read besides has the time until the next poll or look and no more, and makes way at once for a poll after a
   * trap.
   */
  private async readOn(dueAt: number): Promise<void> {
    const { afterwards, hasMore } = this.polling;
    if (hasMore?.(this.device) === false) return;
    const { clock } = this.around;
    const { intervalS, statusS } = this.device.profile;
    const now = clock.now();
    const nextPollAt = nextDueAt(this.device.id, intervalS, now, this.lastDueAt);
    const nextLookAt = statusS === undefined ? Infinity : nextDueAt(this.device.id, statusS, now, this.lastLookDueAt);
    const freeMs = Math.min((statusS ?? intervalS) * 1_000 * FREE_SHARE, FREE_AT_MOST_MS);
    const roomMs = Math.min(nextPollAt, nextLookAt) - now - freeMs;
    if (!afterwards || this.isStopped() || roomMs <= 0) return;
    await withDeadline(this.stopping.signal, roomMs, async (signal) => {
      const hinted = new AbortController();
      const end = (): void => {
        hinted.abort(signal.reason);
      };
      signal.addEventListener('abort', end, { once: true });
      this.makeWay = () => {
        hinted.abort(new Error('A trap calls for a poll'));
      };
      try {
        await afterwards({ device: this.device, dueAt }, hinted.signal);
      } finally {
        this.makeWay = null;
        signal.removeEventListener('abort', end);
      }
    });
  }

  private report(said: Pick<DevicePoll, 'fault' | 'sysUpTime'>, found: ReadingSheet, isNews: boolean): void {
    if (this.isStopped()) return;
    const { overruns, failures } = this;
    this.overruns = 0;
    const poll = { deviceId: this.device.id, at: this.around.clock.now(), ...said, failures, overruns };
    this.around.sink(poll, found, this.isAwaited || isNews);
  }

  /** A device that answers, but slowly and without end, is given up when its next poll but one is due. */
  private deadlineMs(intervalS: number): number {
    const { profile } = this.device;
    return Math.ceil(Math.max(intervalS * 1_000, patienceMs(profile, profile.retries))) + HINT_GAP_MS;
  }
}
