import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { OutagesModule } from '../outages/index.js';
import { SlaModule } from '../sla/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { TicketsModule } from '../tickets/index.js';
import { ReportFileStore } from './report-file-store.js';
import { ReportMaker } from './report-maker.js';
import { ReportSources } from './report-sources.js';
import { ReportRepository } from './report.repository.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';

const MAKE_EVERY_MS = 2_000;
const SWEEP_EVERY_MS = 60 * 60_000;
/** Longer than the files of any report take to be written. */
const SWEEP_AGE_MS = 60 * 60_000;

/** Service reports: one set of numbers a customer and month, its files in every form and language, and their archive. */
@Module({
  imports: [OutagesModule, SlaModule, TelemetryModule, TicketsModule],
  controllers: [ReportsController],
  providers: [ReportFileStore, ReportMaker, ReportRepository, ReportSources, ReportsService],
})
export class ReportsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly maker: ReportMaker,
    private readonly files: ReportFileStore,
    private readonly reports: ReportRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.every('reports.make', MAKE_EVERY_MS, (signal) => this.maker.work(signal));
    this.jobs.every('reports.sweep', SWEEP_EVERY_MS, async () => {
      const keys = await this.reports.orphansAmong(await this.files.sweepable(SWEEP_AGE_MS));
      for (const key of keys) await this.files.remove(key);
    });
  }
}
