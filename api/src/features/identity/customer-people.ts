import { Injectable } from '@nestjs/common';
import { isCustomerRole, Language, type Role } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { type Grant, type Standing, standingsOf } from './scope-maker.js';

/** How somebody reads. */
export interface Reading {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
}

/** Somebody whose rights reach a customer, with as much of the customer as they reach. */
export interface PersonInReach extends Reading {
  readonly role: Role;
  readonly scope: Scope;
  /** Whether they work for the operator. */
  readonly isStaff: boolean;
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly time_zone: string;
}

interface GrantRow extends PersonRow {
  readonly role: Role;
  readonly scope_type: string;
  readonly scope_id: string | null;
  readonly site_customer: string | null;
}

/** More than a customer has people and the house staff together. */
const MOST_GRANTS = 20_000;
const SELECTED = 'u.id, u.name, u.email, u.language, u.time_zone';

/** Who may know of what happens to a customer: the same rights that the guard would find when they signed in. */
@Injectable()
export class CustomerPeople {
  constructor(private readonly database: Database) {}

  /** All who may sign in and whose rights reach the customer now. */
  async of(customerId: string): Promise<PersonInReach[]> {
    const rows = await this.database.read<GrantRow>(
      `SELECT ${SELECTED}, g.role, g.scope_type, g.scope_id, site.customer_id AS site_customer
       FROM role_grant g JOIN user_account u ON u.id = g.user_id AND u.status = 'ACTIVE'
       LEFT JOIN site ON site.id = g.scope_id AND g.scope_type = 'SITE'
       WHERE g.suspended_at IS NULL AND (g.scope_type = 'ALL' OR g.scope_id = ? OR site.customer_id = ?)
       ORDER BY u.id LIMIT ${String(MOST_GRANTS)}`,
      [customerId, customerId],
    );
    const people = new Map<string, { readonly row: GrantRow; readonly grants: Grant[] }>();
    for (const row of rows) {
      const known = people.get(row.id) ?? { row, grants: [] };
      known.grants.push(toGrant(row));
      people.set(row.id, known);
    }
    return [...people.values()].flatMap(({ row, grants }) => {
      // Grants of other customers are not read: what is left is this customer, or the whole house.
      const [standing] = standingsOf(grants).filter(
        ({ key }) => key === 'all' || key === 'staff' || key === customerId,
      );
      return standing === undefined ? [] : [toPerson(row, standing)];
    });
  }

  /** Somebody who may sign in, whatever their rights are. */
  async reading(userId: string): Promise<Reading | undefined> {
    const [row] = await this.database.read<PersonRow>(
      `SELECT ${SELECTED} FROM user_account u WHERE u.id = ? AND u.status = 'ACTIVE'`,
      [userId],
    );
    return row === undefined ? undefined : toReading(row);
  }
}

function toGrant(row: GrantRow): Grant {
  const customerId = row.scope_type === 'CUSTOMER' ? row.scope_id : row.site_customer;
  return { role: row.role, scopeType: row.scope_type, scopeId: row.scope_id, customerId };
}

function toReading({ id, name, email, language, time_zone: timeZone }: PersonRow): Reading {
  return { id, name, email, language: Language.parse(language), timeZone };
}

function toPerson(row: GrantRow, { role, scope }: Standing): PersonInReach {
  return { ...toReading(row), role, scope, isStaff: !isCustomerRole(role) };
}
