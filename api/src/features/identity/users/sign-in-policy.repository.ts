import { Injectable } from '@nestjs/common';
import { CUSTOMER_ROLES } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { scopeCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';

/** The column `customer.require_totp`. */
@Injectable()
export class SignInPolicyRepository {
  constructor(private readonly database: Database) {}

  /** @returns undefined for a customer that is out of scope or not there */
  async find(scope: Scope, customerId: string): Promise<boolean | undefined> {
    const mine = scopeCondition(scope, { customer: 'id', wholeCustomer: true });
    const [row] = await this.database.read<{ require_totp: number }>(
      `SELECT require_totp FROM customer WHERE id = ? AND ${mine.sql}`,
      [customerId, ...mine.values],
    );
    return row === undefined ? undefined : row.require_totp !== 0;
  }

  async change(tx: Transaction, scope: Scope, customerId: string, requireTotp: boolean): Promise<void> {
    const mine = scopeCondition(scope, { customer: 'id', wholeCustomer: true });
    await tx.execute(`UPDATE customer SET require_totp = ? WHERE id = ? AND ${mine.sql}`, [
      ...[requireTotp ? 1 : 0, customerId, ...mine.values],
    ]);
  }

  /** The customer's people who are signed in and have no second factor. */
  async unprotected(tx: Transaction, customerId: string): Promise<string[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT DISTINCT g.user_id FROM role_grant g
       JOIN user_session us ON us.user_id = g.user_id
       LEFT JOIN site s ON s.id = g.scope_id AND g.scope_type = 'SITE'
       LEFT JOIN user_totp t ON t.user_id = g.user_id AND t.confirmed_at IS NOT NULL
       WHERE COALESCE(s.customer_id, g.scope_id) = ? AND g.role IN (${CUSTOMER_ROLES.map(() => '?').join(',')})
       AND t.user_id IS NULL`,
      [customerId, ...CUSTOMER_ROLES],
    );
    return rows.map(({ user_id }) => user_id);
  }
}
