import { Clock } from '../platform/clock/clock.js';

/** A clock that a spec moves. */
export class ManualClock extends Clock {
  constructor(private time = Date.UTC(2026, 10, 21, 8, 0, 0)) {
    super();
  }

  override now(): number {
    return this.time;
  }

  advance(ms: number): void {
    this.time += ms;
  }
}
