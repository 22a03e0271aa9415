import { Module } from '@nestjs/common';
import { CircuitsModule } from '../circuits/index.js';
import { FaultsModule } from '../faults/index.js';
import { MaintenanceModule } from '../maintenance/index.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import { StateChangeRepository } from './state-change.repository.js';

/** The first page of a customer: are my lines all right? */
@Module({
  imports: [CircuitsModule, FaultsModule, MaintenanceModule],
  controllers: [OverviewController],
  providers: [OverviewService, StateChangeRepository],
})
export class OverviewModule {}
