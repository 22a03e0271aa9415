import { Injectable } from '@nestjs/common';
import type { Named } from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import { scopeCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';

/** A site that somebody may be limited to. */
export interface SiteChoice extends Named {
  readonly customerId: string;
}

interface Row {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly customer_id: string;
}

/** More than one list can show; beyond it one has to say which customer. */
const CHOICES = 2_000;

/** Customers and sites as far as somebody may hand them on. Reads `customer` and `site`, and writes nothing. */
@Injectable()
export class ReachRepository {
  constructor(private readonly database: Database) {}

  /** @param ids only these; all in scope without them */
  async customers(scope: Scope, ids?: readonly string[]): Promise<Named[]> {
    const mine = scopeCondition(scope, { customer: 'c.id', wholeCustomer: true });
    const some = among('c.id', ids);
    const rows = await this.database.read<Row>(
      `SELECT c.id, c.name_zh, c.name_en, c.id AS customer_id FROM customer c
       WHERE ${mine.sql} AND ${some.sql} ORDER BY c.code LIMIT ${String(CHOICES)}`,
      [...mine.values, ...some.values],
    );
    return rows.map(toNamed);
  }

  /** @param ids only these; all in scope without them */
  async sites(scope: Scope, ids?: readonly string[]): Promise<SiteChoice[]> {
    const mine = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    const some = among('s.id', ids);
    const rows = await this.database.read<Row>(
      `SELECT s.id, s.name_zh, s.name_en, s.customer_id FROM site s
       WHERE ${mine.sql} AND ${some.sql} ORDER BY s.code LIMIT ${String(CHOICES)}`,
      [...mine.values, ...some.values],
    );
    return rows.map((row) => ({ ...toNamed(row), customerId: row.customer_id }));
  }
}

function toNamed({ id, name_zh: nameZh, name_en: nameEn }: Row): Named {
  return { id, nameZh, nameEn };
}

function among(column: string, ids: readonly string[] | undefined): { sql: string; values: readonly string[] } {
  if (ids === undefined) return { sql: '(1=1)', values: [] };
  if (ids.length === 0) return { sql: '(1=0)', values: [] };
  return { sql: `${column} IN (${ids.map(() => '?').join(',')})`, values: ids };
}
