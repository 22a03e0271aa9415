import { Injectable } from '@nestjs/common';
import type { ReportNumbers } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { StoredPart } from './report.repository.js';

const WORKS_MOST = 5_000;

/** A report is about all lines of a customer, so nobody asks for one who sees only some of its sites. */
function inReach(scope: Scope, customer: string): SqlCondition {
  return scopeCondition(scope, { customer, site: 'NULL' });
}

/** What reports read of customers, lines and works that no other feature tells. */
@Injectable()
export class ReportFactsRepository {
  constructor(private readonly database: Database) {}

  async customer(scope: Scope, id: string): Promise<ReportNumbers['customer'] | undefined> {
    const mine = inReach(scope, 'cu.id');
    const [row] = await this.database.read<ReportNumbers['customer']>(
      `SELECT cu.id AS id, cu.name_zh AS nameZh, cu.name_en AS nameEn FROM customer cu WHERE cu.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row === undefined ? undefined : { id: row.id, nameZh: row.nameZh, nameEn: row.nameEn };
  }

  /** A site of a customer; undefined outside of the scope. */
  async site(scope: Scope, customerId: string, id: string): Promise<StoredPart['site'] | undefined> {
    const mine = inReach(scope, 's.customer_id');
    const [row] = await this.database.read<NonNullable<StoredPart['site']>>(
      `SELECT s.id AS id, s.name_zh AS nameZh, s.name_en AS nameEn FROM site s
       WHERE s.id = ? AND s.customer_id = ? AND ${mine.sql}`,
      [id, customerId, ...mine.values],
    );
    return row === undefined ? undefined : { id: row.id, nameZh: row.nameZh, nameEn: row.nameEn };
  }

  /** Those of the circuits that are the customer's and in the scope, by id. */
  async circuits(scope: Scope, customerId: string, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const mine = inReach(scope, 'c.customer_id');
    const rows = await this.database.read<{ id: string }>(
      `SELECT c.id AS id FROM circuit c WHERE c.customer_id = ? AND c.id IN (${places(ids)}) AND ${mine.sql} ORDER BY c.id`,
      [customerId, ...ids, ...mine.values],
    );
    return rows.map(({ id }) => id);
  }

  /** Circuits that another one or a second leg of their own stands in for, or that stand in for one themselves. */
  async guarded(scope: Scope): Promise<ReadonlySet<string>> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{ id: string }>(
      `SELECT c.id AS id FROM circuit c WHERE ${mine.sql} AND (c.backup_of IS NOT NULL OR c.compose_mode = 'PARALLEL'
         OR EXISTS (SELECT 1 FROM circuit b WHERE b.backup_of = c.id AND b.customer_id = c.customer_id))`,
      mine.values,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What was found and done with some tickets of a customer, by the ticket. */
  async repairs(
    scope: Scope,
    ticketIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly found: string | null; readonly done: string | null }>> {
    if (ticketIds.length === 0) return new Map();
    const mine = inReach(scope, 't.customer_id');
    const rows = await this.database.read<{ id: string; found: string | null; done: string | null }>(
      `SELECT t.id AS id, t.fault_cause AS found, t.solution AS done FROM ticket t
       WHERE t.id IN (${places(ticketIds)}) AND ${mine.sql}`,
      [...ticketIds, ...mine.values],
    );
    return new Map(rows.map(({ id, found, done }) => [id, { found, done }]));
  }

  /**
   * Works that customers were told of and that touch [from, to) (ms), by their beginning.
   *
   * @param circuitIds only those that touch one of them; all unless they are named
   */
  async works(
    scope: Scope,
    { from, to }: { readonly from: number; readonly to: number },
    circuitIds: readonly string[] | null,
  ): Promise<ReportNumbers['works']> {
    const mine = scopeCondition(scope, { customer: 'mc.customer_id', circuit: 'mc.circuit_id' });
    const chosen = circuitIds === null ? '' : `AND mc.circuit_id IN (${places(circuitIds)})`;
    const rows = await this.database.read<{
      id: string;
      number: string;
      title: string;
      state: string;
      began: number | string;
      ended: number | string;
      circuits: number | string;
    }>(
      `SELECT w.id AS id, w.number AS number, w.title AS title, w.state AS state,
         COALESCE(w.actual_start, w.planned_start) AS began, COALESCE(w.actual_end, w.planned_end) AS ended,
         COUNT(mc.circuit_id) AS circuits
       FROM maintenance_circuit mc JOIN maintenance_window w ON w.id = mc.window_id
       WHERE ${mine.sql} ${chosen} AND w.noticed_at IS NOT NULL AND COALESCE(w.actual_start, w.planned_start) < ?
         AND COALESCE(w.actual_end, w.planned_end) > ?
       GROUP BY w.id, w.number, w.title, w.state, w.actual_start, w.planned_start, w.actual_end, w.planned_end
       ORDER BY began, id LIMIT ?`,
      [...mine.values, ...(circuitIds ?? []), to, from, WORKS_MOST],
    );
    return rows.map(({ id, number, title, state, began, ended, circuits }) => ({
      ...{ id, number, title, state },
      from: new Date(Number(began)).toISOString(),
      to: new Date(Number(ended)).toISOString(),
      circuits: Number(circuits),
    }));
  }
}

function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
