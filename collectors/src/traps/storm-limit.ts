import type { Clock } from '../clock/clock.js';

const WINDOW_MS = 60_000;

/** A minute in which one device told more than is listened to. */
export interface TrapStorm {
  readonly deviceId: string;
  /** Authentic notifications in that minute, those listened to included. */
  readonly count: number;
}

interface Minute {
  readonly startedAt: number;
  count: number;
}

/** How many notifications of one device are listened to in a minute; what is more is counted until the minute is over. */
export class StormLimit {
  private readonly minutes = new Map<string, Minute>();
  private readonly over: TrapStorm[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
  ) {}

  /** Counts a notification. @returns whether it is listened to */
  admits(deviceId: string): boolean {
    const now = this.clock.monotonic();
    let minute = this.minutes.get(deviceId);
    if (minute === undefined || now - minute.startedAt >= WINDOW_MS) {
      if (minute) this.close(deviceId, minute);
      minute = { startedAt: now, count: 0 };
      this.minutes.set(deviceId, minute);
    }
    minute.count += 1;
    return minute.count <= this.perMinute;
  }

  /** The storms whose minute is over, each once. */
  takeEnded(): readonly TrapStorm[] {
    const now = this.clock.monotonic();
    for (const [deviceId, minute] of this.minutes) {
      if (now - minute.startedAt >= WINDOW_MS) this.close(deviceId, minute);
    }
    return this.over.splice(0);
  }

  private close(deviceId: string, { count }: Minute): void {
    this.minutes.delete(deviceId);
    if (count > this.perMinute) this.over.push({ deviceId, count });
  }
}
