import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { CollectorEntity } from './collector.entity.js';

/** The tags of a collector, one by one. */
export function tagsOf(stored: string | null): string[] {
  return stored === null || stored === '' ? [] : stored.split(',');
}

/** The only class that reads or writes the table `collector`. */
@Injectable()
export class CollectorRepository {
  constructor(private readonly database: Database) {}

  /** Who has this token: asked with every batch. */
  async findIdByTokenHash(tokenHash: string): Promise<string | undefined> {
    const [found] = await this.database.read<{ id: string }>('SELECT id FROM collector WHERE token_hash = ?', [
      tokenHash,
    ]);
    return found?.id;
  }

  /** All collectors, by code. */
  async all(): Promise<CollectorEntity[]> {
    return this.database.reader.getRepository(CollectorEntity).find({ order: { code: 'ASC' } });
  }

  /** Makes a collector. @returns false, and nothing is changed, when there is one of that code */
  async add(
    tx: Transaction,
    code: string,
    tokenHash: string,
    region: string | null,
    tags: readonly string[] = [],
  ): Promise<boolean> {
    const [known] = await tx.query<{ id: string }>('SELECT id FROM collector WHERE code = ?', [code]);
    if (known !== undefined) return false;
    await this.insert(tx, { code, tokenHash, region, tags: tags.length === 0 ? null : tags.join(',') });
    return true;
  }

  /** @param now ms */
  async noteContact(tx: Transaction, id: string, now: number): Promise<void> {
    await tx.execute('UPDATE collector SET last_seen_at = ? WHERE id = ?', [now, id]);
  }

  /** @param since ms, or null when it is well. @returns whether this is news */
  async noteImpairment(tx: Transaction, id: string, since: number | null): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE collector SET impaired_since = ? WHERE id = ? AND COALESCE(impaired_since, -1) <> ?',
      [since, id, since ?? -1],
    );
    return changed > 0;
  }

  /** Gives the collector of this code a token, and makes the collector when there is none of that code. */
  async register(tx: Transaction, code: string, tokenHash: string): Promise<void> {
    const changed = await tx.execute('UPDATE collector SET token_hash = ? WHERE code = ?', [tokenHash, code]);
    if (changed > 0) return;
    // MySQL counts a row that has this very token already as not changed.
    const [known] = await tx.query<{ id: string }>('SELECT id FROM collector WHERE code = ?', [code]);
    if (known === undefined) {
      await this.insert(tx, { code, tokenHash, region: null, tags: null });
    }
  }

  private async insert(
    tx: Transaction,
    facts: Pick<CollectorEntity, 'code' | 'tokenHash' | 'region' | 'tags'>,
  ): Promise<void> {
    await tx.manager.insert(CollectorEntity, { id: uuidv7(), ...facts, lastSeenAt: null, impairedSince: null });
  }
}
