import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { CollectorEntity } from './collector.entity.js';

/** The only class that reads or writes the table `collector`. */
@Injectable()
export class CollectorRepository {
  constructor(private readonly database: Database) {}

  async findByTokenHash(tokenHash: string): Promise<CollectorEntity | null> {
    return this.database.reader.getRepository(CollectorEntity).findOneBy({ tokenHash });
  }

  /** Gives the collector of this code a token, and makes the collector when there is none of that code. */
  async register(tx: Transaction, code: string, tokenHash: string): Promise<void> {
    const changed = await tx.execute('UPDATE collector SET token_hash = ? WHERE code = ?', [tokenHash, code]);
    if (changed > 0) return;
    // MySQL counts a row that has this very token already as not changed.
    const [known] = await tx.query<{ id: string }>('SELECT id FROM collector WHERE code = ?', [code]);
    if (known === undefined) {
      await tx.manager.insert(CollectorEntity, { id: uuidv7(), code, tokenHash, lastSeenAt: null });
    }
  }
}
