import { Injectable } from '@nestjs/common';
import { CUSTOMER_ROLES, type Language, type Named, type Role } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';
import type { NewGrant } from '../user-accounts.js';
import type { PeopleKind } from './user-list.repository.js';

/** A right that was offered to an address. Times in ms. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly role: Role;
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** One place that an invitation reaches. */
export interface InvitationReach {
  readonly invitationId: string;
  readonly customer: Named | null;
  readonly site: Named | null;
}

interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly role: Role;
  readonly invited_by: string;
  readonly created_at: number | string;
  readonly expires_at: number | string;
}

interface ReachRow {
  readonly invitation_id: string;
  readonly customer_id: string | null;
  readonly customer_zh: string | null;
  readonly customer_en: string | null;
  readonly site_id: string | null;
  readonly site_zh: string | null;
  readonly site_en: string | null;
}

const REACH = `
  LEFT JOIN site s ON s.id = r.scope_id AND r.scope_type = 'SITE'
  LEFT JOIN customer c ON c.id = COALESCE(s.customer_id, r.scope_id)`;
const COLUMNS = 'i.id, i.email, i.name, i.language, i.role, i.invited_by, i.created_at, i.expires_at';
/** What stands for "everything" in a key that may not be null. */
const EVERYTHING = 'ALL';
/** More than anybody has open at a time. */
const LISTED = 500;

/** The only class that reads or writes the tables `invitation` and `invitation_reach`. */
@Injectable()
export class InvitationRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, invitation: Invitation, tokenHash: string, grants: readonly NewGrant[]): Promise<void> {
    const { id, email, name, language, role, invitedBy, createdAt, expiresAt } = invitation;
    await tx.insertMany(
      'invitation',
      ['id', 'token_hash', 'email', 'name', 'language', 'role', 'invited_by', 'created_at', 'expires_at'],
      ['id'],
      [[id, tokenHash, email, name, language, role, invitedBy, createdAt, expiresAt]],
    );
    await tx.insertMany(
      'invitation_reach',
      ['invitation_id', 'scope_id', 'scope_type'],
      ['invitation_id', 'scope_id'],
      grants.map((grant) => [id, grant.scopeType === 'ALL' ? EVERYTHING : grant.scopeId, grant.scopeType]),
    );
  }

  /** Open invitations in scope, the newest first; only whole ones: none that also reaches elsewhere. */
  async open(scope: Scope, kind: PeopleKind, now: number): Promise<Invitation[]> {
    const mine = inScope(scope, kind);
    const rows = await this.database.read<InvitationRow>(
      `SELECT ${COLUMNS} FROM invitation i WHERE i.expires_at > ? AND ${mine.sql}
       ORDER BY i.created_at DESC, i.id DESC LIMIT ${String(LISTED)}`,
      [now, ...mine.values],
    );
    return rows.map(toInvitation);
  }

  async findOne(scope: Scope, kind: PeopleKind, id: string): Promise<Invitation | undefined> {
    const mine = inScope(scope, kind);
    const [row] = await this.database.read<InvitationRow>(
      `SELECT ${COLUMNS} FROM invitation i WHERE i.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row === undefined ? undefined : toInvitation(row);
  }

  async findByToken(tokenHash: string, now: number): Promise<Invitation | undefined> {
    const [row] = await this.database.read<InvitationRow>(
      `SELECT ${COLUMNS} FROM invitation i WHERE i.token_hash = ? AND i.expires_at > ?`,
      [tokenHash, now],
    );
    return row === undefined ? undefined : toInvitation(row);
  }

  /** Where invitations reach, by their names. */
  async reachOf(ids: readonly string[]): Promise<InvitationReach[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.read<ReachRow>(
      `SELECT r.invitation_id, c.id AS customer_id, c.name_zh AS customer_zh, c.name_en AS customer_en,
              s.id AS site_id, s.name_zh AS site_zh, s.name_en AS site_en
       FROM invitation_reach r ${REACH} WHERE r.invitation_id IN (${ids.map(() => '?').join(',')})
       ORDER BY c.code, s.code`,
      ids,
    );
    return rows.map((row) => ({
      invitationId: row.invitation_id,
      customer: named(row.customer_id, row.customer_zh, row.customer_en),
      site: named(row.site_id, row.site_zh, row.site_en),
    }));
  }

  /** What an invitation gives. */
  async grantsOf(tx: Transaction, { id, role }: Invitation): Promise<NewGrant[]> {
    const rows = await tx.query<{ scope_type: 'ALL' | 'CUSTOMER' | 'SITE'; scope_id: string }>(
      'SELECT scope_type, scope_id FROM invitation_reach WHERE invitation_id = ?',
      [id],
    );
    return rows.map(({ scope_type: scopeType, scope_id: scopeId }) =>
      scopeType === 'ALL' ? { role, scopeType } : { role, scopeType, scopeId },
    );
  }

  /** @returns whether this call was the one that took it away: used, withdrawn or replaced */
  async remove(tx: Transaction, id: string): Promise<boolean> {
    await tx.execute('DELETE FROM invitation_reach WHERE invitation_id = ?', [id]);
    return (await tx.execute('DELETE FROM invitation WHERE id = ?', [id])) === 1;
  }

  /** Gives an invitation a new link. */
  async renew(tx: Transaction, id: string, tokenHash: string, expiresAt: number): Promise<boolean> {
    return (
      (await tx.execute('UPDATE invitation SET token_hash = ?, expires_at = ? WHERE id = ?', [
        ...[tokenHash, expiresAt, id],
      ])) === 1
    );
  }

  async removeExpired(tx: Transaction, time: number): Promise<void> {
    await tx.execute(
      'DELETE FROM invitation_reach WHERE invitation_id IN (SELECT id FROM invitation WHERE expires_at < ?)',
      [time],
    );
    await tx.execute('DELETE FROM invitation WHERE expires_at < ?', [time]);
  }
}

function inScope(scope: Scope, kind: PeopleKind): SqlCondition {
  const places = CUSTOMER_ROLES.map(() => '?').join(',');
  const isOfKind = `i.role ${kind === 'staff' ? 'NOT IN' : 'IN'} (${places})`;
  const mine = scopeCondition(scope, { customer: 'c.id', site: 's.id' });
  return {
    sql: `(${isOfKind}
      AND EXISTS (SELECT 1 FROM invitation_reach r ${REACH} WHERE r.invitation_id = i.id AND ${mine.sql})
      AND NOT EXISTS (SELECT 1 FROM invitation_reach r ${REACH} WHERE r.invitation_id = i.id
                      AND NOT COALESCE(${mine.sql}, 1=0)))`,
    values: [...CUSTOMER_ROLES, ...mine.values, ...mine.values],
  };
}

function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    language: row.language,
    role: row.role,
    invitedBy: row.invited_by,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  };
}

function named(id: string | null, nameZh: string | null, nameEn: string | null): Named | null {
  return id === null ? null : { id, nameZh: nameZh ?? '', nameEn: nameEn ?? '' };
}
