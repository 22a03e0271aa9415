import { Module, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { TelemetryModule } from '../telemetry/index.js';
import { WorksCoverModule } from '../works-cover/index.js';
import { AlarmActing } from './alarm-acts.js';
import { AlarmEngine } from './alarm-engine.js';
import { AlarmListRepository } from './alarm-list.repository.js';
import { AlarmsController } from './alarms.controller.js';
import { AlarmsService } from './alarms.service.js';
import { FaultListRepository } from './fault-list.repository.js';
import { FaultTakeUp } from './fault-take-up.js';
import { FaultsController } from './faults.controller.js';
import { FaultsService } from './faults.service.js';
import { ShelvesService } from './shelves.service.js';
import { StaffRepository } from './staff.repository.js';
import { AlarmRepository } from './alarm.repository.js';
import { ConditionJudge } from './condition-judge.js';
import { Correlator } from './correlator.js';
import { DeviceConditions, DeviceRestarts, HouseConditions, UnknownCircuits } from './device-conditions.js';
import { ErrorWatch } from './error-watch.js';
import { FaultChanges } from './fault-changes.js';
import { FaultKeeper } from './fault-keeper.js';
import { FaultRepository } from './fault.repository.js';
import { FaultRetention } from './fault-retention.js';
import { FaultTelling } from './fault-telling.js';
import { FaultTurn } from './fault-turn.js';
import { LevelWatch } from './level-watch.js';
import { LineJudge } from './line-judge.js';
import { LineMap } from './line-map.repository.js';
import { MetricValues } from './metric-values.js';
import { OpenFaults } from './open-faults.js';
import { PointWatch } from './point-watch.js';
import { PointRepository } from './point.repository.js';
import { SharedResources } from './shared-resources.js';
import { ShelfRepository } from './shelves.repository.js';
import { Silencing } from './silencing.js';
import { ThresholdRepository } from './threshold.repository.js';
import { ThresholdsController } from './thresholds.controller.js';
import { ThresholdsService } from './thresholds.service.js';
import { TmfAlarmRepository } from './tmf-alarm.repository.js';
import { TmfAlarmsController } from './tmf-alarms.controller.js';
import { TmfAlarmsService } from './tmf-alarms.service.js';
import { WatchRepository } from './watch.repository.js';

const LINES_EVERY_MS = 1_000;
const CONDITIONS_EVERY_MS = 5_000;
const RETENTION_EVERY_MS = 3_600_000;

/** Faults: what is wrong with the lines, as alarms for the operator and as faults for the customers. */
@Module({
  imports: [TelemetryModule, WorksCoverModule],
  controllers: [AlarmsController, FaultsController, ThresholdsController, TmfAlarmsController],
  providers: [
    AlarmActing,
    AlarmListRepository,
    AlarmsService,
    FaultListRepository,
    FaultTakeUp,
    FaultsService,
    ShelvesService,
    StaffRepository,
    AlarmEngine,
    AlarmRepository,
    ConditionJudge,
    Correlator,
    DeviceConditions,
    DeviceRestarts,
    ErrorWatch,
    FaultChanges,
    FaultKeeper,
    FaultRepository,
    FaultRetention,
    FaultTelling,
    FaultTurn,
    HouseConditions,
    LevelWatch,
    LineJudge,
    LineMap,
    MetricValues,
    OpenFaults,
    PointRepository,
    PointWatch,
    SharedResources,
    ShelfRepository,
    Silencing,
    ThresholdRepository,
    ThresholdsService,
    TmfAlarmRepository,
    TmfAlarmsService,
    UnknownCircuits,
    WatchRepository,
  ],
  exports: [FaultChanges, FaultsService, OpenFaults],
})
export class FaultsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly engine: AlarmEngine,
    private readonly database: Database,
    private readonly turn: FaultTurn,
    private readonly retention: FaultRetention,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.transaction((tx) => this.turn.prepare(tx));
    this.jobs.every('faults.lines', LINES_EVERY_MS, async (signal) => {
      while (!signal.aborted && (await this.engine.lookAtDue()) > 0);
    });
    this.jobs.every('faults.retention', RETENTION_EVERY_MS, (signal) => this.retention.run(signal));
    this.jobs.every('faults.conditions', CONDITIONS_EVERY_MS, () => this.engine.lookAtConditions());
  }
}
