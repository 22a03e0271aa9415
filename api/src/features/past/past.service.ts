import { Inject, Injectable } from '@nestjs/common';
import type { EventsThen, ThenQuery } from '@linewatch/shared';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { PastRepository } from './past.repository.js';

const MOST = 200;
const DAY_MS = 86_400_000;

/** What went on at an instant: what stood in the lists then, beside what is known of it today. */
@Injectable()
export class PastService {
  constructor(
    private readonly past: PastRepository,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Pick<Env, 'RETAIN_FAULT_LOG_DAYS'>,
  ) {}

  /**
   * A circuit that is not in scope leaves nothing, as in every list that is narrowed by one.
   *
   * @throws InvalidRequest for an instant that is still to come
   */
  async at(scope: Scope, { at, circuitId }: ThenQuery): Promise<EventsThen> {
    const now = this.clock.now();
    if (at > now) throw new InvalidRequest([{ field: 'at', reason: 'out-of-range' }]);
    const asked = { at, circuitId: circuitId ?? null, limit: MOST + 1 };
    const [faults, works] = await Promise.all([this.past.faults(scope, asked), this.past.works(scope, asked)]);
    const isRecorded = at >= now - this.env.RETAIN_FAULT_LOG_DAYS * DAY_MS;
    return {
      at: new Date(at).toISOString(),
      faults: faults.slice(0, MOST).map((fault) => ({ ...fault, shown: isRecorded ? fault.shown : null })),
      works: works.slice(0, MOST),
      truncated: faults.length > MOST || works.length > MOST,
    };
  }
}
