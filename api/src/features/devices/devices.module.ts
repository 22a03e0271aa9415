import { Module } from '@nestjs/common';
import { DeviceListRepository } from './device-list.repository.js';
import { DevicesController } from './devices.controller.js';
import { DevicesService } from './devices.service.js';

/** The list of devices as the NOC reads it. */
@Module({
  controllers: [DevicesController],
  providers: [DevicesService, DeviceListRepository],
})
export class DevicesModule {}
