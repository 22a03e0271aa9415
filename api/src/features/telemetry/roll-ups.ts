import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { BUCKET_S, day, hour, type RollupLevel } from './buckets.js';
import { toChunks } from './chunks.js';
import { type DirtyBucket, RollupRepository } from './rollup.repository.js';
import type { BucketRow } from './sample-rows.js';
import { SampleStore } from './sample-store.js';

/** Buckets that one run takes of each level, so that a long backlog does not keep the batches waiting. */
const BUCKETS_A_RUN = 24;
/** Of 32 ports each. */
const BLOCKS_AT_ONCE = 6;

/**
 * Makes the roll-ups of the readings: never an increment, always the whole bucket anew, so that readings that came
 * twice, late or in any order end in the same sums. A bucket is rolled up once it is over; until then charts read
 * its readings themselves.
 */
@Injectable()
export class RollUps {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupRepository,
    private readonly samples: SampleStore,
    private readonly clock: Clock,
  ) {}

  /** Rolls up what changed, from fine to coarse. @returns how many buckets were done; 0 when nothing is left */
  async run(): Promise<number> {
    const until = Math.floor(this.clock.now() / 1_000);
    let done = 0;
    for (const level of ['5m', '1h', '1d'] as const) {
      // An hour and a day are rolled up while they run: from the five minutes that are over.
      const horizon = level === '5m' ? until : until + BUCKET_S[level];
      for (const dirty of await this.rollups.dirty(level, horizon, BUCKETS_A_RUN)) {
        await this.rollUp(dirty);
        done += 1;
      }
    }
    return done;
  }

  /** Some blocks of ports a transaction: a large house's batches, and its traps, do not wait for all of it. */
  private async rollUp({ level, bucket }: DirtyBucket): Promise<void> {
    const mark = await this.database.transaction(async (tx) => {
      // Read before the readings: what comes in between grows the version, and the mark stays.
      const found = await this.rollups.markOf(tx, level, bucket);
      return found === null ? null : { ...found, blocksToDo: found.blocks ?? (await this.rollups.allBlocks(tx)) };
    });
    if (mark === null) return;
    for (const blocks of toChunks(mark.blocksToDo, BLOCKS_AT_ONCE)) {
      await this.database.transaction(async (tx) => {
        // Held until these are saved; gone, when another instance has done it all meanwhile.
        if ((await this.rollups.markOf(tx, level, bucket)) === null) return;
        await this.rollups.save(tx, level, await this.sums(tx, level, bucket, blocks));
      });
    }
    await this.database.transaction((tx) => this.done(tx, { level, bucket, version: mark.version }, mark.blocks));
  }

  /** Marks what is made of the bucket, and takes its own mark off unless something changed since it was read. */
  private async done(tx: Transaction, dirty: DirtyBucket, blocks: readonly number[] | null): Promise<void> {
    const { level, bucket } = dirty;
    const [coarser, wider] = level === '5m' ? (['1h', hour(bucket)] as const) : (['1d', day(bucket)] as const);
    if (level !== '1d' && blocks === null) await this.rollups.markDirty(tx, coarser, [wider]);
    if (level !== '1d' && blocks !== null) await this.rollups.markBlocks(tx, coarser, wider, blocks);
    await this.rollups.clear(tx, dirty);
  }

  private async sums(
    tx: Transaction,
    level: RollupLevel,
    bucket: number,
    blocks: readonly number[],
  ): Promise<BucketRow[]> {
    if (level === '5m') return this.samples.sums(tx, bucket, BUCKET_S[level], blocks);
    const ports = await this.rollups.portIds(tx, blocks);
    return this.rollups.sums(tx, finer(level), ports, bucket, bucket + BUCKET_S[level]);
  }
}

/** A day is the sum of its hours, which is the sum of its five minutes: all counts are whole numbers. */
function finer(level: '1h' | '1d'): RollupLevel {
  return level === '1h' ? '5m' : '1h';
}
