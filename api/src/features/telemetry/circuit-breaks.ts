import type { CircuitEndSide } from '@linewatch/shared';
import type { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A short break at an end of a circuit; ms. */
export interface EndBreak {
  readonly at: number;
  readonly side: CircuitEndSide;
  /** When the readings around it were taken. */
  readonly earlierAt: number;
  readonly laterAt: number;
}

const SHOWN = 200;

/** The breaks of unknown length at the watched ends of a circuit in [from, to), newest first. */
export async function breaksOfCircuit(
  database: Database,
  scope: Scope,
  circuitId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<EndBreak[]> {
  const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
  const rows = await database.read<Record<keyof EndBreak, number | string> & { side: CircuitEndSide }>(
    `SELECT b.broke_at AS at, e.side AS side, b.earlier_at AS earlierAt, b.later_at AS laterAt
     FROM circuit c JOIN circuit_end e ON e.circuit_id = c.id JOIN short_break b ON b.port_id = e.port_id
     WHERE c.id = ? AND ${mine.sql} AND e.monitoring <> 'UNMONITORED' AND b.broke_at >= ? AND b.broke_at < ?
       AND (c.activated_at IS NULL OR b.broke_at >= c.activated_at)
       AND (c.terminated_at IS NULL OR b.broke_at < c.terminated_at)
     ORDER BY b.broke_at DESC, e.side LIMIT ${String(SHOWN)}`,
    [circuitId, ...mine.values, from, to],
  );
  return rows.map(({ at, side, earlierAt, laterAt }) => ({
    side,
    at: Number(at),
    earlierAt: Number(earlierAt),
    laterAt: Number(laterAt),
  }));
}
