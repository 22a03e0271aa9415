import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { AuditEntry } from './audit-entry.js';

/** How the people and machines of the log are called now. */
@Injectable()
export class ActorNames {
  constructor(private readonly database: Database) {}

  /** Names by id, of the actors of these entries. One page of the log: bounded by its length. */
  async of(entries: readonly Pick<AuditEntry, 'actorId'>[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(entries.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])))];
    if (ids.length === 0) return new Map();
    const marks = ids.map(() => '?').join(',');
    const rows = await this.database.read<{ id: string; name: string }>(
      `SELECT id, name FROM user_account WHERE id IN (${marks})
       UNION ALL SELECT id, code AS name FROM collector WHERE id IN (${marks})`,
      [...ids, ...ids],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}
