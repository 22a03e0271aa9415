import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../clock/clock.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** What is used, and how often it may be. */
export interface Use {
  /** `what:whose`, of one kind of window alone. */
  readonly subject: string;
  readonly most: number;
}

/**
 * How often somebody may do what is dear to the house. Kept in the database, so that all instances count together. The
 * hour, or the day, begins with the first use.
 */
@Injectable()
export class HourlyLimit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts one use. @throws DomainError `request.too-many`, with the seconds to wait */
  async take(what: string, userId: string, most: number): Promise<void> {
    const use = { subject: `${what}:${userId}`, most };
    const waitMs = await this.database.transaction((tx) => this.count(tx, [use], HOUR_MS));
    if (waitMs > 0) {
      throw new DomainError('request.too-many', 'Too often within an hour', { retryAfter: Math.ceil(waitMs / 1_000) });
    }
  }

  /** Counts one use of each within a day, or none where one of them is used up. @returns whether it was counted */
  async takeOfDay(...uses: readonly Use[]): Promise<boolean> {
    return (await this.database.transaction((tx) => this.count(tx, uses, DAY_MS))) === 0;
  }

  /** @returns how long to wait (ms); 0 where each was counted */
  private async count(tx: Transaction, uses: readonly Use[], windowMs: number): Promise<number> {
    const now = this.clock.now();
    const counted: [string, number, number][] = [];
    // An insert takes the row's lock even where the row is there, so two uses cannot read the same count. All locks come
    // before the first read, which says what all reads of a transaction see (InnoDB, repeatable read).
    for (const { subject } of uses) {
      await tx.insertMany('hourly_use', ['subject', 'began_at', 'used'], ['subject'], [[subject, now, 0]], 'ignore');
    }
    for (const { subject, most } of uses) {
      const [row] = await tx.query<{ beganAt: number | string; used: number }>(
        'SELECT began_at AS beganAt, used FROM hourly_use WHERE subject = ?',
        [subject],
      );
      const beganAt = Number(row?.beganAt ?? now);
      const isOver = now - beganAt >= windowMs;
      const used = isOver ? 0 : (row?.used ?? 0);
      if (used >= most) return beganAt + windowMs - now;
      counted.push([subject, isOver ? now : beganAt, used + 1]);
    }
    for (const [subject, beganAt, used] of counted) {
      await tx.execute('UPDATE hourly_use SET began_at = ?, used = ? WHERE subject = ?', [beganAt, used, subject]);
    }
    return 0;
  }
}
