import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { MeasureSumRepository } from './measure-sum.repository.js';
import { SUM_TABLES } from './measure-sums.js';

/** Buckets that one run takes of each table, so that a long backlog does not keep the batches waiting. */
const BUCKETS_A_RUN = 24;

/** Makes the sums of measurements: never an increment, always the whole bucket anew, so that late rows end in the same sums. */
@Injectable()
export class MeasureSumming {
  constructor(
    private readonly sums: MeasureSumRepository,
    private readonly clock: Clock,
  ) {}

  /** Sums up what changed, from fine to coarse. @returns how many buckets were done; 0 when nothing is left */
  async run(): Promise<number> {
    const now = Math.floor(this.clock.now() / 1_000);
    let done = 0;
    for (const table of SUM_TABLES) {
      // Of measurements once a bucket is over: until then charts read them themselves. Of sums while it runs.
      const until = table.time === 'slot' && table.name === 'latency_5m' ? now - table.widthS : now;
      for (const bucket of await this.sums.dirty(table, until, BUCKETS_A_RUN)) {
        await this.sums.sumUp(table, bucket);
        done += 1;
      }
    }
    return done;
  }
}
