import { Injectable } from '@nestjs/common';
import { type DeviceQuery, STALE_AFTER_INTERVALS } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';
import { visibleDevices } from './visible-devices.js';

/** A device with how many circuits and customers of the scope it carries. */
export interface DeviceRecord {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly vendor: string;
  readonly model: string;
  readonly address: string;
  readonly port: number;
  readonly snmpVersion: string;
  readonly reachability: string;
  readonly fault: string | null;
  readonly failures: number;
  readonly lastSeenAt: number | string | null;
  readonly circuits: number | string;
  readonly customers: number | string;
}

/** Unreachable first, then those of which nothing is known, then by code. */
export function deviceOrder(now: number): SortKey[] {
  const rank = `CASE ${reachability(now)} WHEN 'UNREACHABLE' THEN 0 WHEN 'UNKNOWN' THEN 1 ELSE 2 END`;
  return [
    { sql: rank, type: 'number', direction: 'asc' },
    { sql: 'd.code', type: 'text', direction: 'asc' },
  ];
}

/** A device that answered once and was not asked since is not REACHABLE: nothing is known of it. `now` in ms. */
function reachability(now: number): string {
  const staleFrom = `d.last_seen_at + ${String(STALE_AFTER_INTERVALS * 1_000)} * pp.interval_s`;
  return `CASE WHEN d.reachability = 'REACHABLE' AND (d.last_seen_at IS NULL OR ${staleFrom} < ${String(Math.trunc(now))})
    THEN 'UNKNOWN' ELSE d.reachability END`;
}

const TABLES =
  'device d JOIN poll_profile pp ON pp.id = d.poll_profile_id JOIN snmp_credential cr ON cr.id = d.credential_id';

/** Devices for operations staff. Devices belong to the operator; what they carry belongs to customers. */
@Injectable()
export class DeviceListRepository {
  constructor(private readonly database: Database) {}

  /** At most `limit` devices after `position`, counted in the same query. */
  findPage(
    scope: Scope,
    query: DeviceQuery,
    position: Position | undefined,
    limit: number,
    now: number,
  ): Promise<Keyed<DeviceRecord>[]> {
    const rest = position === undefined ? { sql: '1=1', values: [] } : after(deviceOrder(now), position);
    return this.page(scope, this.filter(scope, query), rest, limit, now);
  }

  /** One device of the scope. */
  async find(scope: Scope, id: string, now: number): Promise<DeviceRecord | undefined> {
    const [found] = await this.page(scope, visibleDevices(scope), { sql: 'd.id = ?', values: [id] }, 1, now);
    return found;
  }

  private page(
    scope: Scope,
    filter: SqlCondition,
    rest: SqlCondition,
    limit: number,
    now: number,
  ): Promise<Keyed<DeviceRecord>[]> {
    const keys = deviceOrder(now);
    const carried = scopeCondition(scope, { customer: 'e.customer_id', circuit: 'e.circuit_id' });
    // The page first, the counts of its devices only.
    return this.database.read(
      `SELECT page.*, COUNT(DISTINCT e.circuit_id) AS circuits, COUNT(DISTINCT e.customer_id) AS customers
       FROM (
         SELECT d.id AS id, d.code AS code, d.name AS name, d.vendor AS vendor, d.model AS model,
           d.address AS address, d.snmp_port AS port, cr.version AS snmpVersion,
           ${reachability(now)} AS reachability, d.fault AS fault, d.failures AS failures,
           d.last_seen_at AS lastSeenAt, ${keyColumns(keys)}
         FROM ${TABLES} WHERE ${filter.sql} AND ${rest.sql} ORDER BY ${orderBy(keys)} LIMIT ?
       ) page
       LEFT JOIN port p ON p.device_id = page.id
       LEFT JOIN circuit_end e ON e.port_id = p.id AND ${carried.sql}
       GROUP BY page.id, page.code, page.name, page.vendor, page.model, page.address, page.port, page.snmpVersion,
         page.reachability, page.fault, page.failures, page.lastSeenAt, page.key0, page.key1
       ORDER BY page.key0, page.key1`,
      [...filter.values, ...rest.values, limit, ...carried.values],
    );
  }

  async count(scope: Scope, query: DeviceQuery): Promise<number> {
    const filter = this.filter(scope, query);
    const [row] = await this.database.read<{ devices: number | string }>(
      `SELECT COUNT(*) AS devices FROM ${TABLES} WHERE ${filter.sql}`,
      filter.values,
    );
    return Number(row?.devices ?? 0);
  }

  private filter(scope: Scope, { q }: DeviceQuery): SqlCondition {
    const visible = visibleDevices(scope);
    if (q === undefined || q === '') return visible;
    const pattern = likePattern(q);
    const columns = ['d.code', 'd.name', 'd.vendor', 'd.model', 'd.address'];
    const mentions = columns.map((column) => containsText(this.database.dialect, column)).join(' OR ');
    return { sql: `${visible.sql} AND (${mentions})`, values: [...visible.values, ...columns.map(() => pattern)] };
  }
}
