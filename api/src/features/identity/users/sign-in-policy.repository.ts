import { Injectable } from '@nestjs/common';
import { CUSTOMER_ROLES, SESSION_BOUNDS, type SignInPolicy } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { scopeCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';
import type { SessionLimit } from '../session.rules.js';

/** Of the operator's people: the NOC apart, whose screens are watched. */
export type StaffOwner = 'STAFF' | 'NOC';

interface PolicyRow {
  readonly require_totp: number;
  readonly idle_minutes: number | null;
  readonly absolute_hours: number | null;
}

/** The column `customer.require_totp`, and the table `session_limit` as policies write it. */
@Injectable()
export class SignInPolicyRepository {
  constructor(private readonly database: Database) {}

  /** @returns undefined for a customer that is out of scope or not there */
  async find(scope: Scope, customerId: string): Promise<SignInPolicy | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.id', wholeCustomer: true });
    const [row] = await this.database.read<PolicyRow>(
      `SELECT c.require_totp, l.idle_minutes, l.absolute_hours FROM customer c
       LEFT JOIN session_limit l ON l.owner = c.id WHERE c.id = ? AND ${mine.sql}`,
      [customerId, ...mine.values],
    );
    if (row === undefined) return undefined;
    return {
      requireTotp: row.require_totp !== 0,
      idleMinutes: row.idle_minutes ?? SESSION_BOUNDS.idleMinutes.max,
      absoluteHours: row.absolute_hours ?? SESSION_BOUNDS.absoluteHours.max,
    };
  }

  /** The customer must have been found by the scope. */
  async change(tx: Transaction, scope: Scope, customerId: string, policy: SignInPolicy): Promise<void> {
    const mine = scopeCondition(scope, { customer: 'id', wholeCustomer: true });
    await tx.execute(`UPDATE customer SET require_totp = ? WHERE id = ? AND ${mine.sql}`, [
      ...[policy.requireTotp ? 1 : 0, customerId, ...mine.values],
    ]);
    await this.limit(tx, [[customerId, policy]]);
  }

  /** What was set for staff; nothing where the house's own limits hold. */
  async ofStaff(): Promise<ReadonlyMap<string, SessionLimit>> {
    const rows = await this.database.read<{ owner: string; idle_minutes: number; absolute_hours: number }>(
      "SELECT owner, idle_minutes, absolute_hours FROM session_limit WHERE owner IN ('STAFF', 'NOC')",
    );
    return new Map(
      rows.map((row) => [row.owner, { idleMinutes: row.idle_minutes, absoluteHours: row.absolute_hours }]),
    );
  }

  async limitStaff(tx: Transaction, limits: Readonly<Record<StaffOwner, SessionLimit>>): Promise<void> {
    await this.limit(tx, Object.entries(limits));
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

  private async limit(tx: Transaction, limits: readonly (readonly [owner: string, SessionLimit])[]): Promise<void> {
    await tx.insertMany(
      'session_limit',
      ['owner', 'idle_minutes', 'absolute_hours'],
      ['owner'],
      limits.map(([owner, { idleMinutes, absoluteHours }]) => [owner, idleMinutes, absoluteHours]),
      'update',
    );
  }
}
