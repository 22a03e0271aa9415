import { Injectable } from '@nestjs/common';
import { DomainError, type NoticeReach } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { inChunks } from './in-chunks.js';

/** Whether what somebody names is theirs to name. Reads `circuit` and `site`, and writes nothing. */
@Injectable()
export class ReachCheck {
  constructor(private readonly database: Database) {}

  /** @throws DomainError `circuit.not-found`, `site.not-found` when one of them is unknown or out of scope */
  async require(scope: Scope, reaches: readonly NoticeReach[]): Promise<void> {
    const circuits = reaches.flatMap((reach) => (reach.type === 'circuits' ? reach.ids : []));
    const sites = reaches.flatMap((reach) => (reach.type === 'sites' ? reach.ids : []));
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const places = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    if (!(await this.areAll('circuit c', 'c.id', mine, circuits))) {
      throw new DomainError('circuit.not-found', 'There is no such circuit');
    }
    if (!(await this.areAll('site s', 's.id', places, sites))) {
      throw new DomainError('site.not-found', 'There is no such site');
    }
  }

  private async areAll(
    table: string,
    column: string,
    mine: ReturnType<typeof scopeCondition>,
    ids: readonly string[],
  ): Promise<boolean> {
    const found = await inChunks(ids, (some, marks) =>
      this.database.read(`SELECT ${column} FROM ${table} WHERE ${column} IN (${marks}) AND ${mine.sql}`, [
        ...some,
        ...mine.values,
      ]),
    );
    return found.length === new Set(ids).size;
  }
}
