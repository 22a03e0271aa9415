import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../database/database.js';

/** The second factor of one user. Secrets are sealed. */
export interface TotpRow {
  /** The secret in use; null before one was confirmed. */
  readonly sealed: string | null;
  /** A secret whose first code was not shown yet. */
  readonly offered: string | null;
  readonly confirmedAt: number | null;
  /** The last time step that was accepted. */
  readonly lastStep: number;
}

interface Row {
  readonly sealed: string | null;
  readonly offered: string | null;
  readonly confirmed_at: number | string | null;
  readonly last_step: number | string;
}

/** The only class that reads or writes the tables `user_totp` and `recovery_code`, but for the list of users. */
@Injectable()
export class TotpRepository {
  constructor(private readonly database: Database) {}

  async find(userId: string): Promise<TotpRow | undefined> {
    const [row] = await this.database.read<Row>(
      'SELECT sealed, offered, confirmed_at, last_step FROM user_totp WHERE user_id = ?',
      [userId],
    );
    if (row === undefined) return undefined;
    const confirmedAt = row.confirmed_at === null ? null : Number(row.confirmed_at);
    return { sealed: row.sealed, offered: row.offered, confirmedAt, lastStep: Number(row.last_step) };
  }

  async offer(tx: Transaction, userId: string, offered: string): Promise<void> {
    await tx.insertMany('user_totp', ['user_id', 'last_step'], ['user_id'], [[userId, 0]], 'ignore');
    await tx.execute('UPDATE user_totp SET offered = ? WHERE user_id = ?', [offered, userId]);
  }

  /** @returns whether this call was the one that took the offered secret into use */
  async confirm(tx: Transaction, userId: string, offered: string, step: number, now: number): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE user_totp SET sealed = offered, offered = NULL, confirmed_at = ?, last_step = ? WHERE user_id = ? AND offered = ?',
      [now, step, userId, offered],
    );
    return changed === 1;
  }

  /** @returns whether the step is later than any before, so that a code opens once, however many send it at once */
  async useStep(tx: Transaction, userId: string, step: number): Promise<boolean> {
    return (
      (await tx.execute('UPDATE user_totp SET last_step = ? WHERE user_id = ? AND last_step < ?', [
        ...[step, userId, step],
      ])) === 1
    );
  }

  /** @returns whether there was a factor */
  async remove(tx: Transaction, userId: string): Promise<boolean> {
    await tx.execute('DELETE FROM recovery_code WHERE user_id = ?', [userId]);
    return (await tx.execute('DELETE FROM user_totp WHERE user_id = ?', [userId])) === 1;
  }

  /** @param hashes by slot */
  async replaceCodes(tx: Transaction, userId: string, hashes: readonly string[]): Promise<void> {
    await tx.execute('DELETE FROM recovery_code WHERE user_id = ?', [userId]);
    const rows = hashes.map((hash, slot) => [userId, slot, hash]);
    await tx.insertMany('recovery_code', ['user_id', 'slot', 'code_hash'], ['user_id', 'slot'], rows);
  }

  async codeHash(userId: string, slot: number): Promise<string | undefined> {
    const [row] = await this.database.read<{ code_hash: string }>(
      'SELECT code_hash FROM recovery_code WHERE user_id = ? AND slot = ?',
      [userId, slot],
    );
    return row?.code_hash;
  }

  /** @returns whether this call was the one that used the code up */
  async useCode(tx: Transaction, userId: string, slot: number, hash: string): Promise<boolean> {
    return (
      (await tx.execute('DELETE FROM recovery_code WHERE user_id = ? AND slot = ? AND code_hash = ?', [
        ...[userId, slot, hash],
      ])) === 1
    );
  }

  async codesLeft(userId: string): Promise<number> {
    const [row] = await this.database.read<{ left_over: number | string }>(
      'SELECT COUNT(*) AS left_over FROM recovery_code WHERE user_id = ?',
      [userId],
    );
    return Number(row?.left_over ?? 0);
  }
}
