import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Clock } from '../../platform/clock/clock.js';
import type { RollupLevel } from './buckets.js';
import { IngestLedger } from './ingest-ledger.repository.js';
import { RollupRepository } from './rollup.repository.js';
import { SampleStore } from './sample-store.js';

const DAY_S = 86_400;
const DAY_MS = DAY_S * 1_000;
/** Longer than a collector's spool keeps a batch. */
const BATCH_KEPT_MS = 14 * DAY_MS;
const ASIDE_KEPT_MS = 30 * DAY_MS;

/** How many days each level of the history is kept. */
export type KeptDays = Pick<Env, 'RETAIN_RAW_DAYS' | 'RETAIN_5M_DAYS' | 'RETAIN_1H_DAYS' | 'RETAIN_1D_DAYS'>;

/** What is made of each level: nothing is removed that the next one still waits for. */
const LEVELS = [
  { level: '5m', days: 'RETAIN_5M_DAYS', feeds: '1h' },
  { level: '1h', days: 'RETAIN_1H_DAYS', feeds: '1d' },
  { level: '1d', days: 'RETAIN_1D_DAYS', feeds: null },
] as const satisfies readonly { level: RollupLevel; days: keyof KeptDays; feeds: RollupLevel | null }[];

/**
 * Removes what is older than it is kept, in steps that no writer waits long for: readings that are rolled up, buckets
 * that the next level holds, the ledger's old rows, old rows set aside.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly samples: SampleStore,
    private readonly rollups: RollupRepository,
    private readonly ledger: IngestLedger,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptDays,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    await this.ledger.forget(now - BATCH_KEPT_MS, now - ASIDE_KEPT_MS);
    const oldestReading = await this.oldestKept(now, this.kept.RETAIN_RAW_DAYS, '5m');
    while (!signal.aborted && (await this.samples.removeOld(oldestReading)) > 0);
    for (const { level, days, feeds } of LEVELS) {
      await this.rollups.removeOld(level, await this.oldestKept(now, this.kept[days], feeds), signal);
    }
  }

  /** Epoch seconds from which on a level is kept: its days, and all that the next level is still to be made of. */
  private async oldestKept(now: number, days: number, feeds: RollupLevel | null): Promise<number> {
    const oldest = Math.floor(now / 1_000) - days * DAY_S;
    const waiting = feeds === null ? null : await this.rollups.oldestDirty(feeds, 0);
    return Math.min(oldest, waiting ?? oldest);
  }
}
