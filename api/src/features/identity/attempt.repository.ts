import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { type AttemptCount, NO_ATTEMPTS } from './attempt-limit.js';

interface AttemptRow {
  readonly window_started_at: number | string;
  readonly failures: number;
  readonly strikes: number;
  readonly blocked_until: number | string;
}

const COLUMNS = ['subject', 'window_started_at', 'failures', 'strikes', 'blocked_until'];

/** The only class that reads or writes the table `sign_in_attempt`. */
@Injectable()
export class AttemptRepository {
  /** The count of a subject, held against all others until the transaction ends. */
  async lock(tx: Transaction, subject: string): Promise<AttemptCount> {
    // The insert takes the row's lock even where the row is there, so two attempts cannot read the same count.
    await tx.insertMany('sign_in_attempt', COLUMNS, ['subject'], [[subject, 0, 0, 0, 0]], 'ignore');
    const [row] = await tx.query<AttemptRow>('SELECT * FROM sign_in_attempt WHERE subject = ?', [subject]);
    if (row === undefined) return NO_ATTEMPTS;
    return {
      windowStartedAt: Number(row.window_started_at),
      failures: row.failures,
      strikes: row.strikes,
      blockedUntil: Number(row.blocked_until),
    };
  }

  async save(tx: Transaction, subject: string, count: AttemptCount): Promise<void> {
    await tx.execute(
      'UPDATE sign_in_attempt SET window_started_at = ?, failures = ?, strikes = ?, blocked_until = ? WHERE subject = ?',
      [count.windowStartedAt, count.failures, count.strikes, count.blockedUntil, subject],
    );
  }

  async remove(tx: Transaction, subject: string): Promise<void> {
    await tx.execute('DELETE FROM sign_in_attempt WHERE subject = ?', [subject]);
  }

  /** @returns how many subjects are forgotten, none of them waiting any more */
  async removeOlderThan(tx: Transaction, time: number): Promise<number> {
    return tx.execute('DELETE FROM sign_in_attempt WHERE window_started_at < ? AND blocked_until < ?', [time, time]);
  }
}
