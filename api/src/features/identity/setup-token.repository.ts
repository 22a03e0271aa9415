import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { SetupTokenEntity } from './setup-token.entity.js';

/** The only class that reads or writes the table `setup_token`. */
@Injectable()
export class SetupTokenRepository {
  /** Makes this the only token that is valid. */
  async replace(tx: Transaction, tokenHash: string, expiresAt: number): Promise<void> {
    await tx.execute('DELETE FROM setup_token');
    await tx.manager.insert(SetupTokenEntity, { tokenHash, expiresAt });
  }

  /** @returns whether this call was the one that used the token up */
  async use(tx: Transaction, tokenHash: string, now: number): Promise<boolean> {
    return (
      (await tx.execute('DELETE FROM setup_token WHERE token_hash = ? AND expires_at > ?', [tokenHash, now])) === 1
    );
  }
}
