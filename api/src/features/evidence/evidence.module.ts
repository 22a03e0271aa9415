import { Module, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { BrandModule } from '../brand/index.js';
import { OutagesModule } from '../outages/index.js';
import { SlaModule } from '../sla/index.js';
import { TelemetryModule } from '../telemetry/index.js';
import { EvidenceFactsRepository } from './evidence-facts.repository.js';
import { EvidenceFileStore } from './evidence-file-store.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceKey } from './evidence-key.js';
import { EvidenceMaker } from './evidence-maker.js';
import { EvidenceController } from './evidence.controller.js';
import { EvidenceRepository } from './evidence.repository.js';
import { EvidenceService } from './evidence.service.js';

const MAKE_EVERY_MS = 2_000;
const SWEEP_EVERY_MS = 60 * 60_000;
/** Longer than any pack takes to be written. */
const SWEEP_AGE_MS = 6 * 60 * 60_000;
/** Made again, a pack says the same; so it is not kept for ever. */
const KEPT_MS = 180 * 24 * 60 * 60_000;

/** Packs of evidence: all that is known of one circuit and span, in one signed file. */
@Module({
  imports: [BrandModule, OutagesModule, SlaModule, TelemetryModule],
  controllers: [EvidenceController],
  providers: [
    ...[EvidenceFactsRepository, EvidenceFileStore, EvidenceFiles, EvidenceKey, EvidenceMaker, EvidenceRepository],
    EvidenceService,
  ],
})
export class EvidenceModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly maker: EvidenceMaker,
    private readonly store: EvidenceFileStore,
    private readonly packs: EvidenceRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('evidence.make', MAKE_EVERY_MS, (signal) => this.maker.work(signal));
    this.jobs.every('evidence.sweep', SWEEP_EVERY_MS, async () => {
      await this.database.transaction((tx) => this.packs.removeOlderThan(tx, this.clock.now() - KEPT_MS));
      const keys = await this.packs.orphansAmong(await this.store.sweepable(SWEEP_AGE_MS));
      for (const key of keys) await this.store.remove(key);
    });
  }
}
