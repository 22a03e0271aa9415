import { Injectable } from '@nestjs/common';
import type { SqlValue, Transaction } from '../../database/database.js';
import { scopeCondition, type ScopedColumns } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** What is edited of a customer, each with a version. */
export type PaperKind = 'customer' | 'site' | 'contact' | 'contract';

/** Values by column. The columns are written by hand in `paper-columns.ts` and never come from a request. */
export type PaperValues = Readonly<Record<string, SqlValue>>;

export interface StoredPaper {
  readonly customerId: string;
  readonly version: number;
  readonly values: PaperValues;
}

/** Whose each of them is. A contract is for whoever serves or runs the whole customer, not for one branch. */
const REACH: Readonly<Record<PaperKind, ScopedColumns>> = {
  customer: { customer: 't.id', wholeCustomer: true },
  site: { customer: 't.customer_id', site: 't.id' },
  contact: { customer: 't.customer_id', site: 't.site_id' },
  contract: { customer: 't.customer_id', site: "''" },
};

/** Writes customers, sites, contacts and contracts, each change against the version that was seen. */
@Injectable()
export class PaperRepository {
  async find(
    tx: Transaction,
    scope: Scope,
    kind: PaperKind,
    id: string,
    columns: readonly string[],
  ): Promise<StoredPaper | undefined> {
    const mine = scopeCondition(scope, REACH[kind]);
    const owner = kind === 'customer' ? 'id' : 'customer_id';
    const [row] = await tx.query<Record<string, SqlValue>>(
      `SELECT t.${owner} AS customerId, t.version AS version, ${columns.map((column) => `t.${column} AS ${column}`).join(', ')}
       FROM ${kind} t WHERE t.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    if (row === undefined) return undefined;
    const { customerId, version, ...values } = row;
    return { customerId: String(customerId), version: Number(version), values };
  }

  async add(tx: Transaction, kind: PaperKind, values: PaperValues): Promise<void> {
    await tx.insertMany(kind, Object.keys(values), ['id'], [Object.values(values)]);
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async change(tx: Transaction, kind: PaperKind, id: string, version: number, values: PaperValues): Promise<boolean> {
    const sets = Object.keys(values).map((column) => `${column} = ?`);
    const changed = await tx.execute(
      `UPDATE ${kind} SET ${sets.join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
      [...Object.values(values), id, version],
    );
    return changed > 0;
  }

  async remove(tx: Transaction, kind: PaperKind, id: string): Promise<boolean> {
    return (await tx.execute(`DELETE FROM ${kind} WHERE id = ?`, [id])) > 0;
  }

  /** Whether another row says the same in the columns, by any case. */
  async isTaken(
    tx: Transaction,
    kind: PaperKind,
    id: string,
    values: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const same = Object.keys(values).map((column) => `LOWER(${column}) = ?`);
    const rows = await tx.query(`SELECT 1 FROM ${kind} WHERE id <> ? AND ${same.join(' AND ')}`, [
      id,
      ...Object.values(values).map((value) => value.toLowerCase()),
    ]);
    return rows.length > 0;
  }

  /** Whether a code of a domain is one that may be chosen. */
  async isCode(tx: Transaction, domain: string, code: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM code_value WHERE domain = ? AND code = ? AND valid = 1', [domain, code]);
    return rows.length > 0;
  }
}
