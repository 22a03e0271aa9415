import { Injectable } from '@nestjs/common';
import type { ContactView, ContractView, CustomerQuery, SiteView } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';

export interface ListedCustomer {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly grade: string;
  readonly status: string;
  readonly circuits: number | string;
  readonly sites: number | string;
}

export interface CustomerFacts {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly grade: string;
  readonly timeZone: string;
  readonly status: string;
  readonly version: number;
}

export const CUSTOMER_ORDER: readonly SortKey[] = [
  { sql: 'cu.code', type: 'text', direction: 'asc' },
  { sql: 'cu.id', type: 'text', direction: 'asc' },
];
/** More than a page shows; whoever has more looks at the circuits. */
const SHOWN = 500;

/** Reads customers with what belongs to them, for people. */
@Injectable()
export class CustomerViewsRepository {
  constructor(private readonly database: Database) {}

  /** By code. Counts are of what the scope reaches, not of all that the customer has. */
  findPage(
    scope: Scope,
    query: CustomerQuery,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<ListedCustomer>[]> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const circuits = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const sites = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    const like = (column: string): string => containsText(this.database.dialect, column);
    const pattern = query.q === undefined || query.q === '' ? undefined : likePattern(query.q);
    const search =
      pattern === undefined
        ? ''
        : ` AND (${['code', 'name_zh', 'name_en'].map((name) => like(`cu.${name}`)).join(' OR ')})`;
    const from = position === undefined ? undefined : after(CUSTOMER_ORDER, position);
    return this.database.read(
      `SELECT cu.id AS id, cu.code AS code, cu.name_zh AS nameZh, cu.name_en AS nameEn, cu.grade AS grade,
         cu.status AS status,
         (SELECT COUNT(*) FROM circuit c WHERE c.customer_id = cu.id AND c.state <> 'terminated' AND ${circuits.sql}) AS circuits,
         (SELECT COUNT(*) FROM site s WHERE s.customer_id = cu.id AND ${sites.sql}) AS sites,
         ${keyColumns(CUSTOMER_ORDER)}
       FROM customer cu WHERE ${mine.sql}${search}${from === undefined ? '' : ` AND ${from.sql}`}
       ORDER BY ${orderBy(CUSTOMER_ORDER)} LIMIT ?`,
      [
        ...[...circuits.values, ...sites.values, ...mine.values],
        ...(pattern === undefined ? [] : [pattern, pattern, pattern]),
        ...(from?.values ?? []),
        limit,
      ],
    );
  }

  async findOne(scope: Scope, id: string): Promise<CustomerFacts | undefined> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const [row] = await this.database.read<CustomerFacts>(
      `SELECT cu.id AS id, cu.code AS code, cu.name_zh AS nameZh, cu.name_en AS nameEn, cu.grade AS grade,
         cu.time_zone AS timeZone, cu.status AS status, cu.version AS version
       FROM customer cu WHERE cu.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  findSites(scope: Scope, customerId: string): Promise<SiteView[]> {
    const mine = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    return this.database.read<SiteView>(
      `SELECT s.id AS id, s.code AS code, s.name_zh AS nameZh, s.name_en AS nameEn, s.address AS address,
         s.access_hours AS accessHours, s.access_note AS accessNote, s.version AS version
       FROM site s WHERE s.customer_id = ? AND ${mine.sql} ORDER BY s.code, s.id LIMIT ?`,
      [customerId, ...mine.values, SHOWN],
    );
  }

  findContacts(scope: Scope, customerId: string): Promise<ContactView[]> {
    const mine = scopeCondition(scope, { customer: 'k.customer_id', site: 'k.site_id' });
    return this.database.read<ContactView>(
      `SELECT k.id AS id, k.site_id AS siteId, k.name AS name, k.role AS role, k.phone AS phone, k.email AS email,
         k.language AS language, k.version AS version
       FROM contact k WHERE k.customer_id = ? AND ${mine.sql} ORDER BY k.name, k.id LIMIT ?`,
      [customerId, ...mine.values, SHOWN],
    );
  }

  async findContracts(scope: Scope, customerId: string): Promise<ContractView[]> {
    const mine = scopeCondition(scope, { customer: 'co.customer_id', site: "''" });
    const rows = await this.database.read<Omit<ContractView, 'emergencyExcluded'> & { emergencyExcluded: number }>(
      `SELECT co.id AS id, co.number AS number, co.sla_class AS slaClass, co.valid_from AS validFrom,
         co.valid_to AS validTo, co.maintenance_notice_hours AS maintenanceNoticeHours,
         co.emergency_excluded AS emergencyExcluded, co.version AS version
       FROM contract co WHERE co.customer_id = ? AND ${mine.sql} ORDER BY co.number LIMIT ?`,
      [customerId, ...mine.values, SHOWN],
    );
    return rows.map((row) => ({ ...row, emergencyExcluded: row.emergencyExcluded === 1 }));
  }

  /** Names of the account managers of a customer that was found by a scope before. */
  async findManagers(customerId: string): Promise<string[]> {
    const rows = await this.database.read<{ name: string }>(
      `SELECT u.name AS name FROM role_grant g JOIN user_account u ON u.id = g.user_id
       WHERE g.role = 'ACCOUNT_MANAGER' AND g.scope_type = 'CUSTOMER' AND g.scope_id = ? AND u.status = 'ACTIVE'
       ORDER BY u.name LIMIT 20`,
      [customerId],
    );
    return rows.map(({ name }) => name);
  }
}
