import { Injectable } from '@nestjs/common';
import type { ImportKind } from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A row of an export: its cells by column. bigint columns come as text from mysql2. */
export type ExportRow = Readonly<Record<string, string | number | null>>;

/** More than an operator has; whoever does exports customer by customer. */
const MOST_ROWS = 200_000;

/** Reads what is exported, in the columns in which it is imported. */
@Injectable()
export class ExportRowsRepository {
  constructor(private readonly database: Database) {}

  find(scope: Scope, kind: ImportKind): Promise<ExportRow[]> {
    switch (kind) {
      case 'customers':
        return this.read(
          `SELECT cu.code AS code, cu.name_zh AS nameZh, cu.name_en AS nameEn, cu.grade AS grade,
             cu.time_zone AS timeZone, cu.status AS status FROM customer cu`,
          scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true }),
          'cu.code',
        );
      case 'sites':
        return this.read(
          `SELECT cu.code AS customer, s.code AS code, s.name_zh AS nameZh, s.name_en AS nameEn, s.address AS address
           FROM site s JOIN customer cu ON cu.id = s.customer_id`,
          scopeCondition(scope, { customer: 's.customer_id', site: 's.id' }),
          'cu.code, s.code, s.id',
        );
      case 'devices':
        return this.read(
          `SELECT d.code AS code, d.name AS name, d.vendor AS vendor, d.model AS model, d.address AS address,
             d.snmp_port AS snmpPort, cr.name AS credential, pp.name AS pollProfile, d.region AS region
           FROM device d LEFT JOIN snmp_credential cr ON cr.id = d.credential_id
             LEFT JOIN poll_profile pp ON pp.id = d.poll_profile_id`,
          carries(scope),
          'd.code',
        );
      case 'circuits':
        return this.circuits(scope);
    }
  }

  private circuits(scope: Scope): Promise<ExportRow[]> {
    const end = (side: 'a' | 'z'): string => `${side}_s.code AS ${side}Site, ${side}_e.access_type AS ${side}Access,
      ${side}_d.code AS ${side}Device, ${side}_p.if_name AS ${side}Port`;
    const join = (side: 'a' | 'z'): string =>
      `LEFT JOIN circuit_end ${side}_e ON ${side}_e.circuit_id = c.id AND ${side}_e.side = '${side.toUpperCase()}'
         AND ${side}_e.seq = 1
       LEFT JOIN site ${side}_s ON ${side}_s.id = ${side}_e.site_id
       LEFT JOIN port ${side}_p ON ${side}_p.id = ${side}_e.port_id
       LEFT JOIN device ${side}_d ON ${side}_d.id = ${side}_p.device_id`;
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    // A code names both ends: of a circuit with one end elsewhere, a branch is told nothing.
    const main = scopeCondition(scope, { customer: 'm.customer_id', wholeCustomer: true });
    return this.read(
      `SELECT c.code AS code, c.name AS name, cu.code AS customer, co.number AS contract, c.product AS product,
         c.contracted_bps AS bandwidth, c.topology AS topology, c.protection AS protection,
         c.network_grade AS networkGrade, c.state AS state, c.activated_at AS activatedOn, cu.time_zone AS timeZone,
         ${end('a')}, ${end('z')}, m.code AS backupOf
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id LEFT JOIN contract co ON co.id = c.contract_id
         ${join('a')} ${join('z')} LEFT JOIN circuit m ON m.id = c.backup_of AND ${main.sql}`,
      { sql: mine.sql, values: [...main.values, ...mine.values] },
      'c.code',
    );
  }

  private read(select: string, { sql, values }: SqlCondition, order: string): Promise<ExportRow[]> {
    const all: SqlValue[] = [...values, MOST_ROWS];
    return this.database.read<ExportRow>(`${select} WHERE ${sql} ORDER BY ${order} LIMIT ?`, all);
  }
}

/** Devices that carry a circuit in scope. Those that carry none are for whoever sees all. */
function carries(scope: Scope): SqlCondition {
  if (scope.kind === 'all') return { sql: '(1=1)', values: [] };
  const mine = scopeCondition(scope, { customer: 'e.customer_id', circuit: 'e.circuit_id' });
  return {
    sql: `d.id IN (SELECT p.device_id FROM port p JOIN circuit_end e ON e.port_id = p.id WHERE ${mine.sql})`,
    values: mine.values,
  };
}
