import { Module } from '@nestjs/common';
import { StateIntervalRepository, TelemetryModule } from '../telemetry/index.js';
import { TicketsModule } from '../tickets/index.js';
import { WorksCoverModule } from '../works-cover/index.js';
import { CircuitTimes } from './circuit-times.js';
import { OutageLedger } from './outage-ledger.js';
import { OutageRepository } from './outage.repository.js';
import { OutagesController } from './outages.controller.js';
import { OutagesService } from './outages.service.js';

/** Outages of circuits with their evidence, and the time of circuits in four states. Exports what an SLA is reckoned from. */
@Module({
  imports: [TelemetryModule, TicketsModule, WorksCoverModule],
  controllers: [OutagesController],
  providers: [CircuitTimes, OutageLedger, OutageRepository, OutagesService],
  exports: [CircuitTimes, OutageLedger, OutagesService],
})
export class OutagesModule {
  /** Listens from the very first: what founds a house tells its past before modules are started. */
  constructor(history: StateIntervalRepository, ledger: OutageLedger) {
    history.onDownTime((tx, retold) => ledger.keepInStep(tx, retold));
  }
}
