import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { IngestLedger } from './ingest-ledger.repository.js';
import { RollupRepository } from './rollup.repository.js';
import { SampleStore } from './sample-store.js';

const DAY_MS = 86_400_000;
/** Longer than a collector's spool keeps a batch. */
const BATCH_KEPT_MS = 14 * DAY_MS;
const ASIDE_KEPT_MS = 30 * DAY_MS;

/** Removes what is no longer needed: old readings that are rolled up, the ledger's old rows, old rows set aside. */
@Injectable()
export class Retention {
  constructor(
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
    private readonly ledger: IngestLedger,
    private readonly clock: Clock,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    await this.ledger.forget(now - BATCH_KEPT_MS, now - ASIDE_KEPT_MS);
    const waiting = await this.rollups.oldestDirty('5m', 0);
    while (!signal.aborted && (await this.samples.removeOld(now, waiting)) > 0);
  }
}
