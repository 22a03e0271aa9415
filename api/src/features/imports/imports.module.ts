import { Module } from '@nestjs/common';
import { CircuitLifeModule } from '../circuit-life/index.js';
import { CircuitsModule } from '../circuits/index.js';
import { CustomersModule } from '../customers/index.js';
import { InventoryModule } from '../inventory/index.js';
import { ExportRowsRepository } from './export-rows.repository.js';
import { ExportsController } from './exports.controller.js';
import { ExportsService } from './exports.service.js';
import { HouseIndexReader } from './house-index.js';
import { ImportRunRepository } from './import-run.repository.js';
import { ImportSweep } from './import-sweep.js';
import { ImportWriter } from './import-writer.js';
import { ImportsController } from './imports.controller.js';
import { ImportsService } from './imports.service.js';

/** The inventory in and out as tables: customers, sites, devices, circuits. */
@Module({
  imports: [CircuitLifeModule, CircuitsModule, CustomersModule, InventoryModule],
  controllers: [ExportsController, ImportsController],
  providers: [
    ExportRowsRepository,
    ExportsService,
    HouseIndexReader,
    ImportRunRepository,
    ImportsService,
    ImportSweep,
    ImportWriter,
  ],
})
export class ImportsModule {}
