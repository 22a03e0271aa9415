import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { CircuitLife } from './circuit-life.js';
import { CircuitStepsController } from './circuit-steps.controller.js';
import { CircuitStepRepository } from './circuit-step.repository.js';
import { StoppedLine } from './stopped-line.js';

/** The life of circuits from design to termination: who moves them, and what a step does to the watch over them. */
@Module({
  imports: [InventoryModule, TelemetryModule],
  controllers: [CircuitStepsController],
  providers: [CircuitLife, CircuitStepRepository, StoppedLine],
  exports: [CircuitStepRepository, StoppedLine],
})
export class CircuitLifeModule {}
