import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../database/database.js';
import { inChunks } from '../in-chunks.js';
import type { Browser } from './browser.js';

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly sealed: string;
  readonly added_at: number | string;
  readonly told_at: number | string | null;
}

const COLUMNS = ['id', 'user_id', 'name', 'fingerprint', 'sealed', 'added_at', 'told_at'];
const SELECTED = COLUMNS.join(', ');

/** The only class that reads or writes the table `notice_browser`. Each belongs to one person and nobody else. */
@Injectable()
export class BrowserRepository {
  constructor(private readonly database: Database) {}

  /** The newest first. */
  async of(userId: string): Promise<Browser[]> {
    const rows = await this.database.read<Row>(
      `SELECT ${SELECTED} FROM notice_browser WHERE user_id = ? ORDER BY added_at DESC, id DESC`,
      [userId],
    );
    return rows.map(toBrowser);
  }

  /** Who of these has any. */
  async owners(userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await inChunks(userIds, (some, places) =>
      this.database.read<{ user_id: string }>(
        `SELECT DISTINCT user_id FROM notice_browser WHERE user_id IN (${places})`,
        some,
      ),
    );
    return new Set(rows.map(({ user_id: userId }) => userId));
  }

  /** Puts a browser in the place of whatever has its endpoint: whoever switched it on last is told by it. */
  async put(tx: Transaction, browser: Browser): Promise<void> {
    await tx.execute('DELETE FROM notice_browser WHERE fingerprint = ?', [browser.fingerprint]);
    const { id, userId, name, fingerprint, sealed, addedAt, toldAt } = browser;
    await tx.insertMany('notice_browser', COLUMNS, ['id'], [[id, userId, name, fingerprint, sealed, addedAt, toldAt]]);
  }

  /** Leaves a person the newest so many. */
  async keepNewest(tx: Transaction, userId: string, most: number): Promise<void> {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM notice_browser WHERE user_id = ? ORDER BY COALESCE(told_at, added_at) DESC, id DESC',
      [userId],
    );
    for (const { id } of rows.slice(most)) await tx.execute('DELETE FROM notice_browser WHERE id = ?', [id]);
  }

  async markTold(tx: Transaction, id: string, now: number): Promise<void> {
    await tx.execute('UPDATE notice_browser SET told_at = ? WHERE id = ?', [now, id]);
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.execute('DELETE FROM notice_browser WHERE id = ?', [id]);
  }
}

function toBrowser(row: Row): Browser {
  const { id, user_id: userId, name, fingerprint, sealed, added_at: addedAt, told_at: toldAt } = row;
  return {
    id,
    userId,
    name,
    fingerprint,
    sealed,
    addedAt: Number(addedAt),
    toldAt: toldAt === null ? null : Number(toldAt),
  };
}
