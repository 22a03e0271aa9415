import { Injectable } from '@nestjs/common';
import type { CircuitState } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** Whose a circuit is or will be. */
export interface Owner {
  readonly id: string;
  readonly timeZone: string;
}

/** A circuit as it stands before a change. */
export interface StoredRecord {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly customerId: string;
  readonly timeZone: string;
  readonly contractNumber: string | null;
  readonly product: string;
  readonly contractedBps: number | string;
  readonly topology: string;
  readonly protection: string;
  readonly networkGrade: string | null;
  readonly state: CircuitState;
  readonly activatedAt: number | string | null;
  /** Code of the circuit that it stands in for. */
  readonly backupOf: string | null;
  readonly version: number;
}

export interface StoredEnd {
  readonly id: string;
  readonly side: 'A' | 'Z';
  readonly siteId: string | null;
  readonly siteCode: string | null;
  readonly accessType: string;
  readonly portType: string | null;
  readonly portId: number | null;
  readonly monitoring: string;
  readonly deviceCode: string | null;
  readonly ifName: string | null;
}

/** Values by column; the columns are written by hand and never come from a request. */
export type Columns = Readonly<Record<string, SqlValue>>;

/** Reads and writes the facts of circuits. Its state is moved by its life and not from here. */
@Injectable()
export class CircuitRecordRepository {
  async findCustomer(tx: Transaction, scope: Scope, id: string): Promise<Owner | undefined> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const [row] = await tx.query<Owner>(
      `SELECT cu.id AS id, cu.time_zone AS timeZone FROM customer cu WHERE cu.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  async find(tx: Transaction, scope: Scope, id: string): Promise<StoredRecord | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const [row] = await tx.query<StoredRecord>(
      `SELECT c.id AS id, c.code AS code, c.name AS name, c.customer_id AS customerId, cu.time_zone AS timeZone,
         co.number AS contractNumber, c.product AS product, c.contracted_bps AS contractedBps,
         c.topology AS topology, c.protection AS protection, c.network_grade AS networkGrade, c.state AS state,
         c.activated_at AS activatedAt, m.code AS backupOf, c.version AS version
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id LEFT JOIN contract co ON co.id = c.contract_id
         LEFT JOIN circuit m ON m.id = c.backup_of
       WHERE c.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  /** The ends of a circuit that was found by a scope before, A before Z, in their order. */
  findEnds(tx: Transaction, circuitId: string): Promise<StoredEnd[]> {
    return tx.query<StoredEnd>(
      `SELECT e.id AS id, e.side AS side, e.site_id AS siteId, s.code AS siteCode, e.access_type AS accessType,
         e.port_type AS portType, e.port_id AS portId, e.monitoring AS monitoring, d.code AS deviceCode,
         p.if_name AS ifName
       FROM circuit_end e LEFT JOIN site s ON s.id = e.site_id
         LEFT JOIN port p ON p.id = e.port_id LEFT JOIN device d ON d.id = p.device_id
       WHERE e.circuit_id = ? ORDER BY e.side, e.seq`,
      [circuitId],
    );
  }

  /** Whether another circuit, of whomever, has this code by any case. */
  async isCodeTaken(tx: Transaction, id: string, code: string): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM circuit WHERE LOWER(code) = ? AND id <> ?', [code.toLowerCase(), id]);
    return rows.length > 0;
  }

  /** The contract of a customer by its number. */
  async findContract(tx: Transaction, customerId: string, number: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>('SELECT id FROM contract WHERE customer_id = ? AND number = ?', [
      customerId,
      number,
    ]);
    return row?.id;
  }

  /** A circuit of a customer by its code, that another one could stand in for. `isBackup`: it stands in itself. */
  async findMain(
    tx: Transaction,
    customerId: string,
    code: string,
  ): Promise<{ readonly id: string; readonly isBackup: boolean } | undefined> {
    const [row] = await tx.query<{ id: string; backupOf: string | null }>(
      'SELECT id AS id, backup_of AS backupOf FROM circuit WHERE customer_id = ? AND LOWER(code) = ?',
      [customerId, code.toLowerCase()],
    );
    return row === undefined ? undefined : { id: row.id, isBackup: row.backupOf !== null };
  }

  /** Whether another circuit stands in for this one. */
  async hasBackup(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM circuit WHERE backup_of = ?', [id])).length > 0;
  }

  /** The codes of a customer's sites by their ids. */
  async findSites(tx: Transaction, customerId: string): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; code: string }>('SELECT id, code FROM site WHERE customer_id = ?', [
      customerId,
    ]);
    return new Map(rows.map(({ id, code }) => [id, code]));
  }

  /** Codes that may be chosen, as `domain/code`. */
  async findCodes(tx: Transaction, domains: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ domain: string; code: string }>(
      `SELECT domain, code FROM code_value WHERE valid = 1 AND domain IN (${domains.map(() => '?').join(',')})`,
      domains,
    );
    return new Set(rows.map(({ domain, code }) => `${domain}/${code}`));
  }

  /** @returns whether the circuit was still the one that was seen; if not, nothing is written */
  async change(tx: Transaction, id: string, version: number, columns: Columns): Promise<boolean> {
    const sets = Object.keys(columns).map((column) => `${column} = ?`);
    const changed = await tx.execute(
      `UPDATE circuit SET ${sets.join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
      [...Object.values(columns), id, version],
    );
    return changed > 0;
  }

  async changeEnd(tx: Transaction, id: string, columns: Columns): Promise<void> {
    const sets = Object.keys(columns).map((column) => `${column} = ?`);
    await tx.execute(`UPDATE circuit_end SET ${sets.join(', ')} WHERE id = ?`, [...Object.values(columns), id]);
  }
}
