import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { TrapDeliveryController } from './trap-delivery.controller.js';
import { TrapRepository } from './trap.repository.js';
import { TrapsController } from './traps.controller.js';
import { TrapsService } from './traps.service.js';

const RETENTION_EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** Traps as collectors hand them over and as the NOC reads them. No state comes of them. */
@Module({
  controllers: [TrapDeliveryController, TrapsController],
  providers: [TrapRepository, TrapsService],
})
export class TrapsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly traps: TrapRepository,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: Pick<Env, 'RETAIN_TRAP_DAYS'>,
  ) {}

  onModuleInit(): void {
    this.jobs.every('traps.retention', RETENTION_EVERY_MS, async (signal) => {
      const before = this.clock.now() - this.kept.RETAIN_TRAP_DAYS * DAY_MS;
      while (!signal.aborted && (await this.traps.removeOld(before)) > 0);
    });
  }
}
