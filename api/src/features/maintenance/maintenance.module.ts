import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { CircuitsModule } from '../circuits/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { WorksCoverModule } from '../works-cover/index.js';
import { AffectedCircuits } from './affected-circuits.repository.js';
import { BlackoutRepository } from './blackout.repository.js';
import { BlackoutsController } from './blackouts.controller.js';
import { BlackoutsService } from './blackouts.service.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarFeeds } from './calendar-feeds.js';
import { CircuitBackup } from './circuit-backup.js';
import { CircuitBackupController } from './circuit-backup.controller.js';
import { ComparisonRepository } from './comparison.repository.js';
import { PlanChecks } from './plan-checks.js';
import { PlanConflicts } from './plan-conflicts.repository.js';
import { WorkAnswers } from './work-answers.js';
import { WorkClock } from './work-clock.js';
import { WorkNews } from './work-news.js';
import { WorkPlanning } from './work-planning.js';
import { WorkRepository } from './work.repository.js';
import { WorkSteps } from './work-steps.js';
import { WorkWriter } from './work.writer.js';
import { WorksController } from './works.controller.js';
import { WorksService } from './works.service.js';

const LOOK_EVERY_MS = 2_000;

/** Planned works (割接): planning, approval, announcement, answers, what they cover, and how the lines are afterwards. */
@Module({
  imports: [CircuitsModule, TelemetryModule, WorksCoverModule],
  controllers: [BlackoutsController, CalendarController, CircuitBackupController, WorksController],
  providers: [
    AffectedCircuits,
    BlackoutRepository,
    BlackoutsService,
    CalendarFeeds,
    CircuitBackup,
    ComparisonRepository,
    PlanChecks,
    PlanConflicts,
    WorkAnswers,
    WorkClock,
    WorkNews,
    WorkPlanning,
    WorkRepository,
    WorkSteps,
    WorkWriter,
    WorksService,
  ],
  exports: [AffectedCircuits, WorksCoverModule, WorksService, WorkWriter],
})
export class MaintenanceModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly works: WorkClock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('maintenance.look', LOOK_EVERY_MS, () => this.works.look());
  }
}
