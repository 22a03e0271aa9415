import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../database/database.js';

/** The only class that reads or writes the table `password_reset`. */
@Injectable()
export class PasswordResetRepository {
  constructor(private readonly database: Database) {}

  /** Makes this the only link of the user. */
  async replace(tx: Transaction, userId: string, tokenHash: string, expiresAt: number): Promise<void> {
    const before = await this.database.read<{ token_hash: string }>(
      'SELECT token_hash FROM password_reset WHERE user_id = ?',
      [userId],
    );
    for (const row of before) await tx.execute('DELETE FROM password_reset WHERE token_hash = ?', [row.token_hash]);
    const columns = ['token_hash', 'user_id', 'expires_at'];
    await tx.insertMany('password_reset', columns, ['token_hash'], [[tokenHash, userId, expiresAt]]);
  }

  /** Whose link it is, or undefined when it is unknown or too old. */
  async ownerOf(tokenHash: string, now: number): Promise<string | undefined> {
    const [row] = await this.database.read<{ user_id: string }>(
      'SELECT user_id FROM password_reset WHERE token_hash = ? AND expires_at > ?',
      [tokenHash, now],
    );
    return row?.user_id;
  }

  /** @returns whether this call was the one that used the link up */
  async use(tx: Transaction, tokenHash: string, now: number): Promise<boolean> {
    const used = await tx.execute('DELETE FROM password_reset WHERE token_hash = ? AND expires_at > ?', [
      ...[tokenHash, now],
    ]);
    return used === 1;
  }

  /** Found first and then removed by their keys: a search for what to delete would lock what others insert. */
  async removeExpired(tx: Transaction, now: number): Promise<void> {
    const rows = await this.database.read<{ token_hash: string }>(
      'SELECT token_hash FROM password_reset WHERE expires_at <= ? LIMIT 1000',
      [now],
    );
    if (rows.length === 0) return;
    const hashes = rows.map((row) => row.token_hash);
    await tx.execute(`DELETE FROM password_reset WHERE token_hash IN (${hashes.map(() => '?').join(',')})`, hashes);
  }
}
