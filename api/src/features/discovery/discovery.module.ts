import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { InventoryModule } from '../inventory/index.js';
import { BindingRepository } from './binding.repository.js';
import { BoundEnds } from './bound-ends.repository.js';
import { CollectorDiscoveriesController } from './collector-discoveries.controller.js';
import { ContradictionWatch } from './contradiction-watch.js';
import { DeviceHolder } from './device-holder.repository.js';
import { DiscoveryIntake } from './discovery-intake.js';
import { DiscoveryRepository } from './discovery.repository.js';
import { DiscoverySchedule } from './discovery-schedule.repository.js';
import { InventoryNoticesController } from './inventory-notices.controller.js';
import { NoticeRepository } from './notice.repository.js';
import { NoticesService } from './notices.service.js';
import { PollWishes } from './poll-wishes.repository.js';

const LOOK_AGAIN_EVERY_MS = 60_000;
const WALK_EVERY_MS = 10 * 60_000;

/** Discovery of devices, and what contradicts the inventory. */
@Module({
  imports: [InventoryModule],
  controllers: [CollectorDiscoveriesController, InventoryNoticesController],
  providers: [
    BindingRepository,
    BoundEnds,
    ContradictionWatch,
    DeviceHolder,
    DiscoveryIntake,
    DiscoveryRepository,
    DiscoverySchedule,
    NoticeRepository,
    NoticesService,
    PollWishes,
  ],
  exports: [ContradictionWatch, DiscoveryRepository, DiscoverySchedule, PollWishes],
})
export class DiscoveryModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly watch: ContradictionWatch,
  ) {}

  onModuleInit(): void {
    this.jobs.every('inventory.look-again', LOOK_AGAIN_EVERY_MS, () => this.watch.lookAgain());
    this.jobs.every('inventory.walk', WALK_EVERY_MS, (signal) => this.watch.walk(signal));
  }
}
