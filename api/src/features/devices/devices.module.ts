import { Module } from '@nestjs/common';
import { DiscoveryModule } from '../discovery/index.js';
import { DeviceDetailRepository } from './device-detail.repository.js';
import { DeviceDetailService } from './device-detail.service.js';
import { DeviceListRepository } from './device-list.repository.js';
import { DevicesController } from './devices.controller.js';
import { DevicesService } from './devices.service.js';

/** Devices as the NOC reads them: the list, and one of them. */
@Module({
  imports: [DiscoveryModule],
  controllers: [DevicesController],
  providers: [DevicesService, DeviceDetailRepository, DeviceDetailService, DeviceListRepository],
})
export class DevicesModule {}
