import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { codeSeenBy, nameSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { sideName } from './circuit.mapper.js';
import { placeholders, readPlaces } from './circuit.rows.js';

/** What a circuit is recognised by. */
export interface NamedCircuit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly customerId: string;
  readonly aSiteZh: string;
  readonly aSiteEn: string;
  readonly zSiteZh: string;
  readonly zSiteEn: string;
}

/** Names circuits for the pages of other features, masked as the list of circuits masks them. */
@Injectable()
export class CircuitNames {
  constructor(private readonly database: Database) {}

  /**
   * @param circuitIds at most some hundred
   * @returns those in scope, by code; the others are left out
   */
  async of(scope: Scope, circuitIds: readonly string[]): Promise<NamedCircuit[]> {
    if (circuitIds.length === 0) return [];
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<Pick<NamedCircuit, 'id' | 'code' | 'name' | 'alias' | 'customerId'>>(
      `SELECT c.id AS id, c.code AS code, c.name AS name, c.alias AS alias, c.customer_id AS customerId
       FROM circuit c WHERE c.id IN (${placeholders(circuitIds)}) AND ${mine.sql} ORDER BY c.code, c.id`,
      [...circuitIds, ...mine.values],
    );
    const ends = await readPlaces(
      this.database,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => {
      const own = ends.get(row.id) ?? [];
      const [a, z] = [sideName(scope, own, 'A'), sideName(scope, own, 'Z')];
      const names = { code: codeSeenBy(scope, row.code, own), name: nameSeenBy(scope, row.name, own) };
      return { ...row, ...names, aSiteZh: a.zh, aSiteEn: a.en, zSiteZh: z.zh, zSiteEn: z.en };
    });
  }
}
