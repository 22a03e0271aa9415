import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Jobs } from '../jobs/jobs.js';
import { OutboxRepository } from './outbox.repository.js';

/** How long a change can be asked for after it happened. A client away for longer reads its lists again. */
export const OUTBOX_KEPT_MS = 15 * 60_000;
const EVERY_MS = 60_000;

/** Keeps the outbox short. */
@Injectable()
export class OutboxPruning implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('outbox.prune', EVERY_MS, async (signal) => {
      let removed = 1;
      while (removed > 0 && !signal.aborted) {
        removed = await this.outbox.removeOlderThan(this.clock.now() - OUTBOX_KEPT_MS);
      }
    });
  }
}
