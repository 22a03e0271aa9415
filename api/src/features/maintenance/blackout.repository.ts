import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { Big } from './work.rows.js';

/** A black-out period with its customer's names. Times in ms. */
export interface BlackoutRow {
  readonly id: string;
  readonly customerId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly version: number;
}

export interface NewBlackout {
  readonly id: string;
  readonly customerId: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

type Row = Omit<BlackoutRow, 'from' | 'to'> & Record<'fromAt' | 'toAt', Big>;

const SELECT = `SELECT b.id AS id, b.customer_id AS customerId, cu.name_zh AS nameZh, cu.name_en AS nameEn,
  b.title AS title, b.from_at AS fromAt, b.to_at AS toAt, b.version AS version
  FROM blackout_period b JOIN customer cu ON cu.id = b.customer_id`;
const LISTED = 500;

/** The only class that writes `blackout_period`. */
@Injectable()
export class BlackoutRepository {
  constructor(private readonly database: Database) {}

  /** Those in scope that are not over at `now` (ms), by their beginning; at most 500. */
  async findAhead(scope: Scope, now: number): Promise<BlackoutRow[]> {
    const mine = scopeCondition(scope, { customer: 'b.customer_id', wholeCustomer: true });
    const rows = await this.database.read<Row>(
      `${SELECT} WHERE b.to_at > ? AND ${mine.sql} ORDER BY b.from_at, b.id LIMIT ${String(LISTED)}`,
      [now, ...mine.values],
    );
    return rows.map(toBlackoutRow);
  }

  async findOne(tx: Transaction, scope: Scope, id: string): Promise<BlackoutRow | undefined> {
    const mine = scopeCondition(scope, { customer: 'b.customer_id', wholeCustomer: true });
    const [row] = await tx.query<Row>(`${SELECT} WHERE b.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return row === undefined ? undefined : toBlackoutRow(row);
  }

  /** The customer that is meant: the named one, or the only one in scope. */
  async findCustomer(tx: Transaction, scope: Scope, named: string | null): Promise<string | undefined> {
    const own = scope.kind === 'customer' || scope.kind === 'sites' ? scope.customerId : null;
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const [row] = await tx.query<{ id: string }>(
      `SELECT cu.id AS id FROM customer cu WHERE cu.id = ? AND ${mine.sql}`,
      [named ?? own ?? '', ...mine.values],
    );
    return row?.id;
  }

  async countAhead(tx: Transaction, customerId: string, now: number): Promise<number> {
    const [row] = await tx.query<{ periods: Big }>(
      'SELECT COUNT(*) AS periods FROM blackout_period WHERE customer_id = ? AND to_at > ?',
      [customerId, now],
    );
    return Number(row?.periods ?? 0);
  }

  async insert(tx: Transaction, period: NewBlackout, userId: string, now: number): Promise<void> {
    const { id, customerId, title, from, to } = period;
    await tx.insertMany(
      'blackout_period',
      ['id', 'customer_id', 'title', 'from_at', 'to_at', 'created_by', 'created_at', 'version'],
      ['id'],
      [[id, customerId, title, from, to, userId, now, 1]],
    );
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async update(
    tx: Transaction,
    id: string,
    version: number,
    { title, from, to }: Pick<NewBlackout, 'title' | 'from' | 'to'>,
  ): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE blackout_period SET title = ?, from_at = ?, to_at = ?, version = version + 1 WHERE id = ? AND version = ?',
      [title, from, to, id, version],
    );
    return changed === 1;
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.execute('DELETE FROM blackout_period WHERE id = ?', [id]);
  }
}

function toBlackoutRow({ fromAt, toAt, ...row }: Row): BlackoutRow {
  return { ...row, from: Number(fromAt), to: Number(toAt) };
}
