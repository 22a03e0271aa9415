import { Injectable } from '@nestjs/common';
import { CircuitQuery, OPERATING_STATUSES } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { circuitFilter } from './circuit-filter.js';
import { presentSql } from './circuit-order.js';
import type { SiteName } from './circuit.repository.js';

/** How many circuits of a site are in each status. */
export type SiteCounts = SiteName & Readonly<Record<(typeof OPERATING_STATUSES)[number], number>>;

/** How many circuits of a customer are in one status. */
export interface CustomerCount {
  readonly customerId: string;
  readonly status: string;
  readonly circuits: number;
}

/** Counts circuits by whose they are, by where they end, and by whether somebody works at them. */
@Injectable()
export class CircuitGlanceRepository {
  constructor(private readonly database: Database) {}

  /** Sites in scope with the circuits that end there, the worst first; `now` (ms) decides which readings still stand. */
  async countBySite(scope: Scope, limit: number, now: number): Promise<SiteCounts[]> {
    const filter = circuitFilter(scope, CircuitQuery.parse({}), this.database.dialect);
    const atSite = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    const count = (status: string): string => `SUM(CASE WHEN here.status = '${status}' THEN 1 ELSE 0 END)`;
    const rows = await this.database.read<SiteName & Record<string, number | string>>(
      `SELECT s.id AS id, s.name_zh AS nameZh, s.name_en AS nameEn,
         ${OPERATING_STATUSES.map((status) => `${count(status)} AS ${status}`).join(', ')}
       FROM (
         SELECT DISTINCT e.site_id AS siteId, c.id AS circuitId, ${presentSql(now).status} AS status
         FROM circuit c LEFT JOIN circuit_state cs ON cs.circuit_id = c.id JOIN circuit_end e ON e.circuit_id = c.id
         WHERE ${filter.sql}
       ) here JOIN site s ON s.id = here.siteId
       WHERE ${atSite.sql}
       GROUP BY s.id, s.name_zh, s.name_en, s.code
       ORDER BY ${OPERATING_STATUSES.slice(0, 3)
         .map((status) => `${count(status)} DESC`)
         .join(', ')}, s.code, s.id
       LIMIT ?`,
      [...filter.values, ...atSite.values, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      nameZh: row.nameZh,
      nameEn: row.nameEn,
      failed: Number(row['failed']),
      degraded: Number(row['degraded']),
      unknown: Number(row['unknown']),
      running: Number(row['running']),
      stopped: Number(row['stopped']),
    }));
  }

  /** How many circuits of each customer in scope are in each status. */
  async countByCustomer(scope: Scope, now: number): Promise<CustomerCount[]> {
    const filter = circuitFilter(scope, CircuitQuery.parse({}), this.database.dialect);
    const rows = await this.database.read<Omit<CustomerCount, 'circuits'> & { circuits: number | string }>(
      `SELECT present.customerId AS customerId, present.status AS status, COUNT(*) AS circuits FROM (
         SELECT c.customer_id AS customerId, ${presentSql(now).status} AS status
         FROM circuit c LEFT JOIN circuit_state cs ON cs.circuit_id = c.id WHERE ${filter.sql}
       ) present GROUP BY present.customerId, present.status`,
      filter.values,
    );
    return rows.map(({ circuits, ...row }) => ({ ...row, circuits: Number(circuits) }));
  }

  /** How many circuits of each status have a planned work in progress, which covers its planned time alone. */
  async countInWork(scope: Scope, now: number): Promise<Map<string, number>> {
    const filter = circuitFilter(scope, CircuitQuery.parse({}), this.database.dialect);
    const rows = await this.database.read<{ status: string; circuits: number | string }>(
      `SELECT present.status AS status, COUNT(*) AS circuits FROM (
         SELECT ${presentSql(now).status} AS status
         FROM circuit c LEFT JOIN circuit_state cs ON cs.circuit_id = c.id
         WHERE ${filter.sql} AND c.id IN (
           SELECT mc.circuit_id FROM maintenance_circuit mc JOIN maintenance_window w ON w.id = mc.window_id
           WHERE w.actual_start <= ? AND w.planned_start <= ? AND w.planned_end > ?
             AND (w.actual_end IS NULL OR w.actual_end > ?)
         )
       ) present GROUP BY present.status`,
      [...filter.values, now, now, now, now],
    );
    return new Map(rows.map(({ status, circuits }) => [status, Number(circuits)]));
  }
}
