import { Module } from '@nestjs/common';
import { FaultChanges } from './fault-changes.js';
import { FaultTurn } from './fault-turn.js';
import { OpenFaults } from './open-faults.js';

/** Faults: what is wrong with the lines, as alarms for the operator and as faults for the customers. */
@Module({
  providers: [FaultChanges, FaultTurn, OpenFaults],
  exports: [FaultChanges, OpenFaults],
})
export class FaultsModule {}
