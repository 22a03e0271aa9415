import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, ThresholdMetric, ThresholdView } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import type { RowSource } from '../../database/row-source.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A level that a customer set; times in ms. */
export interface Threshold {
  readonly id: string;
  readonly customerId: string;
  readonly circuitId: string;
  readonly circuitCode: string;
  readonly circuitName: string;
  readonly metric: ThresholdMetric;
  readonly side: CircuitEndSide | null;
  readonly level: number;
  readonly forS: number;
  readonly severity: ThresholdView['severity'];
  readonly isOn: boolean;
  readonly madeAt: number;
  readonly madeBy: string;
  readonly madeByName: string | null;
  readonly observed: number | null;
  readonly observedAt: number | null;
  /** When the alarm that stands because of it was raised. */
  readonly since: number | null;
  readonly version: number;
}

type Row = Omit<Threshold, 'isOn' | 'madeAt' | 'observedAt' | 'since'> &
  Readonly<Record<'isOn' | 'madeAt' | 'observedAt' | 'since', number | string | boolean | null>>;

const MOST = 500;
const MOST_IN_THE_HOUSE = 20_000;
const SELECT = `SELECT t.id AS id, t.customer_id AS customerId, t.circuit_id AS circuitId, c.code AS circuitCode,
    c.name AS circuitName, t.metric AS metric, t.side AS side, t.level AS level, t.for_s AS forS,
    t.severity AS severity, t.is_on AS isOn, t.made_at AS madeAt, t.made_by AS madeBy, u.name AS madeByName,
    t.observed AS observed, t.observed_at AS observedAt, a.last_raised_at AS since, t.version AS version
  FROM threshold t JOIN circuit c ON c.id = t.circuit_id LEFT JOIN user_account u ON u.id = t.made_by
  LEFT JOIN alarm a ON a.circuit_id = t.circuit_id AND a.qualifier = t.id AND a.active_key IS NOT NULL`;
const OWN = { customer: 't.customer_id', circuit: 't.circuit_id' } as const;

/** The levels that customers set. */
@Injectable()
export class ThresholdRepository {
  constructor(private readonly database: Database) {}

  /** By circuit and metric, at most 500. */
  async list(scope: Scope, circuitId: string | undefined): Promise<Threshold[]> {
    const mine = scopeCondition(scope, OWN);
    const rows = await this.database.read<Row>(
      `${SELECT} WHERE ${mine.sql}${circuitId === undefined ? '' : ' AND t.circuit_id = ?'}
       ORDER BY c.code, t.metric, t.level, t.id LIMIT ${String(MOST)}`,
      circuitId === undefined ? mine.values : [...mine.values, circuitId],
    );
    return this.asSeenBy(this.database, scope, rows.map(toThreshold));
  }

  async find(tx: Transaction, scope: Scope, id: string): Promise<Threshold | undefined> {
    const mine = scopeCondition(scope, OWN);
    const [row] = await tx.query<Row>(`${SELECT} WHERE t.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return row?.id === id ? (await this.asSeenBy(tx, scope, [toThreshold(row)]))[0] : undefined;
  }

  private async asSeenBy(source: RowSource, scope: Scope, found: readonly Threshold[]): Promise<Threshold[]> {
    const seen = await namesSeenBy(
      source,
      scope,
      found.map(({ circuitId }) => circuitId),
    );
    return found.map((each) => ({
      ...each,
      circuitCode: seen.code(each.circuitId, each.circuitCode),
      circuitName: seen.name(each.circuitId, each.circuitName),
    }));
  }

  /** All that are on, of the whole house. */
  async watched(): Promise<Threshold[]> {
    const rows = await this.database.read<Row>(`${SELECT} WHERE t.is_on = ? ORDER BY t.id LIMIT ?`, [
      true,
      MOST_IN_THE_HOUSE,
    ]);
    return rows.map(toThreshold);
  }

  /** The customer of a circuit in scope; undefined outside, and for one that ended: nothing is measured of it any more. */
  async customerOf(tx: Transaction, scope: Scope, circuitId: string): Promise<string | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const [row] = await tx.query<{ id: string; customerId: string }>(
      `SELECT c.id AS id, c.customer_id AS customerId FROM circuit c
       WHERE c.id = ? AND c.state <> 'terminated' AND ${mine.sql}`,
      [circuitId, ...mine.values],
    );
    return row?.id === circuitId ? row.customerId : undefined;
  }

  async countOf(tx: Transaction, circuitId: string): Promise<number> {
    const sql = 'SELECT COUNT(*) AS total FROM threshold WHERE circuit_id = ?';
    const [row] = await tx.query<{ total: number | string }>(sql, [circuitId]);
    return Number(row?.total ?? 0);
  }

  async insert(
    tx: Transaction,
    made: Pick<
      Threshold,
      | 'id'
      | 'customerId'
      | 'circuitId'
      | 'metric'
      | 'side'
      | 'level'
      | 'forS'
      | 'severity'
      | 'isOn'
      | 'madeAt'
      | 'madeBy'
    >,
  ): Promise<void> {
    await tx.insertMany(
      'threshold',
      [
        'id',
        'customer_id',
        'circuit_id',
        'metric',
        'side',
        'level',
        'for_s',
        'severity',
        'is_on',
        'made_at',
        'made_by',
        'version',
      ],
      ['id'],
      [
        [
          ...[made.id, made.customerId, made.circuitId, made.metric, made.side, made.level, made.forS],
          ...[made.severity, made.isOn, made.madeAt, made.madeBy, 1],
        ],
      ],
    );
  }

  /** @returns whether nobody changed it since the version that was seen */
  async update(
    tx: Transaction,
    id: string,
    { level, forS, severity, isOn, version }: Pick<Threshold, 'level' | 'forS' | 'severity' | 'isOn' | 'version'>,
  ): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE threshold SET level = ?, for_s = ?, severity = ?, is_on = ?, version = version + 1 WHERE id = ? AND version = ?',
      [level, forS, severity, isOn, id, version],
    );
    return changed === 1;
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.execute('DELETE FROM threshold WHERE id = ?', [id]);
  }

  async observed(tx: Transaction, id: string, value: number, at: number): Promise<void> {
    await tx.execute('UPDATE threshold SET observed = ?, observed_at = ? WHERE id = ?', [value, at, id]);
  }
}

function toThreshold({ isOn, madeAt, observedAt, since, ...row }: Row): Threshold {
  return {
    ...row,
    isOn: Number(isOn) === 1,
    madeAt: Number(madeAt),
    observedAt: observedAt === null ? null : Number(observedAt),
    since: since === null ? null : Number(since),
  };
}
