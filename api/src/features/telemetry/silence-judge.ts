import { Injectable } from '@nestjs/common';
import { STALE_AFTER_INTERVALS } from '@linewatch/shared';
import { Clock } from '../../platform/clock/clock.js';

/**
 * Whether a port may be called silent yet. After a stop of this API the collectors' spools come first: until 2.5
 * intervals have gone by, an old reading shows only that nobody took it, not that the port fell silent.
 */
@Injectable()
export class SilenceJudge {
  private readonly startedAt: number;

  constructor(private readonly clock: Clock) {
    this.startedAt = clock.now();
  }

  /** ms, now; or null while it is too early for ports with this interval. */
  judgedAt(intervalMs: number): number | null {
    const now = this.clock.now();
    return now - this.startedAt < STALE_AFTER_INTERVALS * intervalMs ? null : now;
  }
}
