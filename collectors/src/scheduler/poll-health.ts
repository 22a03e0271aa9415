import { type DevicePoll, impairedSince, type PolledDevice } from '@linewatch/shared';
import type { Logger } from 'pino';

/** How the polls of all devices go, and what that says of this collector (COLLECTOR_IMPAIRED). */
export class PollHealth {
  private readonly intervals = new Map<string, number>();
  private readonly failing = new Map<string, number>();
  private since: number | null = null;

  constructor(private readonly log: Logger) {}

  /** Takes the devices that are polled from now on. */
  replace(devices: readonly PolledDevice[]): void {
    this.intervals.clear();
    for (const { id, profile } of devices) this.intervals.set(id, profile.intervalS);
    for (const id of this.failing.keys()) if (!this.intervals.has(id)) this.failing.delete(id);
  }

  note({ deviceId, fault, at }: DevicePoll): void {
    if (fault === null) this.failing.delete(deviceId);
    else if (this.intervals.has(deviceId) && !this.failing.has(deviceId)) this.failing.set(deviceId, at);
  }

  /** Since when this collector is impaired, or null; a change is logged. Times in ms since the epoch. */
  impairedSince(now: number): number | null {
    // Asked with every batch, of all devices: nearly always nothing fails.
    if (this.since === null && this.failing.size === 0) return null;
    const devices = [...this.intervals].map(([id, intervalS]) => ({
      failingSince: this.failing.get(id) ?? null,
      intervalS,
    }));
    const since = impairedSince(this.since, devices, now);
    if ((since === null) !== (this.since === null)) this.tell(since, devices.length);
    this.since = since;
    return since;
  }

  private tell(since: number | null, devices: number): void {
    const facts = { devices, failing: this.failing.size };
    if (since === null) this.log.info(facts, 'COLLECTOR_IMPAIRED is over');
    else this.log.error(facts, 'COLLECTOR_IMPAIRED: too many devices fail together; is the way to them cut?');
  }
}
