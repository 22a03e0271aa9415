import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { Clock } from '../clock/clock.js';

const HOUR_MS = 60 * 60_000;

/**
 * How often somebody may do what is dear to the house. Kept in the database, so that all instances count together. The
 * hour begins with the first use.
 */
@Injectable()
export class HourlyLimit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts one use. @throws DomainError `request.too-many`, with the seconds to wait */
  async take(what: string, userId: string, most: number): Promise<void> {
    const now = this.clock.now();
    const subject = `${what}:${userId}`;
    const waitMs = await this.database.transaction(async (tx) => {
      // The insert takes the row's lock even where the row is there, so two uses cannot read the same count.
      await tx.insertMany('hourly_use', ['subject', 'began_at', 'used'], ['subject'], [[subject, now, 0]], 'ignore');
      const [row] = await tx.query<{ beganAt: number | string; used: number }>(
        'SELECT began_at AS beganAt, used FROM hourly_use WHERE subject = ?',
        [subject],
      );
      const beganAt = Number(row?.beganAt ?? now);
      const isOver = now - beganAt >= HOUR_MS;
      const used = isOver ? 0 : (row?.used ?? 0);
      if (used >= most) return beganAt + HOUR_MS - now;
      await tx.execute('UPDATE hourly_use SET began_at = ?, used = ? WHERE subject = ?', [
        isOver ? now : beganAt,
        used + 1,
        subject,
      ]);
      return 0;
    });
    if (waitMs > 0) {
      throw new DomainError('request.too-many', 'Too often within an hour', { retryAfter: Math.ceil(waitMs / 1_000) });
    }
  }
}
