import { Module } from '@nestjs/common';
import { CircuitsModule } from '../circuits/index.js';
import { FaultsModule } from '../faults/index.js';
import { SlaModule } from '../sla/index.js';
import { WorksCoverModule } from '../works-cover/index.js';
import { DeviceImpactController } from './device-impact.controller.js';
import { DeviceImpactRepository } from './device-impact.repository.js';
import { DeviceImpactService } from './device-impact.service.js';

/** Who is behind a device: customers, circuits, their faults and the works at them. */
@Module({
  imports: [CircuitsModule, FaultsModule, SlaModule, WorksCoverModule],
  controllers: [DeviceImpactController],
  providers: [DeviceImpactRepository, DeviceImpactService],
})
export class DeviceImpactModule {}
