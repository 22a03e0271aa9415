import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, MeasureKind, MeasurePointView } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { InventoryVersion } from './inventory-version.js';

/** An end of a circuit, and the device it ends at; null while it is bound to none. */
export interface PlacedEnd {
  readonly customerId: string;
  readonly side: CircuitEndSide | null;
  readonly deviceId: string | null;
  /** Seconds between two readings of optical levels by the device's profile; null: as the point says. */
  readonly opticalS: number | null;
}

/** All tables that know a point by its number: one that was given up must not be given to another point. */
const NUMBERED = [
  ...['measure_line', 'measure_performance', 'measure_optical', 'measure_latency'],
  ...['latency_5m', 'latency_1h', 'latency_1d', 'optical_1h', 'optical_1d'],
];
/** More than are shown of a circuit. */
const MOST_LISTED = 64;

/** What staff lay down of the points of a circuit. Every change advances the inventory's version. */
@Injectable()
export class MeasurePointSetup {
  constructor(
    private readonly database: Database,
    private readonly version: InventoryVersion,
  ) {}

  /** The circuit's points; undefined outside the scope. */
  async pointsOf(scope: Scope, circuitId: string): Promise<MeasurePointView[] | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{
      readonly id: number | null;
      readonly side: CircuitEndSide;
      readonly kind: MeasureKind;
      readonly source: string;
      readonly intervalS: number;
      readonly region: string | null;
      readonly deviceCode: string | null;
    }>(
      `SELECT m.id AS id, m.side AS side, m.kind AS kind, m.source AS source,
         m.interval_s AS intervalS, m.region AS region, d.code AS deviceCode
       FROM circuit c LEFT JOIN measure_point m ON m.circuit_id = c.id LEFT JOIN device d ON d.id = m.device_id
       WHERE c.id = ? AND ${mine.sql} ORDER BY m.side, m.kind, m.id LIMIT ${String(MOST_LISTED)}`,
      [circuitId, ...mine.values],
    );
    if (rows.length === 0) return undefined;
    return rows.flatMap(({ id, ...point }) => (id === null ? [] : [{ ...point, id }]));
  }

  /** The ends of a circuit, at least one row; none outside the scope. */
  endsOf(tx: Transaction, scope: Scope, circuitId: string): Promise<PlacedEnd[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    return tx.query<PlacedEnd>(
      `SELECT c.customer_id AS customerId, e.side AS side, p.device_id AS deviceId, pp.optical_s AS opticalS
       FROM circuit c LEFT JOIN circuit_end e ON e.circuit_id = c.id LEFT JOIN port p ON p.id = e.port_id
         LEFT JOIN device d ON d.id = p.device_id LEFT JOIN poll_profile pp ON pp.id = d.poll_profile_id
       WHERE c.id = ? AND ${mine.sql}`,
      [circuitId, ...mine.values],
    );
  }

  /** Whether another point would be more than are shown. */
  async isFull(tx: Transaction, circuitId: string, customerId: string): Promise<boolean> {
    const [row] = await tx.query<{ n: number | string }>(
      'SELECT COUNT(*) AS n FROM measure_point WHERE circuit_id = ? AND customer_id = ?',
      [circuitId, customerId],
    );
    return Number(row?.n ?? 0) >= MOST_LISTED;
  }

  /** A number that no point has and no measurement carries. The version's row makes those who ask for one wait. */
  async nextNumber(tx: Transaction): Promise<number> {
    await this.version.advance(tx);
    const tables = NUMBERED.map((table) => `SELECT MAX(point_id) AS id FROM ${table}`);
    const [row] = await tx.query<{ last: number | null }>(
      /* unscoped: the largest number of the house says nothing of anybody. */
      `SELECT MAX(n.id) AS last FROM (SELECT MAX(id) AS id FROM measure_point UNION ALL ${tables.join(' UNION ALL ')}) n`,
    );
    return (row?.last ?? 0) + 1;
  }

  /** What it measured stays until it is too old. @returns whether there was such a point of the circuit */
  async remove(tx: Transaction, id: number, circuitId: string, customerId: string): Promise<boolean> {
    const removed = await tx.execute('DELETE FROM measure_point WHERE id = ? AND circuit_id = ? AND customer_id = ?', [
      ...[id, circuitId, customerId],
    ]);
    if (removed > 0) await this.version.advance(tx);
    return removed > 0;
  }
}
