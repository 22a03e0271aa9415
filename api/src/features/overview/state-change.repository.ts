import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
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

type Row = Omit<StateChange, 'at' | 'before'> & { readonly earlier: string; readonly at: number | string };

/** Pieces of history that are looked through: most change nothing but the evidence or the ends that are not up. */
const PIECES = 500;

/** The latest changes of state of circuits. */
@Injectable()
export class StateChangeRepository {
  constructor(private readonly database: Database) {}

  /**
   * Changes since `from` (ms), newest first; none for who sees all customers, whom the alarms tell. Times in which
   * nobody knew are left out: what a line did is told, not that it was not heard for a while.
   */
  async latest(scope: Scope, from: number, limit: number): Promise<StateChange[]> {
    if (scope.kind === 'all') return [];
    const mine = scopeCondition(scope, { customer: 'si.customer_id', circuit: 'si.object_id' });
    const rows = await this.database.read<Row>(
      `SELECT c.id AS circuitId, c.code AS code, c.name AS name, c.alias AS alias, piece.earlier AS earlier,
         piece.status AS status, piece.at AS at
       FROM (
         SELECT si.id AS id, si.object_id AS circuitId, si.status AS status, si.from_at AS at, (
             SELECT older.status FROM state_interval older
             WHERE older.object_type = 'circuit' AND older.object_id = si.object_id AND older.from_at < si.from_at
               AND older.status <> 'unknown'
             ORDER BY older.from_at DESC LIMIT 1
           ) AS earlier
         FROM state_interval si
         WHERE si.object_type = 'circuit' AND ${mine.sql} AND si.from_at >= ? AND si.status <> 'unknown'
         ORDER BY si.from_at DESC, si.id DESC LIMIT ?
       ) piece JOIN circuit c ON c.id = piece.circuitId
       WHERE piece.earlier <> piece.status ORDER BY piece.at DESC, piece.id DESC LIMIT ?`,
      [...mine.values, from, PIECES, limit],
    );
    const seen = await namesSeenBy(
      this.database,
      scope,
      rows.map(({ circuitId }) => circuitId),
    );
    return rows.map(({ earlier, at, ...row }) => ({
      ...row,
      code: seen.code(row.circuitId, row.code),
      name: seen.name(row.circuitId, row.name),
      before: earlier,
      at: Number(at),
    }));
  }
}
