import { Injectable } from '@nestjs/common';
import { type AccountChange, CUSTOMER_ROLES, type Role } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { RoleGrantEntity } from './role-grant.entity.js';
import type { Grant } from './scope-maker.js';
import { UserEntity } from './user.entity.js';

/** The only class that reads or writes the tables `user_account` and `role_grant`, but for the joins of sessions. */
@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** @param email lower case */
  async findByEmail(email: string): Promise<UserEntity | null> {
    return this.database.reader.getRepository(UserEntity).findOneBy({ email });
  }

  async findById(id: string): Promise<UserEntity | null> {
    return this.database.reader.getRepository(UserEntity).findOneBy({ id });
  }

  /** Whether anybody can sign in to the house at all. */
  async isEmpty(): Promise<boolean> {
    return !(await this.database.reader.getRepository(UserEntity).exists());
  }

  async insert(tx: Transaction, user: UserEntity, grants: readonly RoleGrantEntity[]): Promise<void> {
    await tx.manager.insert(UserEntity, user);
    await this.addGrants(tx, grants);
  }

  async addGrants(tx: Transaction, grants: readonly RoleGrantEntity[]): Promise<void> {
    await tx.insertMany(
      'role_grant',
      ['id', 'user_id', 'role', 'scope_type', 'scope_id'],
      ['id'],
      grants.map((grant) => [grant.id, grant.userId, grant.role, grant.scopeType, grant.scopeId]),
    );
  }

  /** Whether any right of a user counts now. */
  async hasGrants(userId: string): Promise<boolean> {
    const rows = await this.database.read(
      'SELECT 1 FROM role_grant WHERE user_id = ? AND suspended_at IS NULL LIMIT 1',
      [userId],
    );
    return rows.length > 0;
  }

  /** The rights of a user that count now; none for somebody who may not sign in. */
  async activeGrants(userId: string): Promise<Grant[]> {
    const rows = await this.database.read<{
      role: Role;
      scope_type: string;
      scope_id: string | null;
      site_customer: string | null;
    }>(
      `SELECT g.role, g.scope_type, g.scope_id, site.customer_id AS site_customer FROM role_grant g
       JOIN user_account u ON u.id = g.user_id AND u.status = 'ACTIVE'
       LEFT JOIN site ON site.id = g.scope_id AND g.scope_type = 'SITE'
       WHERE g.user_id = ? AND g.suspended_at IS NULL`,
      [userId],
    );
    return rows.map((row) => ({
      role: row.role,
      scopeType: row.scope_type,
      scopeId: row.scope_id,
      customerId: row.scope_type === 'CUSTOMER' ? row.scope_id : row.site_customer,
    }));
  }

  /** Whether a user works for the operator. */
  async isStaff(userId: string): Promise<boolean> {
    const rows = await this.database.read(
      `SELECT 1 FROM role_grant WHERE user_id = ? AND role NOT IN (${CUSTOMER_ROLES.map(() => '?').join(',')}) LIMIT 1`,
      [userId, ...CUSTOMER_ROLES],
    );
    return rows.length > 0;
  }

  async noteSignIn(tx: Transaction, id: string, now: number): Promise<void> {
    await tx.execute('UPDATE user_account SET last_sign_in_at = ? WHERE id = ?', [now, id]);
  }

  /** Puts a hash of the same password in the place of another, unless the password was changed meanwhile. */
  async replaceHash(tx: Transaction, id: string, before: string, after: string): Promise<void> {
    await tx.execute('UPDATE user_account SET password_hash = ? WHERE id = ? AND password_hash = ?', [
      ...[after, id, before],
    ]);
  }

  /** @returns whether the password was still the one of `before`, so that of two changes at once one counts */
  async changePassword(tx: Transaction, id: string, before: string, after: string, now: number): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE user_account SET password_hash = ?, password_changed_at = ? WHERE id = ? AND password_hash = ?',
      [after, now, id, before],
    );
    return changed === 1;
  }

  async changeProfile(tx: Transaction, id: string, { name, language, timeZone }: AccountChange): Promise<void> {
    await tx.execute(
      `UPDATE user_account SET name = COALESCE(?, name), language = COALESCE(?, language),
       time_zone = COALESCE(?, time_zone) WHERE id = ?`,
      [name ?? null, language ?? null, timeZone ?? null, id],
    );
  }

  async setStatus(tx: Transaction, id: string, status: 'ACTIVE' | 'DISABLED'): Promise<void> {
    await tx.execute('UPDATE user_account SET status = ? WHERE id = ?', [status, id]);
  }

  /** Names around a user that a password must not be made of: of their customers, in both languages. */
  async contextOf(userId: string): Promise<string[]> {
    const rows = await this.database.read<{ code: string; name_zh: string; name_en: string }>(
      `SELECT DISTINCT customer.code, customer.name_zh, customer.name_en FROM role_grant g
       LEFT JOIN site ON site.id = g.scope_id AND g.scope_type = 'SITE'
       JOIN customer ON customer.id = COALESCE(site.customer_id, g.scope_id)
       WHERE g.user_id = ? LIMIT 50`,
      [userId],
    );
    return rows.flatMap((row) => [row.code, row.name_zh, row.name_en]);
  }
}
