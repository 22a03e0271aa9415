import { Injectable, Logger } from '@nestjs/common';
import type { Batch } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { CollectorRepository } from '../identity/index.js';

/** What waited longer in a spool tells of the past only; ms. */
const NEWS_MS = 2 * 60_000;

/** What collectors say of themselves with their batches. */
@Injectable()
export class CollectorHealth {
  private readonly logger = new Logger(CollectorHealth.name);

  constructor(private readonly collectors: CollectorRepository) {}

  /** Notes whether the collector doubts itself (COLLECTOR_IMPAIRED), and logs it when that changes. `now` in ms. */
  async note(tx: Transaction, collectorId: string, batch: Batch, now: number): Promise<void> {
    const { impairedSince: since = null, devices } = batch;
    if (!devices.some(({ at }) => now - at <= NEWS_MS)) return;
    if (!(await this.collectors.noteImpairment(tx, collectorId, since))) return;
    if (since === null) this.logger.log({ msg: 'a collector is well again', collectorId });
    else this.logger.warn({ msg: 'a collector is impaired: its faults change no states', collectorId, since });
  }
}
