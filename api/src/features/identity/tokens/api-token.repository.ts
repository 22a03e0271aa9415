import { Injectable } from '@nestjs/common';
import type { Named, Role } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';

/** A token without its secret. Times in ms. */
export interface ApiTokenRow {
  readonly id: string;
  readonly beginsWith: string;
  readonly name: string;
  readonly role: Role;
  readonly customerId: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
}

/** A token in a list, with its names. */
export interface ListedToken extends ApiTokenRow {
  readonly customer: Named;
  readonly maker: string;
}

/** A token whose maker has to be told that it ends. */
export interface EndingToken extends ApiTokenRow {
  readonly warnedDays: number | null;
}

interface Row {
  readonly id: string;
  readonly begins_with: string;
  readonly name: string;
  readonly role: Role;
  readonly customer_id: string;
  readonly created_by: string;
  readonly created_at: number | string;
  readonly expires_at: number | string;
  readonly last_used_at: number | string | null;
}

const COLUMNS =
  't.id, t.begins_with, t.name, t.role, t.customer_id, t.created_by, t.created_at, t.expires_at, t.last_used_at';
/** More than one customer should ever have. */
const LISTED = 500;

/** The only class that reads or writes the tables `api_token` and `api_token_site`. */
@Injectable()
export class ApiTokenRepository {
  constructor(private readonly database: Database) {}

  async insert(tx: Transaction, token: ApiTokenRow, tokenHash: string, siteIds: readonly string[]): Promise<void> {
    const { id, beginsWith, name, role, customerId, createdBy, createdAt, expiresAt } = token;
    await tx.insertMany(
      'api_token',
      [
        ...['id', 'token_hash', 'begins_with', 'name', 'role'],
        ...['customer_id', 'created_by', 'created_at', 'expires_at'],
      ],
      ['id'],
      [[id, tokenHash, beginsWith, name, role, customerId, createdBy, createdAt, expiresAt]],
    );
    const sites = siteIds.map((siteId) => [id, siteId]);
    await tx.insertMany('api_token_site', ['token_id', 'site_id'], ['token_id', 'site_id'], sites);
  }

  /** Tokens in scope that are valid, the newest first. */
  async list(scope: Scope, now: number): Promise<ListedToken[]> {
    const mine = inScope(scope);
    const rows = await this.database.read<Row & { name_zh: string; name_en: string; maker: string | null }>(
      `SELECT ${COLUMNS}, c.name_zh, c.name_en, u.name AS maker FROM api_token t
       JOIN customer c ON c.id = t.customer_id LEFT JOIN user_account u ON u.id = t.created_by
       WHERE t.expires_at > ? AND ${mine.sql} ORDER BY t.created_at DESC, t.id DESC LIMIT ${String(LISTED)}`,
      [now, ...mine.values],
    );
    return rows.map((row) => ({
      ...toToken(row),
      customer: { id: row.customer_id, nameZh: row.name_zh, nameEn: row.name_en },
      maker: row.maker ?? '',
    }));
  }

  /** Sites that tokens are limited to, by token. */
  async sitesOf(ids: readonly string[]): Promise<Map<string, Named[]>> {
    const sites = new Map<string, Named[]>();
    if (ids.length === 0) return sites;
    const rows = await this.database.read<{ token_id: string; id: string; name_zh: string; name_en: string }>(
      `SELECT ts.token_id, s.id, s.name_zh, s.name_en FROM api_token_site ts JOIN site s ON s.id = ts.site_id
       WHERE ts.token_id IN (${ids.map(() => '?').join(',')}) ORDER BY s.code`,
      ids,
    );
    for (const { token_id: tokenId, id, name_zh: nameZh, name_en: nameEn } of rows) {
      sites.set(tokenId, [...(sites.get(tokenId) ?? []), { id, nameZh, nameEn }]);
    }
    return sites;
  }

  async findByHash(
    tokenHash: string,
    now: number,
  ): Promise<{ readonly token: ApiTokenRow; readonly siteIds: string[] } | undefined> {
    const rows = await this.database.read<Row & { site_id: string | null }>(
      `SELECT ${COLUMNS}, ts.site_id FROM api_token t LEFT JOIN api_token_site ts ON ts.token_id = t.id
       WHERE t.token_hash = ? AND t.expires_at > ?`,
      [tokenHash, now],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    return { token: toToken(first), siteIds: rows.map((row) => row.site_id).filter((id) => id !== null) };
  }

  async touch(tx: Transaction, id: string, now: number): Promise<void> {
    await tx.execute('UPDATE api_token SET last_used_at = ? WHERE id = ?', [now, id]);
  }

  /** @returns what it was, or undefined when there was no such token in scope */
  async revoke(
    tx: Transaction,
    scope: Scope,
    id: string,
  ): Promise<{ readonly name: string; readonly customerId: string } | undefined> {
    const mine = inScope(scope);
    const [row] = await tx.query<{ name: string; customer_id: string }>(
      `SELECT t.name, t.customer_id FROM api_token t WHERE t.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    if (row === undefined) return undefined;
    await tx.execute('DELETE FROM api_token_site WHERE token_id = ?', [id]);
    const removed = await tx.execute('DELETE FROM api_token WHERE id = ?', [id]);
    return removed === 1 ? { name: row.name, customerId: row.customer_id } : undefined;
  }

  /** Tokens that end before a time, with what their makers were told; at most 500. About the house, hence no scope. */
  async ending(now: number, before: number): Promise<EndingToken[]> {
    const rows = await this.database.read<Row & { warned_days: number | null }>(
      `SELECT ${COLUMNS}, t.warned_days FROM api_token t WHERE t.expires_at > ? AND t.expires_at <= ?
       ORDER BY t.expires_at LIMIT ${String(LISTED)}`,
      [now, before],
    );
    return rows.map((row) => ({ ...toToken(row), warnedDays: row.warned_days }));
  }

  /** @returns whether this call was the one that noted the warning */
  async noteWarning(tx: Transaction, id: string, days: number): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE api_token SET warned_days = ? WHERE id = ? AND COALESCE(warned_days, 1000) > ?',
      [days, id, days],
    );
    return changed === 1;
  }

  async removeExpired(tx: Transaction, time: number): Promise<void> {
    await tx.execute('DELETE FROM api_token_site WHERE token_id IN (SELECT id FROM api_token WHERE expires_at < ?)', [
      time,
    ]);
    await tx.execute('DELETE FROM api_token WHERE expires_at < ?', [time]);
  }
}

/** Who reaches some sites only sees the tokens that are limited to those. */
function inScope(scope: Scope): SqlCondition {
  const mine = scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
  if (scope.kind !== 'sites') return mine;
  const places = scope.siteIds.map(() => '?').join(',');
  return {
    sql: `(${mine.sql} AND EXISTS (SELECT 1 FROM api_token_site o WHERE o.token_id = t.id)
           AND NOT EXISTS (SELECT 1 FROM api_token_site o WHERE o.token_id = t.id AND o.site_id NOT IN (${places})))`,
    values: [...mine.values, ...scope.siteIds],
  };
}

function toToken(row: Row): ApiTokenRow {
  return {
    id: row.id,
    beginsWith: row.begins_with,
    name: row.name,
    role: row.role,
    customerId: row.customer_id,
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
  };
}
