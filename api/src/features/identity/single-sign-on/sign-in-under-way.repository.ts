import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../database/database.js';
import { tokenHash } from '../token.js';

/** A sign-in whose person is at the provider. */
export interface UnderWay {
  readonly providerId: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Who asked to be linked; null for who signs in. */
  readonly linkingUser: string | null;
}

/** The only class that reads or writes the table `identity_sign_in`. */
@Injectable()
export class SignInUnderWayRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, state: string, underWay: UnderWay, expiresAt: number): Promise<void> {
    const { providerId, nonce, verifier, linkingUser } = underWay;
    await tx.insertMany(
      'identity_sign_in',
      ['state_hash', 'provider_id', 'nonce', 'verifier', 'linking_user', 'expires_at'],
      ['state_hash'],
      [[tokenHash(state), providerId, nonce, verifier, linkingUser, expiresAt]],
    );
  }

  /** Takes a sign-in out: of two answers with the same state one is the first. */
  async take(tx: Transaction, state: string, now: number): Promise<UnderWay | undefined> {
    const [row] = await tx.query<{
      provider_id: string;
      nonce: string;
      verifier: string;
      linking_user: string | null;
    }>(
      'SELECT provider_id, nonce, verifier, linking_user FROM identity_sign_in WHERE state_hash = ? AND expires_at > ?',
      [tokenHash(state), now],
    );
    const taken = await tx.execute('DELETE FROM identity_sign_in WHERE state_hash = ?', [tokenHash(state)]);
    if (row === undefined || taken !== 1) return undefined;
    return {
      providerId: row.provider_id,
      nonce: row.nonce,
      verifier: row.verifier,
      linkingUser: row.linking_user,
    };
  }

  async removeExpired(tx: Transaction, now: number): Promise<number> {
    return tx.execute('DELETE FROM identity_sign_in WHERE expires_at <= ?', [now]);
  }

  /** How many are under way. */
  async count(): Promise<number> {
    const [row] = await this.database.read<{ count: number | string }>(
      'SELECT COUNT(*) AS count FROM identity_sign_in',
    );
    return Number(row?.count ?? 0);
  }
}
