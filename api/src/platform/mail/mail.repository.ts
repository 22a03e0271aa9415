import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';

/** A mail that waits, still sealed. */
export interface WaitingMail {
  readonly id: string;
  readonly sealed: string;
  readonly attempts: number;
}

interface MailRow {
  readonly id: string;
  readonly sealed: string | null;
  readonly attempts: number;
}

/** Mails taken at once; the rest comes with the next look. */
const AT_ONCE = 20;

/** The only class that reads or writes the table `mail`. */
@Injectable()
export class MailRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, id: string, sealed: string, now: number, isDecoy: boolean): Promise<void> {
    await tx.insertMany(
      'mail',
      ['id', 'state', 'sealed', 'created_at', 'next_try_at', 'attempts'],
      ['id'],
      [[id, isDecoy ? 'DECOY' : 'WAITING', sealed, now, now, 0]],
    );
  }

  /** Mails that are due, the oldest first, at most 20. */
  async due(now: number): Promise<WaitingMail[]> {
    const rows = await this.database.read<MailRow>(
      `SELECT id, sealed, attempts FROM mail WHERE state = 'WAITING' AND next_try_at <= ?
       ORDER BY next_try_at, id LIMIT ${String(AT_ONCE)}`,
      [now],
    );
    return rows.flatMap(({ id, sealed, attempts }) => (sealed === null ? [] : [{ id, sealed, attempts }]));
  }

  /**
   * Takes a mail for sending until `until` (ms): whoever dies in between leaves it to another.
   *
   * @returns false when somebody else took it
   */
  async claim(tx: Transaction, { id, attempts }: WaitingMail, until: number): Promise<boolean> {
    const changed = await tx.execute(
      "UPDATE mail SET attempts = attempts + 1, next_try_at = ? WHERE id = ? AND attempts = ? AND state = 'WAITING'",
      [until, id, attempts],
    );
    return changed === 1;
  }

  /** The mail has gone, and its words are forgotten. */
  async markSent(tx: Transaction, id: string): Promise<void> {
    await tx.execute("UPDATE mail SET state = 'SENT', sealed = NULL, failure = NULL WHERE id = ?", [id]);
  }

  /** @param nextTryAt ms, or undefined when it is given up and its words are forgotten */
  async markFailed(tx: Transaction, id: string, failure: string, nextTryAt: number | undefined): Promise<void> {
    const reason = failure.slice(0, 80);
    if (nextTryAt === undefined) {
      await tx.execute("UPDATE mail SET state = 'FAILED', sealed = NULL, failure = ? WHERE id = ?", [reason, id]);
      return;
    }
    await tx.execute('UPDATE mail SET next_try_at = ?, failure = ? WHERE id = ?', [nextTryAt, reason, id]);
  }

  /** @returns how many mails that are over, and decoys, are forgotten */
  async removeOlderThan(tx: Transaction, time: number): Promise<number> {
    return tx.execute("DELETE FROM mail WHERE state <> 'WAITING' AND created_at < ?", [time]);
  }
}
