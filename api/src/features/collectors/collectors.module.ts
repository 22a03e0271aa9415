import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { InventoryModule } from '../inventory/index.js';
import { CollectorHealth } from './collector-health.js';
import { CollectorsController } from './collectors.controller.js';
import { CollectorsService } from './collectors.service.js';
import { DeviceHolds } from './device-holds.repository.js';
import { LiveCollectors } from './live-collectors.js';
import { WorkDivision } from './work-division.js';

/** The collectors: who is there, who polls what, and who is not well. */
@Module({
  imports: [IdentityModule, InventoryModule],
  controllers: [CollectorsController],
  providers: [CollectorHealth, CollectorsService, DeviceHolds, LiveCollectors, WorkDivision],
  exports: [CollectorHealth, CollectorsService, WorkDivision],
})
export class CollectorsModule {}
