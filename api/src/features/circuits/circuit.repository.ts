import { Injectable } from '@nestjs/common';
import type { CircuitQuery } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position } from '../../platform/listing/keyset.js';
import { allOf, circuitFilter } from './circuit-filter.js';
import { presentSql, sortKeys } from './circuit-order.js';
import { type EndRow, readEnds, STATE_COLUMNS, type StateRow } from './circuit.rows.js';

/** A circuit with its customer and its stored state. */
export interface CircuitRecord extends StateRow {
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly product: string;
  readonly contractedBps: number | string;
}

/** A circuit with all of its facts. */
export interface CircuitDetail extends CircuitRecord {
  readonly state: string;
  readonly contractNumber: string | null;
  readonly slaClass: string | null;
  readonly mainId: string | null;
  readonly mainCode: string | null;
  readonly grade: string;
  readonly networkGrade: string | null;
  readonly topology: string;
  readonly protection: string;
  readonly activatedAt: number | string | null;
  readonly terminatedAt: number | string | null;
  readonly version: number;
}

export interface SiteName {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

const LISTED = `${STATE_COLUMNS}, c.code AS code, c.name AS name, c.alias AS alias, cu.name_zh AS customerNameZh,
  cu.name_en AS customerNameEn, c.product AS product, c.contracted_bps AS contractedBps`;

const TABLES = `circuit c JOIN customer cu ON cu.id = c.customer_id
  LEFT JOIN circuit_state cs ON cs.circuit_id = c.id`;

/** Sites offered as a filter; whoever has more searches by name. */
const SITES_OFFERED = 1_000;

/** Reads circuits for people. Every method takes the scope first; `now` (ms) decides which readings still stand. */
@Injectable()
export class CircuitRepository {
  constructor(private readonly database: Database) {}

  /** One page in the order of the query: at most `limit` rows after `position`. */
  findPage(
    scope: Scope,
    query: CircuitQuery,
    position: Position | undefined,
    limit: number,
    now: number,
  ): Promise<Keyed<CircuitRecord>[]> {
    const keys = sortKeys(scope, query, now);
    const condition = allOf([
      circuitFilter(scope, query, this.database.dialect),
      ...(query.status === undefined ? [] : [{ sql: `${presentSql(now).status} = ?`, values: [query.status] }]),
      ...(position === undefined ? [] : [after(keys, position)]),
    ]);
    return this.database.read(
      `SELECT ${LISTED}, ${keyColumns(keys)} FROM ${TABLES} WHERE ${condition.sql} ORDER BY ${orderBy(keys)} LIMIT ?`,
      [...condition.values, limit],
    );
  }

  /** How many circuits there are in each status, by all filters but the status. */
  async countByStatus(scope: Scope, query: CircuitQuery, now: number): Promise<Map<string, number>> {
    const filter = circuitFilter(scope, query, this.database.dialect);
    const rows = await this.database.read<{ status: string; circuits: number | string }>(
      `SELECT present.status AS status, COUNT(*) AS circuits FROM (
         SELECT ${presentSql(now).status} AS status FROM ${TABLES} WHERE ${filter.sql}
       ) present GROUP BY present.status`,
      filter.values,
    );
    return new Map(rows.map(({ status, circuits }) => [status, Number(circuits)]));
  }

  async findOne(scope: Scope, id: string): Promise<CircuitDetail | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    // A code names both ends: of a circuit with one end elsewhere, a branch is told nothing.
    const main = scopeCondition(scope, { customer: 'm.customer_id', wholeCustomer: true });
    const [row] = await this.database.read<CircuitDetail>(
      `SELECT ${LISTED}, c.state AS state, co.number AS contractNumber, co.sla_class AS slaClass, cu.grade AS grade,
         c.network_grade AS networkGrade, c.topology AS topology, c.protection AS protection,
         c.activated_at AS activatedAt, c.terminated_at AS terminatedAt, c.version AS version,
         m.id AS mainId, m.code AS mainCode
       FROM ${TABLES} LEFT JOIN contract co ON co.id = c.contract_id
         LEFT JOIN circuit m ON m.id = c.backup_of AND ${main.sql}
       WHERE ${mine.sql} AND c.id = ?`,
      [...main.values, ...mine.values, id],
    );
    return row;
  }

  /** The ends of circuits that were found by a scope before. */
  findEnds(circuitIds: readonly string[]): Promise<Map<string, EndRow[]>> {
    return readEnds(this.database, circuitIds);
  }

  /** Sites in scope at which a circuit ends, by name. */
  findSites(scope: Scope): Promise<SiteName[]> {
    const mine = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    return this.database.read<SiteName>(
      `SELECT s.id AS id, s.name_zh AS nameZh, s.name_en AS nameEn FROM site s
       WHERE ${mine.sql} AND EXISTS (SELECT 1 FROM circuit_end e WHERE e.site_id = s.id)
       ORDER BY s.code, s.id LIMIT ?`,
      [...mine.values, SITES_OFFERED],
    );
  }

  /** Codes of the products in scope. */
  async findProducts(scope: Scope): Promise<string[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{ product: string }>(
      `SELECT DISTINCT c.product AS product FROM circuit c WHERE ${mine.sql} ORDER BY c.product`,
      mine.values,
    );
    return rows.map(({ product }) => product);
  }

  /** How far the live feed of each customer in scope has come; 0 where nothing was ever pushed. */
  async findFeedHeads(scope: Scope): Promise<Record<string, number>> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const rows = await this.database.read<{ id: string; seq: number | string }>(
      `SELECT cu.id AS id, COALESCE(f.seq, 0) AS seq FROM customer cu LEFT JOIN feed f ON f.id = cu.id
       WHERE ${mine.sql}`,
      mine.values,
    );
    return Object.fromEntries(rows.map(({ id, seq }) => [id, Number(seq)]));
  }
}
