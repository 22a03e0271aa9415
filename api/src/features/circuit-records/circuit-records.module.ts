import { Module } from '@nestjs/common';
import { CircuitLifeModule } from '../circuit-life/index.js';
import { CircuitsModule } from '../circuits/index.js';
import { InventoryModule } from '../inventory/index.js';
import { CircuitFormCheck } from './circuit-form-check.js';
import { CircuitRecordRepository } from './circuit-record.repository.js';
import { CircuitRecords } from './circuit-records.js';
import { CircuitRecordsController } from './circuit-records.controller.js';
import { EndPorts } from './end-ports.js';

/** Circuits as staff enter and correct them, one at a time. Exports nothing. */
@Module({
  imports: [CircuitLifeModule, CircuitsModule, InventoryModule],
  controllers: [CircuitRecordsController],
  providers: [CircuitFormCheck, CircuitRecordRepository, CircuitRecords, EndPorts],
})
export class CircuitRecordsModule {}
