import { Injectable } from '@nestjs/common';
import type { CircuitEndSide } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { StoredPiece } from './state-history.js';

/** What the charts of a circuit need to know of it. */
export interface ChartedCircuit {
  readonly circuitId: string;
  readonly contractedBps: number;
  /** The watched ports of the asked side; several are a bundle. Empty when nobody watches it. */
  readonly portIds: readonly number[];
  /** The longest of those ports. */
  readonly intervalS: number;
}

/** An interval for charts of ends without a poll profile; nothing is read there. */
const NO_INTERVAL_S = 60;
/** Ends of one side that are read for a chart. */
const MOST_PORTS = 64;

/** What people may read of a circuit's past. Every method takes the scope first. */
@Injectable()
export class CircuitHistoryRepository {
  constructor(private readonly database: Database) {}

  /** The circuit with the watched ports of a side; undefined outside the scope. */
  async findCharted(scope: Scope, circuitId: string, side: CircuitEndSide): Promise<ChartedCircuit | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{
      contractedBps: number | string;
      portId: number | null;
      intervalS: number | null;
    }>(
      `SELECT c.contracted_bps AS contractedBps, e.port_id AS portId, pp.interval_s AS intervalS
       FROM circuit c
         LEFT JOIN circuit_end e ON e.circuit_id = c.id AND e.side = ? AND e.monitoring <> 'UNMONITORED'
           AND e.port_id IS NOT NULL
         LEFT JOIN port p ON p.id = e.port_id
         LEFT JOIN device d ON d.id = p.device_id
         LEFT JOIN poll_profile pp ON pp.id = d.poll_profile_id
       WHERE c.id = ? AND ${mine.sql} ORDER BY e.seq LIMIT ${String(MOST_PORTS)}`,
      [side, circuitId, ...mine.values],
    );
    const [first] = rows;
    if (first === undefined) return undefined;
    const portIds = [...new Set(rows.flatMap(({ portId }) => portId ?? []))];
    const intervalS = Math.max(...rows.map((row) => row.intervalS ?? NO_INTERVAL_S));
    return { circuitId, contractedBps: Number(first.contractedBps), portIds, intervalS };
  }

  /** Whose the circuit is; null outside the scope. */
  async customerOf(scope: Scope, circuitId: string): Promise<string | null> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const [row] = await this.database.read<{ customerId: string }>(
      `SELECT c.customer_id AS customerId FROM circuit c WHERE c.id = ? AND ${mine.sql}`,
      [circuitId, ...mine.values],
    );
    return row?.customerId ?? null;
  }

  /** Whether the circuit lies in the scope. */
  async exists(scope: Scope, circuitId: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read(`SELECT c.id FROM circuit c WHERE c.id = ? AND ${mine.sql}`, [
      circuitId,
      ...mine.values,
    ]);
    return rows.length === 1;
  }

  /** Pieces of a circuit's history that touch [from, to) (ms), newest first, at most `limit`. */
  async pieces(scope: Scope, circuitId: string, from: number, to: number, limit: number): Promise<StoredPiece[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{
      id: string;
      status: string;
      fromAt: number | string;
      toAt: number | string | null;
      sides: string;
      evidence: string;
    }>(
      `SELECT si.id AS id, si.status AS status, si.from_at AS fromAt, si.to_at AS toAt, si.sides AS sides,
         si.evidence AS evidence
       FROM state_interval si JOIN circuit c ON c.id = si.object_id
       WHERE si.object_type = 'circuit' AND si.object_id = ? AND si.from_at < ? AND (si.to_at IS NULL OR si.to_at > ?)
         AND ${mine.sql}
       ORDER BY si.from_at DESC LIMIT ${String(limit)}`,
      [circuitId, to, from, ...mine.values],
    );
    return rows.map((row) => ({
      id: row.id,
      status: row.status,
      from: Number(row.fromAt),
      to: row.toAt === null ? null : Number(row.toAt),
      sides: row.sides,
      evidence: row.evidence,
    }));
  }
}
