import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { MailFiles } from '../../platform/mail/mail-files.js';
import { BrandModule } from '../brand/index.js';
import { OutagesModule } from '../outages/index.js';
import { SlaModule } from '../sla/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { TicketsModule } from '../tickets/index.js';
import { CustomerStoryController } from './customer-story.controller.js';
import { CustomerStoryService } from './customer-story.service.js';
import { ReportAdviser } from './report-advice.js';
import { ReportDeliveryRepository } from './report-delivery.repository.js';
import { ReportDispatch } from './report-dispatch.js';
import { ReportFactsRepository } from './report-facts.repository.js';
import { ReportFileStore } from './report-file-store.js';
import { REPORT_KEEPER, ReportLetters } from './report-letter.js';
import { ReportMaker } from './report-maker.js';
import { ReportOrders } from './report-orders.js';
import { ReportResending } from './report-resending.js';
import { ReportScheduleRepository } from './report-schedule.repository.js';
import { ReportSchedulesController } from './report-schedules.controller.js';
import { ReportSchedulesService } from './report-schedules.service.js';
import { ReportSources } from './report-sources.js';
import { ReportVersionsService } from './report-versions.service.js';
import { ReportWishes } from './report-wishes.js';
import { ReportRepository } from './report.repository.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';

const MAKE_EVERY_MS = 2_000;
const SEND_EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 60 * 60_000;
/** Longer than the files of any report take to be written. */
const SWEEP_AGE_MS = 60 * 60_000;

/** Service reports: one set of numbers a customer and month, its files in every form and language, and their archive. */
@Module({
  imports: [BrandModule, OutagesModule, SlaModule, TelemetryModule, TicketsModule],
  controllers: [CustomerStoryController, ReportsController, ReportSchedulesController],
  providers: [
    ...[
      CustomerStoryService,
      ReportAdviser,
      ReportDeliveryRepository,
      ReportDispatch,
      ReportFactsRepository,
      ReportFileStore,
      ReportLetters,
    ],
    ...[ReportMaker, ReportOrders, ReportRepository, ReportResending, ReportScheduleRepository],
    ...[ReportSchedulesService, ReportSources, ReportsService, ReportVersionsService, ReportWishes],
  ],
  exports: [ReportScheduleRepository],
})
export class ReportsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly maker: ReportMaker,
    private readonly files: ReportFileStore,
    private readonly reports: ReportRepository,
    private readonly dispatch: ReportDispatch,
    private readonly mailFiles: MailFiles,
  ) {}

  onModuleInit(): void {
    this.jobs.every('reports.make', MAKE_EVERY_MS, (signal) => this.maker.work(signal));
    this.jobs.every('reports.send', SEND_EVERY_MS, (signal) => this.dispatch.work(signal));
    this.mailFiles.offer(REPORT_KEEPER, (key) => this.files.read(key));
    this.jobs.every('reports.sweep', SWEEP_EVERY_MS, async () => {
      const keys = await this.reports.orphansAmong(await this.files.sweepable(SWEEP_AGE_MS));
      for (const key of keys) await this.files.remove(key);
    });
  }
}
