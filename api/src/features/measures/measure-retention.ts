import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '../../config/env.token.js';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import type { KeptDays } from '../telemetry/index.js';
import { MEASURE_GROUPS } from './measure-groups.js';
import { MeasureSumRepository } from './measure-sum.repository.js';
import { SUM_TABLES, type SumTable } from './measure-sums.js';

const DAY_S = 86_400;
/** So much time one statement removes, counted in intervals of the table: no writer waits long for it. */
const STEP_S = 600;
const STEP_BUCKETS = 4;

/** Removes measurements and sums that are older than they are kept, in small steps; nothing that still waits to be summed up. */
@Injectable()
export class MeasureRetention {
  constructor(
    private readonly database: Database,
    private readonly sums: MeasureSumRepository,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptDays,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const { table, sums } of MEASURE_GROUPS) {
      const before = await this.oldestKept(this.kept.RETAIN_RAW_DAYS, sums);
      await this.remove(table, 'slot', STEP_S, before, signal);
    }
    for (const { name, kept, next, widthS } of SUM_TABLES) {
      const before = await this.oldestKept(this.kept[kept], next);
      await this.remove(name, 'bucket', STEP_BUCKETS * widthS, before, signal);
    }
  }

  private async oldestKept(days: number, feeds: SumTable['name'] | null): Promise<number> {
    const oldest = Math.floor(this.clock.now() / 1_000) - days * DAY_S;
    const waiting = feeds === null ? null : await this.sums.oldestDirty(feeds, 0);
    return Math.min(oldest, waiting ?? oldest);
  }

  private async remove(table: string, time: string, stepS: number, before: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [row] = await this.database.read<{ oldest: number | string | null }>(
        `SELECT MIN(${time}) AS oldest FROM ${table}`,
      );
      const oldest = row === undefined || row.oldest === null ? before : Number(row.oldest);
      if (oldest >= before) return;
      const until = Math.min(oldest + stepS, before);
      await this.database.transaction((tx) => tx.execute(`DELETE FROM ${table} WHERE ${time} < ?`, [until]));
    }
  }
}
