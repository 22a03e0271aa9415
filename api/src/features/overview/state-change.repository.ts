import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** One circuit changed its state. */
export interface StateChange {
  readonly circuitId: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly before: string;
  readonly status: string;
  /** ms. */
  readonly at: number;
}

type Row = Omit<StateChange, 'before' | 'at'> & { readonly earlier: string | null; readonly at: number | string };

/**
 * Not every piece of a history is a change: its evidence or its ends may be others while the state stays. So more
 * pieces are read than changes are wanted.
 */
const PIECES_A_CHANGE = 6;

/** The latest changes of state of circuits. */
@Injectable()
export class StateChangeRepository {
  constructor(private readonly database: Database) {}

  /** Changes since `from` (ms), newest first; none for who sees all customers, whom the alarms tell. */
  async latest(scope: Scope, from: number, limit: number): Promise<StateChange[]> {
    if (scope.kind === 'all') return [];
    const mine = scopeCondition(scope, { customer: 'si.customer_id', circuit: 'si.object_id' });
    const rows = await this.database.read<Row>(
      `SELECT c.id AS circuitId, c.code AS code, c.name AS name, c.alias AS alias, si.status AS status,
         si.from_at AS at, (
           SELECT older.status FROM state_interval older
           WHERE older.object_type = 'circuit' AND older.object_id = si.object_id AND older.from_at < si.from_at
           ORDER BY older.from_at DESC LIMIT 1
         ) AS earlier
       FROM state_interval si JOIN circuit c ON c.id = si.object_id
       WHERE si.object_type = 'circuit' AND ${mine.sql} AND si.from_at >= ?
       ORDER BY si.from_at DESC, si.id DESC LIMIT ?`,
      [...mine.values, from, limit * PIECES_A_CHANGE],
    );
    return rows.flatMap(toChange).slice(0, limit);
  }
}

/** The first piece of a history changes nothing: nobody knew the circuit before. */
function toChange({ earlier, at, ...row }: Row): StateChange[] {
  return earlier === null || earlier === row.status ? [] : [{ ...row, before: earlier, at: Number(at) }];
}
