import type { Clock } from '../clock/clock.js';

/** Time for probes, in nanoseconds: it begins at the wall clock and goes on by the monotonic one, so that no run sees a step. */
export class ProbeClock {
  private readonly wallNs: bigint;
  private readonly begunAt: number;

  constructor(private readonly clock: Clock) {
    this.wallNs = BigInt(Math.round(clock.now() * 1_000)) * 1_000n;
    this.begunAt = clock.monotonic();
  }

  /** Nanoseconds since the Unix epoch. */
  now(): bigint {
    return this.wallNs + BigInt(Math.round((this.clock.monotonic() - this.begunAt) * 1_000_000));
  }
}
