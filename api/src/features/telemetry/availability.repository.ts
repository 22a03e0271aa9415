import { Injectable } from '@nestjs/common';
import type { CircuitEndSide } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import { among } from './hours.js';

/** What the readings of one watched end said over some days. */
export interface EndAvailability {
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly readings: number;
  readonly upReadings: number;
  readonly coveredMs: number;
}

/** Days of ports as the roll-ups keep them, by circuit. Every method takes the scope first. */
@Injectable()
export class AvailabilityRepository {
  constructor(private readonly database: Database) {}

  /** The first circuits of the scope behind `after` (exclusive), by id. */
  async circuits(scope: Scope, after: string, limit: number): Promise<string[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{ id: string }>(
      `SELECT c.id AS id FROM circuit c WHERE c.id > ? AND ${mine.sql} ORDER BY c.id LIMIT ?`,
      [after, ...mine.values, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Sums of the days that begin in [from, to) (epoch seconds), of every watched end of those circuits in the scope. */
  async ofDays(scope: Scope, circuitIds: readonly string[], from: number, to: number): Promise<EndAvailability[]> {
    if (circuitIds.length === 0) return [];
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<Record<keyof EndAvailability, string | number | null>>(
      `SELECT e.circuit_id AS circuitId, e.side AS side, SUM(r.n + r.null_n) AS readings, SUM(r.up_n) AS upReadings,
         SUM(r.covered_ms) AS coveredMs
       FROM circuit c JOIN circuit_end e ON e.circuit_id = c.id AND e.port_id IS NOT NULL
           AND e.monitoring <> 'UNMONITORED'
         LEFT JOIN rollup_1d r ON r.port_id = e.port_id AND r.bucket >= ? AND r.bucket < ?
       WHERE ${among('c.id', circuitIds)} AND ${mine.sql}
       GROUP BY e.circuit_id, e.side, e.id ORDER BY e.circuit_id, e.side, e.id`,
      [from, to, ...circuitIds, ...mine.values],
    );
    return rows.map((row) => ({
      circuitId: String(row.circuitId),
      side: row.side as CircuitEndSide,
      readings: Number(row.readings ?? 0),
      upReadings: Number(row.upReadings ?? 0),
      coveredMs: Number(row.coveredMs ?? 0),
    }));
  }
}
