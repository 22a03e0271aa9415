import { Module } from '@nestjs/common';
import { DiscoveryModule } from '../discovery/index.js';
import { InventoryModule } from '../inventory/index.js';
import { CredentialsController } from './credentials.controller.js';
import { DeviceSetupController } from './device-setup.controller.js';
import { DeviceSetupService } from './device-setup.service.js';
import { MeasurePointsController } from './measure-points.controller.js';
import { MeasurePointsService } from './measure-points.service.js';
import { PollProfilesController } from './poll-profiles.controller.js';
import { PollingSetupService } from './polling-setup.service.js';

/** What staff lay down of devices: where they are, how they are asked, and how often. */
@Module({
  imports: [DiscoveryModule, InventoryModule],
  controllers: [CredentialsController, DeviceSetupController, MeasurePointsController, PollProfilesController],
  providers: [DeviceSetupService, MeasurePointsService, PollingSetupService],
})
export class DeviceSetupModule {}
