import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../../database/database.js';
import type { Scope } from '../../../platform/auth/scope.js';
import type { NewGrant } from '../user-accounts.js';
import { ofWholeCustomers } from './provider.repository.js';

/** Who somebody at a provider is here. */
export interface IdentityLink {
  readonly userId: string;
  /** Whether the account came from the provider, whose groups then say what it may do. */
  readonly followsGroups: boolean;
}

/** A person at a provider: the issuer's own word for them, never their address, which changes hands. */
export interface Subject {
  readonly providerId: string;
  readonly issuer: string;
  readonly sub: string;
}

/** The only class that reads or writes the table `identity_link`. */
@Injectable()
export class IdentityLinkRepository {
  constructor(private readonly database: Database) {}

  async find(subject: Subject): Promise<IdentityLink | undefined> {
    const [row] = await this.database.read<{ user_id: string; follows_groups: number }>(
      'SELECT user_id, follows_groups FROM identity_link WHERE provider_id = ? AND subject_hash = ?',
      [subject.providerId, hashOf(subject)],
    );
    return row === undefined ? undefined : { userId: row.user_id, followsGroups: row.follows_groups !== 0 };
  }

  /** @returns false when the person at the provider is somebody here already */
  async add(tx: Transaction, subject: Subject, link: IdentityLink, now: number): Promise<boolean> {
    const added = await tx.insertMany(
      'identity_link',
      ['provider_id', 'subject_hash', 'user_id', 'follows_groups', 'linked_at'],
      ['provider_id', 'subject_hash'],
      [[subject.providerId, hashOf(subject), link.userId, link.followsGroups ? 1 : 0, now]],
      'ignore',
    );
    return added === 1;
  }

  /** The providers at which somebody is linked with a user, by name. */
  providersOf(userId: string): Promise<{ id: string; name: string }[]> {
    return this.database.read(
      `SELECT DISTINCT p.id AS id, p.name AS name FROM identity_link l JOIN identity_provider p ON p.id = l.provider_id
       WHERE l.user_id = ? ORDER BY p.name, p.id`,
      [userId],
    );
  }

  /** The providers at which these users are linked, as far as a scope runs them; by name. */
  async inScope(scope: Scope, userIds: readonly string[]): Promise<{ userId: string; id: string; name: string }[]> {
    if (userIds.length === 0) return [];
    const mine = ofWholeCustomers(scope);
    return this.database.read(
      `SELECT DISTINCT l.user_id AS userId, p.id AS id, p.name AS name
       FROM identity_link l JOIN identity_provider p ON p.id = l.provider_id
       WHERE l.user_id IN (${userIds.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY p.name, p.id`,
      [...userIds, ...mine.values],
    );
  }

  /**
   * Takes a user's link with a provider away. Two at once come one after the other, so that neither counts on the way
   * in that the other takes.
   *
   * @returns undefined when there was none
   */
  async remove(
    tx: Transaction,
    userId: string,
    providerId: string,
  ): Promise<{ readonly provider: string; readonly followsGroups: boolean } | undefined> {
    await tx.execute('UPDATE user_account SET status = status WHERE id = ?', [userId]);
    const rows = await tx.query<{ name: string; follows_groups: number }>(
      `SELECT p.name, l.follows_groups FROM identity_link l JOIN identity_provider p ON p.id = l.provider_id
       WHERE l.user_id = ? AND l.provider_id = ?`,
      [userId, providerId],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    await tx.execute('DELETE FROM identity_link WHERE user_id = ? AND provider_id = ?', [userId, providerId]);
    return { provider: first.name, followsGroups: rows.some(({ follows_groups: follows }) => follows !== 0) };
  }

  /**
   * In how many ways a user could sign in: by a password, and by each link with a provider that is on.
   *
   * @param noPassword what stands in the place of a hash that there is not
   */
  async waysIn(tx: Transaction, userId: string, noPassword: string): Promise<number> {
    const [row] = await tx.query<{ ways: number | string }>(
      `SELECT (SELECT COUNT(*) FROM user_account WHERE id = ? AND password_hash <> ?) +
              (SELECT COUNT(*) FROM identity_link l JOIN identity_provider p ON p.id = l.provider_id
               WHERE l.user_id = ? AND p.is_enabled <> 0) AS ways`,
      [userId, noPassword, userId],
    );
    return Number(row?.ways ?? 0);
  }

  /** Whether some provider says what a user may do. */
  async isFollower(userId: string): Promise<boolean> {
    const rows = await this.database.read(
      'SELECT 1 FROM identity_link WHERE user_id = ? AND follows_groups <> 0 LIMIT 1',
      [userId],
    );
    return rows.length > 0;
  }

  /** Of these sites those that are a customer's. */
  async sitesOf(customerId: string, siteIds: readonly string[]): Promise<string[]> {
    if (siteIds.length === 0) return [];
    const rows = await this.database.read<{ id: string }>(
      `SELECT id FROM site WHERE customer_id = ? AND id IN (${siteIds.map(() => '?').join(',')})`,
      [customerId, ...siteIds],
    );
    return rows.map(({ id }) => id);
  }

  /** All rights of a user, as they would be given. */
  async grantsOf(tx: Transaction, userId: string): Promise<NewGrant[]> {
    const rows = await tx.query<{ role: NewGrant['role']; scope_type: NewGrant['scopeType']; scope_id: string | null }>(
      "SELECT role, scope_type, scope_id FROM role_grant WHERE user_id = ? AND suspended_at IS NULL AND scope_type <> 'NONE'",
      [userId],
    );
    return rows.map(({ role, scope_type: scopeType, scope_id: scopeId }) =>
      scopeType === 'ALL' || scopeId === null ? { role, scopeType: 'ALL' } : { role, scopeType, scopeId },
    );
  }

  async dropGrants(tx: Transaction, userId: string): Promise<void> {
    await tx.execute('DELETE FROM role_grant WHERE user_id = ? AND suspended_at IS NULL', [userId]);
  }
}

function hashOf({ issuer, sub }: Subject): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, sub]))
    .digest('hex');
}
