import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Database, type SqlValue } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';

export type KeptFaultDays = Pick<Env, 'RETAIN_ALARM_DAYS' | 'RETAIN_FAULT_DAYS' | 'RETAIN_FAULT_LOG_DAYS'>;

const DAY_MS = 86_400_000;
/** So many rows one transaction removes: no writer waits long for it. */
const ROWS_A_STEP = 300;

/** What goes together: rows by their age, and what hangs on them. */
interface Past {
  readonly days: keyof KeptFaultDays;
  readonly table: string;
  readonly key: string;
  /** A condition with the moment before which it is too old. */
  readonly isOld: string;
  /** Removed before it, by its key. */
  readonly parts: readonly { readonly table: string; readonly column: string }[];
}

const PASTS: readonly Past[] = [
  { days: 'RETAIN_FAULT_LOG_DAYS', table: 'fault_change', key: 'position', isOld: 'recorded_at < ?', parts: [] },
  {
    days: 'RETAIN_FAULT_DAYS',
    table: 'fault',
    key: 'id',
    isOld: 'until_at < ? AND active_key IS NULL',
    parts: [{ table: 'fault_story', column: 'fault_id' }],
  },
  {
    days: 'RETAIN_ALARM_DAYS',
    table: 'alarm',
    key: 'id',
    // What a shelf still holds is looked at when that ends.
    isOld: 'cleared_at < ? AND active_key IS NULL AND shelved_until IS NULL',
    parts: [
      { table: 'alarm_event', column: 'alarm_id' },
      { table: 'alarm_circuit', column: 'alarm_id' },
    ],
  },
];

/** Forgets what alarms and faults were about that are long over, in small steps; what stands is kept whole. */
@Injectable()
export class FaultRetention {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptFaultDays,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const past of PASTS) {
      const before = this.clock.now() - this.kept[past.days] * DAY_MS;
      while (!signal.aborted && (await this.removeSome(past, before)) === ROWS_A_STEP);
    }
  }

  private async removeSome({ table, key, isOld, parts }: Past, before: number): Promise<number> {
    const rows = await this.database.read<{ past: SqlValue }>(
      `SELECT ${key} AS past FROM ${table} WHERE ${isOld} LIMIT ?`,
      [before, ROWS_A_STEP],
    );
    if (rows.length === 0) return 0;
    const keys = rows.map(({ past }) => past);
    const among = keys.map(() => '?').join(',');
    await this.database.transaction(async (tx) => {
      for (const part of parts) await tx.execute(`DELETE FROM ${part.table} WHERE ${part.column} IN (${among})`, keys);
      await tx.execute(`DELETE FROM ${table} WHERE ${key} IN (${among})`, keys);
    });
    return rows.length;
  }
}
