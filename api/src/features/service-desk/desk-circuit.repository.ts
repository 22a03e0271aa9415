import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** Reads which circuits a desk means: its own books know them by code. */
@Injectable()
export class DeskCircuitRepository {
  constructor(private readonly database: Database) {}

  /** Ids of the circuits in scope that have one of these ids or codes. */
  async idsOf(scope: Scope, names: readonly string[]): Promise<string[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const places = names.map(() => '?').join(',');
    const rows = await this.database.read<{ id: string }>(
      `SELECT c.id AS id FROM circuit c WHERE (c.id IN (${places}) OR c.code IN (${places})) AND ${mine.sql}
       ORDER BY c.code LIMIT ?`,
      [...names, ...names, ...mine.values, names.length + 1],
    );
    return rows.map(({ id }) => id);
  }
}
