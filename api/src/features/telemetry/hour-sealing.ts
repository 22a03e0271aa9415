import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { hourStart } from './hours.js';
import { IngestLedger } from './ingest-ledger.repository.js';
import { RollupRepository } from './rollup.repository.js';
import { SampleStore } from './sample-store.js';

/** How long after its end an hour stays open: most of what comes late comes within it. */
const GRACE_S = 10 * 60;

/**
 * Seals the hours that are over, some ports a transaction. Killed between two of them it goes on where it was: what is
 * sealed has left the log in the same transaction. An hour that is still to be rolled up waits, since its readings are
 * cheaper to add up in the log; a late reading opens its hour again by lying in the log.
 */
@Injectable()
export class HourSealing {
  constructor(
    private readonly database: Database,
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
    private readonly ledger: IngestLedger,
    private readonly clock: Clock,
  ) {}

  /** @returns how many readings were sealed */
  async run(signal: AbortSignal): Promise<number> {
    const until = Math.floor(this.clock.now() / 1_000) - GRACE_S;
    let sealed = 0;
    let hour = await this.samples.nextOpenHour(-1);
    while (hour !== null && hourStart(hour + 1) <= until && !signal.aborted) {
      const waiting = await this.rollups.oldestDirty('5m', hourStart(hour));
      if (waiting === null || waiting >= hourStart(hour + 1)) sealed += await this.sealHour(hour, signal);
      hour = await this.samples.nextOpenHour(hour);
    }
    return sealed;
  }

  private async sealHour(hour: number, signal: AbortSignal): Promise<number> {
    let sealed = 0;
    while (!signal.aborted) {
      const step = await this.database.transaction(async (tx) => {
        // Nothing may be appended between the look at the log and the removal from it.
        await this.ledger.inOrder(tx);
        return this.samples.seal(tx, hour);
      });
      if (step === undefined) break;
      sealed += step.samples;
    }
    return sealed;
  }
}
