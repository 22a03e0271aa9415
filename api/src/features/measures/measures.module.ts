import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { BatchParts, TelemetryModule } from '../telemetry/index.js';
import { LatencyChart } from './latency-chart.js';
import { LineChart } from './line-chart.js';
import { MeasuredCircuitRepository } from './measured-circuit.repository.js';
import { MeasureIntake } from './measure-intake.js';
import { MeasureReader } from './measure-reader.js';
import { MeasureRepository } from './measure.repository.js';
import { MeasureRetention } from './measure-retention.js';
import { MeasureSumRepository } from './measure-sum.repository.js';
import { MeasureSumming } from './measure-summing.js';
import { MeasuresController } from './measures.controller.js';
import { MeasuresService } from './measures.service.js';
import { OpticalChart } from './optical-chart.js';

const SUM_UP_EVERY_MS = 5_000;
const RETENTION_EVERY_MS = 10 * 60_000;

/** Measurements besides the counters of ports: lines, optical levels, and latency, loss and jitter. */
@Module({
  imports: [TelemetryModule],
  controllers: [MeasuresController],
  providers: [
    LatencyChart,
    LineChart,
    MeasuredCircuitRepository,
    MeasureIntake,
    MeasureReader,
    MeasureRepository,
    MeasureRetention,
    MeasureSumRepository,
    MeasureSumming,
    MeasuresService,
    OpticalChart,
  ],
  exports: [MeasureReader, MeasureRepository, MeasureSumRepository],
})
export class MeasuresModule implements OnModuleInit {
  constructor(
    private readonly parts: BatchParts,
    private readonly intake: MeasureIntake,
    private readonly jobs: Jobs,
    private readonly summing: MeasureSumming,
    private readonly retention: MeasureRetention,
  ) {}

  onModuleInit(): void {
    this.parts.join(this.intake);
    this.jobs.every('measures.sums', SUM_UP_EVERY_MS, async (signal) => {
      // A backlog is worked off in one go, a few buckets a transaction.
      while (!signal.aborted && (await this.summing.run()) > 0);
    });
    this.jobs.every('measures.retention', RETENTION_EVERY_MS, (signal) => this.retention.run(signal));
  }
}
