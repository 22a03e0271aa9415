import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { CircuitsModule } from '../circuits/index.js';
import { CollectorsModule } from '../collectors/index.js';
import { DiscoveryModule } from '../discovery/index.js';
import { InventoryModule } from '../inventory/index.js';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityRepository } from './availability.repository.js';
import { AvailabilityService } from './availability.service.js';
import { BatchParts } from './batch-parts.js';
import { ChangeAnnouncer } from './change-announcer.js';
import { ChangeRepository } from './change.repository.js';
import { ChangesController } from './changes.controller.js';
import { ChangesService } from './changes.service.js';
import { ChartFileService } from './chart-file.service.js';
import { CircuitHistoryController } from './circuit-history.controller.js';
import { CircuitHistoryRepository } from './circuit-history.repository.js';
import { CircuitKeeper } from './circuit-keeper.js';
import { CircuitStateRepository } from './circuit-state.repository.js';
import { CircuitTrendService } from './circuit-trend.service.js';
import { CollectorController } from './collector.controller.js';
import { DeviceContactRepository } from './device-contact.repository.js';
import { HandOver } from './hand-over.js';
import { HourSealing } from './hour-sealing.js';
import { IngestLedger } from './ingest-ledger.repository.js';
import { IngestMetrics } from './ingest-metrics.js';
import { IngestService } from './ingest.service.js';
import { PortStateRepository } from './port-state.repository.js';
import { QuietReadings } from './quiet-readings.js';
import { Retention } from './retention.js';
import { RollUps } from './roll-ups.js';
import { RollupRepository } from './rollup.repository.js';
import { SampleStore } from './sample-store.js';
import { SamplesService } from './samples.service.js';
import { ShortBreaks } from './short-breaks.js';
import { ShownStateRepository } from './shown-state.repository.js';
import { SilenceJudge } from './silence-judge.js';
import { SilenceWatch } from './silence-watch.js';
import { StateIntervalRepository } from './state-interval.repository.js';
import { StateKeeper } from './state-keeper.js';
import { StateRetention } from './state-retention.js';
import { StatesService } from './states.service.js';
import { ThenController } from './then.controller.js';
import { ThenService } from './then.service.js';
import { Topology } from './topology.js';
import { WorkListService } from './work-list.service.js';

const SILENCE_EVERY_MS = 2_000;
const ROLL_UP_EVERY_MS = 5_000;
const SEALING_EVERY_MS = 60_000;
const RETENTION_EVERY_MS = 10 * 60_000;

/** Telemetry: what collectors deliver becomes samples, states and their history, and what is read of them. */
@Module({
  imports: [CircuitsModule, CollectorsModule, DiscoveryModule, InventoryModule],
  controllers: [
    AvailabilityController,
    ChangesController,
    CircuitHistoryController,
    CollectorController,
    ThenController,
  ],
  providers: [
    AvailabilityRepository,
    AvailabilityService,
    BatchParts,
    ChangeAnnouncer,
    ChangeRepository,
    ChangesService,
    ChartFileService,
    CircuitHistoryRepository,
    CircuitKeeper,
    CircuitStateRepository,
    CircuitTrendService,
    DeviceContactRepository,
    HandOver,
    HourSealing,
    IngestLedger,
    IngestMetrics,
    IngestService,
    PortStateRepository,
    QuietReadings,
    Retention,
    RollUps,
    RollupRepository,
    SampleStore,
    SamplesService,
    ShortBreaks,
    ShownStateRepository,
    SilenceJudge,
    SilenceWatch,
    StateIntervalRepository,
    StateKeeper,
    StateRetention,
    StatesService,
    ThenService,
    Topology,
    WorkListService,
  ],
  exports: [
    BatchParts,
    ChangeAnnouncer,
    CircuitStateRepository,
    CircuitTrendService,
    PortStateRepository,
    RollupRepository,
    SamplesService,
    SampleStore,
    ShownStateRepository,
    StateIntervalRepository,
  ],
})
export class TelemetryModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly silence: SilenceWatch,
    private readonly rollUps: RollUps,
    private readonly sealing: HourSealing,
    private readonly retention: Retention,
    private readonly stateRetention: StateRetention,
  ) {}

  onModuleInit(): void {
    this.jobs.every('telemetry.silence', SILENCE_EVERY_MS, async () => {
      await this.silence.look();
    });
    this.jobs.every('telemetry.roll-ups', ROLL_UP_EVERY_MS, async (signal) => {
      // A backlog is worked off in one go, a few buckets a transaction.
      while (!signal.aborted && (await this.rollUps.run()) > 0);
    });
    this.jobs.every('telemetry.sealing', SEALING_EVERY_MS, async (signal) => {
      await this.sealing.run(signal);
    });
    this.jobs.every('telemetry.retention', RETENTION_EVERY_MS, (signal) => this.retention.run(signal));
    this.jobs.every('telemetry.state-retention', RETENTION_EVERY_MS, (signal) => this.stateRetention.run(signal));
  }
}
