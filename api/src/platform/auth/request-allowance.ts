import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import type { Response } from 'express';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../clock/clock.js';

interface Bucket {
  left: number;
  at: number;
}

/** Subjects that are remembered at once; a full bucket is as good as a forgotten one. */
const SUBJECTS = 10_000;

/**
 * How many requests a token, or an address that shows tokens, may make: a bucket that fills steadily. In the memory
 * of this process: what is counted are reads, and an instance more makes the limit no tighter than it has to be.
 *
 * @see draft-ietf-httpapi-ratelimit-headers section 4 (RateLimit) and section 3 (RateLimit-Policy)
 */
@Injectable()
export class RequestAllowance {
  private readonly buckets = new Map<string, Bucket>();
  private readonly perSecond: number;
  private readonly burst: number;

  constructor(
    @Inject(ENV) env: Env,
    private readonly clock: Clock,
  ) {
    this.perSecond = env.TOKEN_REQUESTS_PER_S;
    this.burst = env.TOKEN_REQUESTS_BURST;
  }

  /**
   * Takes one request from a subject, and says in the answer how many it has left.
   *
   * @throws DomainError `request.too-many` with `retryAfter` in seconds
   */
  spend(subject: string, response: Response): void {
    const bucket = this.bucketOf(subject, this.clock.now());
    const window = Math.ceil(this.burst / this.perSecond);
    response.setHeader('RateLimit-Policy', `"token";q=${String(this.burst)};w=${String(window)}`);
    if (bucket.left < 1) {
      const retryAfter = Math.max(1, Math.ceil((1 - bucket.left) / this.perSecond));
      response.setHeader('RateLimit', `"token";r=0;t=${String(retryAfter)}`);
      throw new DomainError('request.too-many', 'Too many requests; wait a while', { retryAfter });
    }
    bucket.left -= 1;
    const fullInS = Math.ceil((this.burst - bucket.left) / this.perSecond);
    response.setHeader('RateLimit', `"token";r=${String(Math.floor(bucket.left))};t=${String(fullInS)}`);
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
