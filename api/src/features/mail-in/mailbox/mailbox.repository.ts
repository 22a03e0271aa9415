import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { MailboxReason } from './mailbox.js';

/** How far a mailbox has been read. */
export interface MailboxProgress {
  /** null before the first visit. */
  readonly generation: string | null;
  /** Everything up to it, within the generation, needs no look any more. */
  readonly lastUid: number;
  /** Visits one after the other that failed. */
  readonly failures: number;
  /** ms */
  readonly nextVisitAt: number;
}

interface Row {
  readonly generation: string | null;
  readonly last_uid: number | string;
  readonly failures: number | string;
  readonly next_visit_at: number | string;
}

const COLUMNS = ['box_key', 'generation', 'last_uid', 'failures', 'next_visit_at', 'stuck_tries'];

/** The only class that reads or writes the table `mail_in_box`: a row for each mailbox that was ever configured. */
@Injectable()
export class MailboxRepository {
  constructor(private readonly database: Database) {}

  /** A mailbox that was not known is known from now on. */
  async progress(key: string): Promise<MailboxProgress> {
    const known = await this.find(key);
    if (known !== undefined) return known;
    await this.database.transaction((tx) =>
      tx.insertMany('mail_in_box', COLUMNS, ['box_key'], [[key, null, 0, 0, 0, 0]], 'ignore'),
    );
    return { generation: null, lastUid: 0, failures: 0, nextVisitAt: 0 };
  }

  /** The server numbers its mails anew: no uid that is known means anything any more. */
  async begin(key: string, generation: string): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute('UPDATE mail_in_box SET generation = ?, last_uid = 0, stuck_tries = 0 WHERE box_key = ?', [
        generation,
        key,
      ]),
    );
  }

  /** A mail needs no look any more; one that was further stays there. */
  async advance(key: string, generation: string, uid: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute(
        'UPDATE mail_in_box SET last_uid = ?, stuck_tries = 0 WHERE box_key = ? AND generation = ? AND last_uid < ?',
        [uid, key, generation, uid],
      ),
    );
  }

  /** Counts that the next mail could not be taken. @returns how often by now */
  async noteStuck(key: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.execute('UPDATE mail_in_box SET stuck_tries = stuck_tries + 1 WHERE box_key = ?', [key]);
      const [row] = await tx.query<{ tries: number | string }>(
        'SELECT stuck_tries AS tries FROM mail_in_box WHERE box_key = ?',
        [key],
      );
      return Number(row?.tries ?? 0);
    });
  }

  async noteVisit(key: string, nextVisitAt: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute('UPDATE mail_in_box SET failures = 0, failure = NULL, next_visit_at = ? WHERE box_key = ?', [
        nextVisitAt,
        key,
      ]),
    );
  }

  async noteFailure(key: string, failure: MailboxReason | 'mail', nextVisitAt: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute('UPDATE mail_in_box SET failures = failures + 1, failure = ?, next_visit_at = ? WHERE box_key = ?', [
        failure,
        nextVisitAt,
        key,
      ]),
    );
  }

  private async find(key: string): Promise<MailboxProgress | undefined> {
    const [row] = await this.database.read<Row>(
      'SELECT generation, last_uid, failures, next_visit_at FROM mail_in_box WHERE box_key = ?',
      [key],
    );
    if (row === undefined) return undefined;
    const [lastUid, failures, nextVisitAt] = [row.last_uid, row.failures, row.next_visit_at].map(Number);
    return {
      generation: row.generation,
      lastUid: lastUid ?? 0,
      failures: failures ?? 0,
      nextVisitAt: nextVisitAt ?? 0,
    };
  }
}
