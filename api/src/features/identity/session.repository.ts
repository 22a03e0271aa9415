import { Injectable } from '@nestjs/common';
import { CUSTOMER_ROLES, type Role, type SignInStep } from '@linewatch/shared';
import { MoreThan } from 'typeorm';
import { Database, type Transaction } from '../../database/database.js';
import type { Grant } from './scope-maker.js';
import { SessionEntity } from './session.entity.js';
import type { SessionLimit } from './session.rules.js';

/** A session of a user who may sign in, with all the user's grants. */
export interface GrantedSession {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly step: SignInStep;
  readonly standing: string | null;
  readonly viewingCustomer: string | null;
  readonly viewingUntil: number | null;
  readonly grants: readonly Grant[];
  /** Of all whose people the user is. */
  readonly limits: readonly SessionLimit[];
}

interface GrantRow {
  readonly id: string;
  readonly user_id: string;
  readonly token_hash: string;
  readonly last_seen_at: number | string;
  readonly expires_at: number | string;
  readonly step: SignInStep;
  readonly standing: string | null;
  readonly viewing_customer: string | null;
  readonly viewing_until: number | string | null;
  readonly role: Role;
  readonly scope_type: string;
  readonly scope_id: string | null;
  readonly site_customer: string | null;
  readonly idle_minutes: number | null;
  readonly absolute_hours: number | null;
}

const GRANTED_SESSION = `
  /* unscoped: a scope is made of it */
  SELECT s.id, s.user_id, s.token_hash, s.last_seen_at, s.expires_at, s.step, s.standing,
         s.viewing_customer, s.viewing_until,
         g.role, g.scope_type, g.scope_id, site.customer_id AS site_customer, l.idle_minutes, l.absolute_hours
  FROM user_session s
  JOIN user_account u ON u.id = s.user_id AND u.status = 'ACTIVE'
  JOIN role_grant g ON g.user_id = u.id AND g.suspended_at IS NULL
  LEFT JOIN site ON site.id = g.scope_id AND g.scope_type = 'SITE'
  LEFT JOIN session_limit l ON l.owner = CASE
    WHEN g.role IN (${CUSTOMER_ROLES.map((role) => `'${role}'`).join(',')}) THEN COALESCE(site.customer_id, g.scope_id)
    WHEN g.role = 'NOC_OPERATOR' THEN 'NOC' ELSE 'STAFF' END`;

/** What a rotation changes. */
type Renewed =
  'id' | 'tokenHash' | 'step' | 'standing' | 'expiresAt' | 'lastSeenAt' | 'viewingCustomer' | 'viewingUntil';

/** Ids or hashes a query asks for at once. */
const KEYS_A_QUERY = 500;

