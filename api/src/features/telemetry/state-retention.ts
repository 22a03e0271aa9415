import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Database, type SqlValue } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';

export type KeptStateDays = Pick<Env, 'RETAIN_STATE_DAYS' | 'RETAIN_SHOWN_DAYS'>;

const DAY_MS = 86_400_000;
/** So many rows one transaction removes: no writer waits long for it. */
const ROWS_A_STEP = 300;

/** What is too old, by the columns that name a row; the moment is asked for as often as `moments` says. */
interface Past {
  readonly days: keyof KeptStateDays;
  readonly table: string;
  readonly keys: readonly string[];
  readonly isOld: string;
  readonly moments: number;
}

const PASTS: readonly Past[] = [
  // What holds still has no end.
  { days: 'RETAIN_STATE_DAYS', table: 'state_interval', keys: ['id'], isOld: 'old.to_at < ?', moments: 1 },
  {
    days: 'RETAIN_STATE_DAYS',
    table: 'short_break',
    keys: ['port_id', 'broke_at'],
    isOld: 'old.broke_at < ?',
    moments: 1,
  },
  {
    days: 'RETAIN_SHOWN_DAYS',
    table: 'shown_state',
    keys: ['circuit_id', 'shown_at'],
    // The last one before it says what was shown from there on.
    isOld: `old.shown_at < ? AND EXISTS (SELECT 1 FROM shown_state newer
      WHERE newer.circuit_id = old.circuit_id AND newer.shown_at > old.shown_at AND newer.shown_at <= ?)`,
    moments: 2,
  },
];

/** Forgets in small steps which states were long ago, and what was shown then; what still holds is kept. */
@Injectable()
export class StateRetention {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ENV) private readonly kept: KeptStateDays,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    for (const past of PASTS) {
      const before = this.clock.now() - this.kept[past.days] * DAY_MS;
      while (!signal.aborted && (await this.removeSome(past, before)) === ROWS_A_STEP);
    }
  }

  private async removeSome({ table, keys, isOld, moments }: Past, before: number): Promise<number> {
    const rows = await this.database.read<Record<string, SqlValue>>(
      `SELECT ${keys.map((key) => `old.${key} AS ${key}`).join(', ')} FROM ${table} old WHERE ${isOld} LIMIT ?`,
      [...Array.from({ length: moments }, () => before), ROWS_A_STEP],
    );
    if (rows.length === 0) return 0;
    const which = rows.map(() => `(${keys.map((key) => `${key} = ?`).join(' AND ')})`).join(' OR ');
    const values = rows.flatMap((row) => keys.map((key) => row[key] ?? null));
    await this.database.transaction((tx) => tx.execute(`DELETE FROM ${table} WHERE ${which}`, values));
    return rows.length;
  }
}
