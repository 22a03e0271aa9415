import type { DeviceFault, DevicePoll, PolledDevice, Reading } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { DeadlinePassed, withDeadline } from '../clock/deadline.js';
import type { DeviceReadings, PollOrder } from '../pipeline/device-poll.js';
import type { Stage } from '../pipeline/stage.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { patienceMs } from '../snmp/patience.js';
import type { InFlightLimit } from './in-flight-limit.js';
import { nextDueAt, pauseMs, UNREACHABLE_AFTER } from './poll-rhythm.js';

/** What a device's schedule runs. */
export interface DevicePolling {
  /** One small request: whether the agent answers. @throws SnmpFault */
  probe(signal: AbortSignal): Promise<void>;
  /** The whole poll. @throws SnmpFault */
  readonly poll: Stage<PollOrder, DeviceReadings>;
  /** Gives back the socket. */
  close(): void;
}

/** Takes what a poll gave. Must not throw. */
export type PollSink = (poll: DevicePoll, readings: readonly Reading[]) => void;

/** What all schedules share. */
export interface ScheduleSurroundings {
  readonly clock: Clock;
  readonly limit: InFlightLimit;
  readonly sink: PollSink;
  /** Called for errors that are no answer of a device: mistakes of ours. */
  readonly onUnexpected: (deviceId: string, error: unknown) => void;
}

/** Traps come in bursts; this often they make a device be polled at most. */
const HINT_GAP_MS = 1_000;

/**
 * When one device is polled: at its phase in each interval, never twice at once, seldom and lightly while it does not
 * answer, and at once after a hint.
 */
export class DeviceSchedule {
  private failures = 0;
  private overruns = 0;
  private isRunning = false;
  private lastDueAt: number | null = null;
  private lastStartAt = -Infinity;
  private silentUntil = -Infinity;
  private forgetTimer: () => void = () => undefined;
  private forgetHint: (() => void) | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private device: PolledDevice,
    private readonly polling: DevicePolling,
    private readonly around: ScheduleSurroundings,
  ) {}

  start(): void {
    this.waitForNext();
  }

  /** Ends what is under way; nothing is reported any more. */
  stop(): void {
    this.stopping.abort(new Error('The device is no longer polled'));
    this.forgetTimer();
    this.forgetHint?.();
    this.polling.close();
  }

  /** Takes other ports or baselines of the same device; the next poll reads them. */
  replace(device: PolledDevice): void {
    this.device = device;
  }

  /** Something happened on the device: polls it at once, or as soon as a poll is allowed again. */
  hint(): void {
    if (this.forgetHint || this.isStopped()) return;
    const { clock } = this.around;
    const wait = Math.max(0, this.lastStartAt + HINT_GAP_MS - clock.monotonic());
    this.forgetHint = clock.after(wait, () => {
      this.forgetHint = null;
      if (this.isRunning) this.hint();
      else this.begin(clock.now());
    });
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private waitForNext(): void {
    const { clock } = this.around;
    const now = clock.now();
    const dueAt = nextDueAt(this.device.id, this.device.profile.intervalS, now, this.lastDueAt);
    this.forgetTimer = clock.after(dueAt - now, () => {
      this.lastDueAt = dueAt;
      this.waitForNext();
      if (this.isRunning) this.overruns += 1;
      else if (clock.monotonic() >= this.silentUntil) this.begin(dueAt);
    });
  }

  private begin(dueAt: number): void {
    const { clock, limit, onUnexpected } = this.around;
    this.isRunning = true;
    this.lastStartAt = clock.monotonic();
    void limit
      .run(() => this.run(dueAt))
      .catch((error: unknown) => {
        onUnexpected(this.device.id, error);
      })
      .finally(() => {
        this.isRunning = false;
      });
  }

  private async run(dueAt: number): Promise<void> {
    if (this.isStopped()) return;
    try {
      const { readings, sysUpTime } = await withDeadline(this.stopping.signal, this.deadlineMs(), async (signal) => {
        if (this.failures >= UNREACHABLE_AFTER) await this.polling.probe(signal);
        return this.polling.poll({ device: this.device, dueAt }, signal);
      });
      this.failures = 0;
      this.silentUntil = -Infinity;
      this.report(null, sysUpTime, readings);
    } catch (error) {
      if (this.isStopped()) return;
      this.failures += 1;
      this.silentUntil = this.lastStartAt + pauseMs(this.failures, this.device.profile.intervalS) - HINT_GAP_MS;
      const fault = faultOf(error);
      this.report(fault, null, []);
      if (fault === 'INTERNAL') throw error;
    }
  }

  private report(fault: DeviceFault | null, sysUpTime: number | null, readings: readonly Reading[]): void {
    if (this.isStopped()) return;
    const { overruns, failures } = this;
    this.overruns = 0;
    const poll = { deviceId: this.device.id, at: this.around.clock.now(), fault, failures, overruns, sysUpTime };
    this.around.sink(poll, readings);
  }

  /** A device that answers, but slowly and without end, is given up when its next poll but one is due. */
  private deadlineMs(): number {
    const { profile } = this.device;
    return Math.ceil(Math.max(profile.intervalS * 1_000, patienceMs(profile, profile.retries))) + HINT_GAP_MS;
  }
}

/** A device that is not done in time has not answered, however many messages came. */
export function faultOf(error: unknown): DeviceFault {
  if (error instanceof SnmpFault) return error.fault;
  return error instanceof DeadlinePassed ? 'NO_ANSWER' : 'INTERNAL';
}
