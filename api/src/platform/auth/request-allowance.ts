import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import type { Response } from 'express';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../clock/clock.js';
import { SteadyBuckets } from '../limits/steady-buckets.js';

/**
 * What requests are counted by: `token` for machines and addresses that show tokens, `session` for people, `catch-up`
 * for what people's pages ask by themselves after the live feed was away.
 */
export type Allowance = 'token' | 'session' | 'catch-up';

/** Sockets that a person's ten sessions may hold; after a restart all of them come back at once and ask what they missed. */
const CATCH_UPS_AT_ONCE = 200;

/**
 * How many requests a token, an address that shows tokens, or a person may make. What is counted are reads, so each
 * instance counts for itself.
 *
 * @see draft-ietf-httpapi-ratelimit-headers section 4 (RateLimit) and section 3 (RateLimit-Policy)
 */
@Injectable()
export class RequestAllowance {
  private readonly buckets: Readonly<Record<Allowance, SteadyBuckets>>;

  constructor(
    @Inject(ENV) env: Env,
    private readonly clock: Clock,
  ) {
    const { SESSION_REQUESTS_PER_S: perSecond, SESSION_REQUESTS_BURST: burst } = env;
    this.buckets = {
      token: new SteadyBuckets(env.TOKEN_REQUESTS_PER_S, env.TOKEN_REQUESTS_BURST),
      session: new SteadyBuckets(perSecond, burst),
      'catch-up': new SteadyBuckets(perSecond, Math.max(burst, CATCH_UPS_AT_ONCE)),
    };
  }

  /**
   * Takes one request from a subject, and says in the answer how many it has left.
   *
   * @throws DomainError `request.too-many` with `retryAfter` in seconds
   */
  spend(allowance: Allowance, subject: string, response: Response): void {
    const buckets = this.buckets[allowance];
    const { perSecond, burst } = buckets;
    const now = this.clock.now();
    const window = String(Math.ceil(burst / perSecond));
    response.setHeader('RateLimit-Policy', `"${allowance}";q=${String(burst)};w=${window}`);
    const isAllowed = buckets.take(subject, now);
    const left = buckets.left(subject, now);
    if (!isAllowed) {
      const retryAfter = Math.max(1, Math.ceil((1 - left) / perSecond));
      response.setHeader('RateLimit', `"${allowance}";r=0;t=${String(retryAfter)}`);
      throw new DomainError('request.too-many', 'Too many requests; wait a while', { retryAfter });
    }
    const fullInS = Math.ceil((burst - left) / perSecond);
    response.setHeader('RateLimit', `"${allowance}";r=${String(Math.floor(left))};t=${String(fullInS)}`);
  }
}
