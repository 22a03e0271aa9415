import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';

/** The only class that reads or writes the table `known_device`: browsers in which somebody signed in before. */
@Injectable()
export class KnownDeviceRepository {
  constructor(private readonly database: Database) {}

  /** Whether this user signed in with this device since `oldest` (ms). */
  async isOf(tokenHash: string, userId: string, oldest: number): Promise<boolean> {
    const rows = await this.database.read(
      'SELECT 1 FROM known_device WHERE token_hash = ? AND user_id = ? AND last_used_at >= ?',
      [tokenHash, userId, oldest],
    );
    return rows.length > 0;
  }

  async remember(tx: Transaction, tokenHash: string, userId: string, now: number): Promise<void> {
    const columns = ['token_hash', 'user_id', 'last_used_at'];
    await tx.insertMany('known_device', columns, ['token_hash'], [[tokenHash, userId, now]], 'update');
  }

  async forgetOf(tx: Transaction, userId: string): Promise<void> {
    await tx.execute('DELETE FROM known_device WHERE user_id = ?', [userId]);
  }

  async removeOlderThan(tx: Transaction, time: number): Promise<void> {
    const rows = await this.database.read<{ token_hash: string }>(
      'SELECT token_hash FROM known_device WHERE last_used_at < ? LIMIT 1000',
      [time],
    );
    if (rows.length === 0) return;
    const hashes = rows.map((row) => row.token_hash);
    await tx.execute(`DELETE FROM known_device WHERE token_hash IN (${hashes.map(() => '?').join(',')})`, hashes);
  }
}
