import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { AttemptRepository } from './attempt.repository.js';
import { SessionRepository } from './session.repository.js';

const EVERY_MS = 10 * 60_000;
const ATTEMPTS_KEPT_MS = 2 * 60 * 60_000;

/** Removes sessions that are over and attempts that no longer count. */
@Injectable()
export class IdentitySweep implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly attempts: AttemptRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('identity.sweep', EVERY_MS, () =>
      this.database.transaction(async (tx) => {
        const now = this.clock.now();
        await this.sessions.removeExpired(tx, now);
        await this.attempts.removeOlderThan(tx, now - ATTEMPTS_KEPT_MS);
      }),
    );
  }
}
