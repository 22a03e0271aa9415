import { Injectable } from '@nestjs/common';
import type { CreditDecision, CreditView } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** What a circuit costs a month. */
export interface Charge {
  readonly amount: string;
  readonly currency: string;
}

interface CreditRow extends Omit<CreditView, 'decidedAt' | 'percent'> {
  readonly percent: number | null;
  readonly decidedAt: number | string | null;
}

const CREDITS_SHOWN = 500;
const COLUMNS = [
  ...['id', 'circuit_id', 'customer_id', 'month', 'revision', 'table_name', 'lost_s', 'percent_100', 'started_hours'],
  ...['monthly_charge', 'amount', 'currency', 'state'],
];
const SELECT = `SELECT p.id AS id, p.circuit_id AS circuitId, c.code AS code, p.customer_id AS customerId,
  p.month AS month, p.revision AS revision, p.table_name AS tableName, p.lost_s AS lostS, p.percent_100 AS percent,
  p.started_hours AS startedHours, p.monthly_charge AS monthlyCharge, p.amount AS amount, p.currency AS currency,
  p.state AS state, p.comment AS comment, p.decided_at AS decidedAt, p.version AS version
  FROM credit_proposal p JOIN circuit c ON c.id = p.circuit_id`;

/** The only class that reads or writes `credit_proposal` and `circuit_charge`. */
@Injectable()
export class CreditRepository {
  /** Proposals of the scope, newest month first; without those that a revision replaced. */
  async list(reader: RowSource, scope: Scope, month: string | undefined): Promise<CreditView[]> {
    const mine = scopeCondition(scope, { customer: 'p.customer_id', circuit: 'p.circuit_id' });
    const ofMonth = month === undefined ? { sql: '', values: [] } : { sql: 'AND p.month = ?', values: [month] };
    const rows = await rowsOf<CreditRow>(
      reader,
      `${SELECT} WHERE p.state <> 'replaced' ${ofMonth.sql} AND ${mine.sql}
       ORDER BY p.month DESC, c.code, p.revision DESC LIMIT ?`,
      [...ofMonth.values, ...mine.values, CREDITS_SHOWN],
    );
    const seen = await namesSeenBy(
      reader,
      scope,
      rows.map(({ circuitId }) => circuitId),
    );
    return rows.map((row) => ({ ...toView(row), code: seen.code(row.circuitId, row.code) }));
  }

  async find(tx: Transaction, scope: Scope, id: string): Promise<CreditView | undefined> {
    const mine = scopeCondition(scope, { customer: 'p.customer_id', circuit: 'p.circuit_id' });
    const rows = await tx.query<CreditRow>(`${SELECT} WHERE p.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return rows.map(toView)[0];
  }

  /** @returns whether it was still the version that was seen, and undecided */
  async decide(
    tx: Transaction,
    id: string,
    { state, comment, version }: CreditDecision,
    userId: string,
    now: number,
  ): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE credit_proposal SET state = ?, comment = ?, decided_at = ?, decided_by = ?, version = version + 1
       WHERE id = ? AND version = ? AND state = 'proposed'`,
      [state, comment, now, userId, id, version],
    );
    return changed > 0;
  }

  async add(tx: Transaction, rows: readonly (readonly SqlValue[])[]): Promise<void> {
    await tx.insertMany('credit_proposal', COLUMNS, ['circuit_id', 'month', 'revision'], rows, 'ignore');
  }

  /** Undecided proposals of a month that was revised. */
  async replace(tx: Transaction, circuitIds: readonly string[], month: string): Promise<void> {
    if (circuitIds.length === 0) return;
    await tx.execute(
      `UPDATE credit_proposal SET state = 'replaced', version = version + 1
       WHERE state = 'proposed' AND month = ? AND circuit_id IN (${places(circuitIds)})`,
      [month, ...circuitIds],
    );
  }

  /** What circuits cost on a day (`YYYY-MM-DD`), by circuit. */
  async charges(reader: RowSource, circuitIds: readonly string[], day: string): Promise<Map<string, Charge>> {
    if (circuitIds.length === 0) return new Map();
    const rows = await rowsOf<Charge & { circuitId: string }>(
      reader,
      `SELECT circuit_id AS circuitId, amount, currency FROM circuit_charge
       WHERE valid_from <= ? AND circuit_id IN (${places(circuitIds)}) ORDER BY valid_from`,
      [day, ...circuitIds],
    );
    return new Map(rows.map(({ circuitId, amount, currency }) => [circuitId, { amount, currency }]));
  }

  async setCharge(tx: Transaction, circuitId: string, validFrom: string, charge: Charge): Promise<void> {
    await tx.insertMany(
      'circuit_charge',
      ['circuit_id', 'valid_from', 'amount', 'currency'],
      ['circuit_id', 'valid_from'],
      [[circuitId, validFrom, charge.amount, charge.currency]],
      'update',
    );
  }
}

function toView({ percent, decidedAt, ...row }: CreditRow): CreditView {
  return {
    ...row,
    percent: percent === null ? null : percent / 100,
    decidedAt: decidedAt === null ? null : new Date(Number(decidedAt)).toISOString(),
  };
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
