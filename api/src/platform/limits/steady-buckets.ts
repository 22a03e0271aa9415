interface Bucket {
  left: number;
  at: number;
}

/** Subjects that are remembered at once; a full bucket is as good as a forgotten one. */
const SUBJECTS = 10_000;

/**
 * A bucket for each subject, which fills steadily and is emptied by one at a time. In the memory of this process: for
 * what an instance more does not have to make any tighter.
 */
export class SteadyBuckets {
  private readonly buckets = new Map<string, Bucket>();

  /**
   * @param perSecond by how much a bucket fills
   * @param burst how much it holds
   */
  constructor(
    readonly perSecond: number,
    readonly burst: number,
  ) {}

  /** How much a subject has left, a part of one included. */
  left(subject: string, now: number): number {
    return this.bucketOf(subject, now).left;
  }

  /** Takes one. @returns whether there was one */
  take(subject: string, now: number): boolean {
    const bucket = this.bucketOf(subject, now);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  private bucketOf(subject: string, now: number): Bucket {
    const before = this.buckets.get(subject) ?? { left: this.burst, at: now };
    const left = Math.min(this.burst, before.left + ((now - before.at) / 1_000) * this.perSecond);
    const bucket = { left, at: now };
    // Put in anew, so that the first of the map is who has asked for nothing the longest.
    this.buckets.delete(subject);
    this.buckets.set(subject, bucket);
    if (this.buckets.size > SUBJECTS) this.forgetOldest();
    return bucket;
  }

  private forgetOldest(): void {
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
