import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import type { Response } from 'express';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../clock/clock.js';
import { SteadyBuckets } from '../limits/steady-buckets.js';

/**
 * How many requests a token, or an address that shows tokens, may make. What is counted are reads, so each instance
 * counts for itself.
 *
 * @see draft-ietf-httpapi-ratelimit-headers section 4 (RateLimit) and section 3 (RateLimit-Policy)
 */
@Injectable()
export class RequestAllowance {
  private readonly buckets: SteadyBuckets;

  constructor(
    @Inject(ENV) env: Env,
    private readonly clock: Clock,
  ) {
    this.buckets = new SteadyBuckets(env.TOKEN_REQUESTS_PER_S, env.TOKEN_REQUESTS_BURST);
  }

  /**
   * Takes one request from a subject, and says in the answer how many it has left.
   *
   * @throws DomainError `request.too-many` with `retryAfter` in seconds
   */
  spend(subject: string, response: Response): void {
    const { perSecond, burst } = this.buckets;
    const now = this.clock.now();
    response.setHeader('RateLimit-Policy', `"token";q=${String(burst)};w=${String(Math.ceil(burst / perSecond))}`);
    const isAllowed = this.buckets.take(subject, now);
    const left = this.buckets.left(subject, now);
    if (!isAllowed) {
      const retryAfter = Math.max(1, Math.ceil((1 - left) / perSecond));
      response.setHeader('RateLimit', `"token";r=0;t=${String(retryAfter)}`);
      throw new DomainError('request.too-many', 'Too many requests; wait a while', { retryAfter });
    }
    const fullInS = Math.ceil((burst - left) / perSecond);
    response.setHeader('RateLimit', `"token";r=${String(Math.floor(left))};t=${String(fullInS)}`);
  }
}
