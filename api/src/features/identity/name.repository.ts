import { Injectable } from '@nestjs/common';
import type { Named, SessionView } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';

interface NameRow {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
}

/** More customers than one manager has, and more sites than one user is limited to. */
const NAMES = 1_000;
/** Enough to choose from; who looks for another types more of its name. */
const CHOICES = 50;
const SEARCHED = ['customer.code', 'customer.name_zh', 'customer.name_en'];

/** The names of what a scope is about. Reads the tables `customer` and `site`, and writes nothing. */
@Injectable()
export class NameRepository {
  constructor(private readonly database: Database) {}

  /** Customers that can be named, none for "all"; sites only where the scope is limited to sites. */
  async inScope(scope: Scope): Promise<Pick<SessionView, 'customers' | 'sites'>> {
    if (scope.kind === 'all') return { customers: [], sites: [] };
    const customers = scopeCondition(scope, { customer: 'customer.id', wholeCustomer: true });
    const sites = scopeCondition(scope, { customer: 'site.customer_id', site: 'site.id' });
    return {
      customers: await this.names(`FROM customer WHERE ${customers.sql} ORDER BY customer.code`, customers.values),
      sites:
        scope.kind === 'sites' ? await this.names(`FROM site WHERE ${sites.sql} ORDER BY site.code`, sites.values) : [],
    };
  }

  /** The first fifty customers in scope with these words in a name or the code. */
  async customersLike(scope: Scope, words: string): Promise<Named[]> {
    const mine = scopeCondition(scope, { customer: 'customer.id', wholeCustomer: true });
    const { dialect } = this.database;
    const named = SEARCHED.map((column) => containsText(dialect, column)).join(' OR ');
    const pattern = likePattern(words);
    return this.names(
      `FROM customer WHERE ${mine.sql} AND (${named}) ORDER BY customer.code`,
      [...mine.values, ...SEARCHED.map(() => pattern)],
      CHOICES,
    );
  }

  /** Whether a customer is there and in scope. */
  async isInScope(scope: Scope, customerId: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 'customer.id', wholeCustomer: true });
    const found = await this.names(`FROM customer WHERE id = ? AND ${mine.sql}`, [customerId, ...mine.values]);
    return found.length > 0;
  }

  /** Names of customers by their ids, which come from somebody's own grants. */
  async ofCustomers(ids: readonly string[]): Promise<Named[]> {
    if (ids.length === 0) return [];
    return this.names(`FROM customer WHERE id IN (${ids.map(() => '?').join(',')}) ORDER BY code`, ids);
  }

  private async names(from: string, values: Parameters<Database['read']>[1], most = NAMES): Promise<Named[]> {
    const rows = await this.database.read<NameRow>(`SELECT id, name_zh, name_en ${from} LIMIT ${String(most)}`, values);
    return rows.map((row) => ({ id: row.id, nameZh: row.name_zh, nameEn: row.name_en }));
  }
}
