import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { DiscoveryModule } from '../discovery/index.js';
import { FaultsModule } from '../faults/index.js';
import { MeasuresModule } from '../measures/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { WorksCoverModule } from '../works-cover/index.js';
import { EvidenceSearch } from './evidence-search.js';
import { LineTestRepository } from './line-test.repository.js';
import { LineTestWork } from './line-test-work.js';
import { LineTestsController } from './line-tests.controller.js';
import { LineTestsService } from './line-tests.service.js';
import { TestedLine } from './tested-line.repository.js';

const LOOK_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Tests of lines: both ends are read at once, and a verdict says on whose side the trouble is. */
@Module({
  imports: [DiscoveryModule, FaultsModule, MeasuresModule, TelemetryModule, WorksCoverModule],
  controllers: [LineTestsController],
  providers: [EvidenceSearch, LineTestRepository, LineTestWork, LineTestsService, TestedLine],
  exports: [LineTestsService],
})
export class LineTestsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly work: LineTestWork,
  ) {}

  onModuleInit(): void {
    this.jobs.every('line-tests.look', LOOK_EVERY_MS, () => this.work.look());
    this.jobs.every('line-tests.forget', FORGET_EVERY_MS, () => this.work.forgetOld());
  }
}