/** The only class that reads or writes the table `user_session`. */
@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, session: SessionEntity): Promise<void> {
    await tx.manager.insert(SessionEntity, session);
  }

  /** The sessions of tokens; one that is unknown, or whose user is disabled or without rights, is not among them. */
  findByTokenHashes(tokenHashes: readonly string[]): Promise<GrantedSession[]> {
    return this.findBy('token_hash', tokenHashes);
  }

  findByIds(ids: readonly string[]): Promise<GrantedSession[]> {
    return this.findBy('id', ids);
  }

  async touch(tx: Transaction, tokenHashes: readonly string[], now: number): Promise<void> {
    for (let start = 0; start < tokenHashes.length; start += KEYS_A_QUERY) {
      const some = tokenHashes.slice(start, start + KEYS_A_QUERY);
      const places = some.map(() => '?').join(',');
      await tx.execute(
        `UPDATE user_session SET last_seen_at = ? WHERE token_hash IN (${places}) AND last_seen_at < ?`,
        [now, ...some, now],
      );
    }
  }

  /** @returns the id of the session that ended, or undefined when there was none */
  async endByTokenHash(tx: Transaction, tokenHash: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>('SELECT id FROM user_session WHERE token_hash = ?', [tokenHash]);
    if (row === undefined) return undefined;
    await tx.execute('DELETE FROM user_session WHERE token_hash = ?', [tokenHash]);
    return row.id;
  }

  async endById(tx: Transaction, id: string): Promise<void> {
    await tx.execute('DELETE FROM user_session WHERE id = ?', [id]);
  }

  /** The sessions of a user that have not reached their end, the latest first; at most 50. */
  async ofUser(userId: string, now: number): Promise<SessionEntity[]> {
    return this.database.reader.getRepository(SessionEntity).find({
      where: { userId, step: 'DONE', expiresAt: MoreThan(now) },
      order: { lastSeenAt: 'DESC', id: 'DESC' },
      take: 50,
    });
  }

  /** Gives a session a new token and id, so that what was known of it before opens nothing. */
  async rotate(tx: Transaction, id: string, next: Pick<SessionEntity, Renewed>): Promise<boolean> {
    const values = [next.id, next.tokenHash, next.step, next.standing, next.expiresAt, next.lastSeenAt];
    const changed = await tx.execute(
      `UPDATE user_session SET id = ?, token_hash = ?, step = ?, standing = ?, expires_at = ?, last_seen_at = ?,
       viewing_customer = ?, viewing_until = ? WHERE id = ?`,
      [...values, next.viewingCustomer, next.viewingUntil, id],
    );
    return changed === 1;
  }

  /** Ends one session of a user. @returns whether there was one */
  async endOwn(tx: Transaction, userId: string, id: string): Promise<boolean> {
    return (await tx.execute('DELETE FROM user_session WHERE id = ? AND user_id = ?', [id, userId])) === 1;
  }

  /** Ends all sessions of a user but one. @returns the ids of those that ended */
  async endOfUser(tx: Transaction, userId: string, kept: string | undefined): Promise<string[]> {
    const rows = await tx.query<{ id: string }>('SELECT id FROM user_session WHERE user_id = ?', [userId]);
    return this.endAll(
      tx,
      rows.map(({ id }) => id).filter((id) => id !== kept),
    );
  }

  /**
   * Ends all but the newest sessions of a user. Those that wait for a second step are counted by themselves: who
   * knows no more than the password must not end the sessions of who knows all.
   *
   * @returns the ids of those that ended
   */
  async endAllBut(tx: Transaction, userId: string, kept: number, isDone: boolean): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM user_session WHERE user_id = ? AND step ${isDone ? '=' : '<>'} 'DONE'
       ORDER BY created_at DESC, id DESC LIMIT 1000`,
      [userId],
    );
    return this.endAll(
      tx,
      rows.slice(kept).map(({ id }) => id),
    );
  }

  private async findBy(column: 'id' | 'token_hash', values: readonly string[]): Promise<GrantedSession[]> {
    const found: GrantedSession[] = [];
    for (let start = 0; start < values.length; start += KEYS_A_QUERY) {
      const some = values.slice(start, start + KEYS_A_QUERY);
      const places = some.map(() => '?').join(',');
      found.push(
        ...toSessions(await this.database.read<GrantRow>(`${GRANTED_SESSION} WHERE s.${column} IN (${places})`, some)),
      );
    }
    return found;
  }

  private async endAll(tx: Transaction, ended: string[]): Promise<string[]> {
    if (ended.length === 0) return [];
    await tx.execute(`DELETE FROM user_session WHERE id IN (${ended.map(() => '?').join(',')})`, ended);
    return ended;
  }

  /** @returns how many sessions were past their absolute end */
  async removeExpired(tx: Transaction, now: number): Promise<number> {
    return tx.execute('DELETE FROM user_session WHERE expires_at <= ?', [now]);
  }
}

function toSessions(rows: readonly GrantRow[]): GrantedSession[] {
  const sessions = new Map<string, [GrantRow, ...GrantRow[]]>();
  for (const row of rows) {
    const known = sessions.get(row.id);
    if (known === undefined) sessions.set(row.id, [row]);
    else known.push(row);
  }
  return [...sessions.values()].map(toSession);
}

function toSession(ofSession: readonly [GrantRow, ...GrantRow[]]): GrantedSession {
  const [row] = ofSession;
  return {
    id: row.id,
    userId: row.user_id,
    tokenHash: row.token_hash,
    lastSeenAt: Number(row.last_seen_at),
    expiresAt: Number(row.expires_at),
    step: row.step,
    standing: row.standing,
    viewingCustomer: row.viewing_customer,
    viewingUntil: row.viewing_until === null ? null : Number(row.viewing_until),
    grants: ofSession.map(toGrant),
    limits: ofSession.flatMap(toLimit),
  };
}

function toLimit({ idle_minutes: idleMinutes, absolute_hours: absoluteHours }: GrantRow): SessionLimit[] {
  return idleMinutes === null || absoluteHours === null ? [] : [{ idleMinutes, absoluteHours }];
}

function toGrant(row: GrantRow): Grant {
  return {
    role: row.role,
    scopeType: row.scope_type,
    scopeId: row.scope_id,
    customerId: row.scope_type === 'CUSTOMER' ? row.scope_id : row.site_customer,
  };
}
