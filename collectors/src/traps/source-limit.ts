import type { Clock } from '../clock/clock.js';

interface Bucket {
  tokens: number;
  at: number;
}

/** How many datagrams of one source are looked at: a token bucket each, so that one flood does not hide the others. */
export class SourceLimit {
  private readonly buckets = new Map<string, Bucket>();

  /**
   * @param perSecond how many in the long run
   * @param burst how many at once, after a time of silence
   */
  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** Whether a datagram of this source is looked at now. Sources are registered devices, so their number is bounded. */
  admits(source: string): boolean {
    const now = this.clock.monotonic();
    const bucket = this.buckets.get(source) ?? { tokens: this.burst, at: now };
    const tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.at) / 1_000) * this.perSecond);
    const isAdmitted = tokens >= 1;
    this.buckets.set(source, { tokens: isAdmitted ? tokens - 1 : tokens, at: now });
    return isAdmitted;
  }
}
