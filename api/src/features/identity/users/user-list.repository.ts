import { Injectable } from '@nestjs/common';
import { CUSTOMER_ROLES, type Named, type Role } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';
import { containsText, likePattern } from '../../../platform/listing/text-search.js';

/** Whose accounts are listed: those of customers, or those of the operator. */
export const PEOPLE_KINDS = ['customers', 'staff'] as const;
export type PeopleKind = (typeof PEOPLE_KINDS)[number];

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: string;
  readonly last_sign_in_at: number | string | null;
  readonly confirmed_at: number | string | null;
}

/** One grant of a person, as far as the reader's scope reaches. */
export interface PersonGrant {
  readonly userId: string;
  readonly role: Role;
  readonly customer: Named | null;
  readonly site: Named | null;
  readonly isSuspended: boolean;
}

interface GrantRow {
  readonly user_id: string;
  readonly role: Role;
  readonly suspended_at: number | string | null;
  readonly customer_id: string | null;
  readonly customer_zh: string | null;
  readonly customer_en: string | null;
  readonly site_id: string | null;
  readonly site_zh: string | null;
  readonly site_en: string | null;
}

const REACH = `
  LEFT JOIN site s ON s.id = g.scope_id AND g.scope_type = 'SITE'
  LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, g.scope_id)`;

/** People by the grants that a reader's scope reaches. Reads accounts and grants, and changes grants in scope. */
@Injectable()
export class UserListRepository {
  constructor(private readonly database: Database) {}

  /** People by name, and how many there are in all. */
  async find(
    scope: Scope,
    kind: PeopleKind,
    { q, customerId, limit }: { readonly q?: string; readonly customerId?: string; readonly limit: number },
  ): Promise<{ readonly rows: PersonRow[]; readonly total: number }> {
    const reach = reachOf(scope, kind, customerId);
    const search = q === undefined || q === '' ? NOTHING_ASKED : this.searchFor(q);
    const where = `EXISTS (SELECT 1 FROM role_grant g ${REACH} WHERE g.user_id = u.id AND ${reach.sql}) AND ${search.sql}`;
    const values = [...reach.values, ...search.values];
    const rows = await this.database.read<PersonRow>(
      `SELECT u.id, u.name, u.email, u.status, u.last_sign_in_at, t.confirmed_at
       FROM user_account u LEFT JOIN user_totp t ON t.user_id = u.id
       WHERE ${where} ORDER BY u.name, u.id LIMIT ${String(limit)}`,
      values,
    );
    const [count] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM user_account u WHERE ${where}`,
      values,
    );
    return { rows, total: Number(count?.total ?? 0) };
  }

  /** One person, or undefined when no grant of theirs is in scope. */
  async findOne(scope: Scope, kind: PeopleKind, id: string): Promise<PersonRow | undefined> {
    const reach = reachOf(scope, kind, undefined);
    const [row] = await this.database.read<PersonRow>(
      `SELECT u.id, u.name, u.email, u.status, u.last_sign_in_at, t.confirmed_at
       FROM user_account u LEFT JOIN user_totp t ON t.user_id = u.id
       WHERE u.id = ? AND EXISTS (SELECT 1 FROM role_grant g ${REACH} WHERE g.user_id = u.id AND ${reach.sql})`,
      [id, ...reach.values],
    );
    return row;
  }

  /** What these people may do, in scope only. */
  async grantsOf(scope: Scope, kind: PeopleKind, ids: readonly string[]): Promise<PersonGrant[]> {
    if (ids.length === 0) return [];
    const reach = reachOf(scope, kind, undefined);
    const rows = await this.database.read<GrantRow>(
      `SELECT g.user_id, g.role, g.suspended_at, c.id AS customer_id, c.name_zh AS customer_zh, c.name_en AS customer_en,
              s.id AS site_id, s.name_zh AS site_zh, s.name_en AS site_en
       FROM role_grant g ${REACH} WHERE g.user_id IN (${ids.map(() => '?').join(',')}) AND ${reach.sql}
       ORDER BY c.code, s.code, g.id`,
      [...ids, ...reach.values],
    );
    return rows.map(toGrant);
  }

  /** Lets all grants in scope rest, or count again. @param suspendedAt ms, or null to let them count */
  async suspend(tx: Transaction, scope: Scope, id: string, suspendedAt: number | null): Promise<void> {
    const ids = await this.idsInScope(tx, scope, id);
    if (ids.length === 0) return;
    await tx.execute(`UPDATE role_grant SET suspended_at = ? WHERE id IN (${ids.map(() => '?').join(',')})`, [
      ...[suspendedAt, ...ids],
    ]);
  }

  /** Takes all grants in scope away, for others to be put in their place. */
  async removeGrants(tx: Transaction, scope: Scope, id: string): Promise<void> {
    const ids = await this.idsInScope(tx, scope, id);
    if (ids.length === 0) return;
    await tx.execute(`DELETE FROM role_grant WHERE id IN (${ids.map(() => '?').join(',')})`, ids);
  }

  private searchFor(q: string): SqlCondition {
    const contains = (column: string): string => containsText(this.database.dialect, column);
    return { sql: `(${contains('u.name')} OR ${contains('u.email')})`, values: [likePattern(q), likePattern(q)] };
  }

  private async idsInScope(tx: Transaction, scope: Scope, userId: string): Promise<string[]> {
    const reach = scope.kind === 'all' ? NOTHING_ASKED : reachOf(scope, 'customers', undefined);
    const rows = await tx.query<{ id: string }>(
      `SELECT g.id FROM role_grant g ${REACH} WHERE g.user_id = ? AND ${reach.sql}`,
      [userId, ...reach.values],
    );
    return rows.map(({ id }) => id);
  }
}

const NOTHING_ASKED: SqlCondition = { sql: '(1=1)', values: [] };

function reachOf(scope: Scope, kind: PeopleKind, customerId: string | undefined): SqlCondition {
  const places = CUSTOMER_ROLES.map(() => '?').join(',');
  const isOfKind = `g.role ${kind === 'staff' ? 'NOT IN' : 'IN'} (${places})`;
  const mine = scopeCondition(scope, { customer: 'c.id', site: 's.id' });
  const ofCustomer = customerId === undefined ? [] : [customerId];
  const asked = customerId === undefined ? '' : ' AND c.id = ?';
  const values: SqlValue[] = [...CUSTOMER_ROLES, ...mine.values, ...ofCustomer];
  return { sql: `(${isOfKind} AND ${mine.sql}${asked})`, values };
}

function toGrant(row: GrantRow): PersonGrant {
  return {
    userId: row.user_id,
    role: row.role,
    customer: named(row.customer_id, row.customer_zh, row.customer_en),
    site: named(row.site_id, row.site_zh, row.site_en),
    isSuspended: row.suspended_at !== null,
  };
}

function named(id: string | null, nameZh: string | null, nameEn: string | null): Named | null {
  return id === null ? null : { id, nameZh: nameZh ?? '', nameEn: nameEn ?? '' };
}
