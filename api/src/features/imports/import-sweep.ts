import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ImportRunRepository } from './import-run.repository.js';

const EVERY_MS = 60 * 60_000;
const KEPT_MS = 24 * 60 * 60_000;

/** Forgets files that were checked and never imported. */
@Injectable()
export class ImportSweep implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly runs: ImportRunRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('imports.sweep', EVERY_MS, async () => {
      await this.database.transaction((tx) => this.runs.forgetBefore(tx, this.clock.now() - KEPT_MS));
    });
  }
}
