import { Module } from '@nestjs/common';
import { CollectorsModule } from '../collectors/index.js';
import { FaultsModule } from '../faults/index.js';
import { MaintenanceModule } from '../maintenance/index.js';
import { TicketsModule } from '../tickets/index.js';
import { ShiftFactsReader } from './shift-facts.js';
import { ShiftSheetRepository } from './shift-sheet.repository.js';
import { ShiftsController } from './shifts.controller.js';
import { ShiftsService } from './shifts.service.js';

/** Shifts of operations: what one leaves to the next, and who signed for it. */
@Module({
  imports: [CollectorsModule, FaultsModule, MaintenanceModule, TicketsModule],
  controllers: [ShiftsController],
  providers: [ShiftFactsReader, ShiftSheetRepository, ShiftsService],
  exports: [ShiftSheetRepository],
})
export class ShiftsModule {}
