import { Injectable } from '@nestjs/common';
import { type BackupForm, DomainError, type Saved } from '@linewatch/shared';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

interface Row {
  readonly id: string;
  readonly code: string;
  readonly customerId: string;
  readonly backupOf: string | null;
  readonly version: number;
}

/** Which circuit stands in for which: what the guard of main and backup goes by. */
@Injectable()
export class CircuitBackup {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws DomainError `circuit.not-found` for either circuit, `circuit.backup-refused` for itself, another customer's or
   *   one that is a backup too, `edit.conflict`
   */
  async set(scope: Scope, id: string, { backupOf, version }: BackupForm): Promise<Saved> {
    return this.database.transaction(async (tx) => {
      const circuit = await find(tx, scope, id);
      const main = backupOf === null ? null : await find(tx, scope, backupOf);
      const isChain = main !== null && (main.backupOf !== null || (await hasBackup(tx, id)));
      if (main !== null && (main.id === id || main.customerId !== circuit.customerId || isChain)) {
        throw new DomainError('circuit.backup-refused', 'That circuit cannot be backed up by this one');
      }
      if (circuit.backupOf === backupOf) return { id, version: circuit.version };
      const changed = await tx.execute(
        'UPDATE circuit SET backup_of = ?, version = version + 1 WHERE id = ? AND version = ?',
        [backupOf, id, version],
      );
      if (changed === 0) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: circuit.version });
      }
      await this.audit.note(tx, {
        action: 'circuit.backup-set',
        customerId: circuit.customerId,
        object: { type: 'circuit', id, name: circuit.code },
        before: { backupOf: circuit.backupOf },
        after: { backupOf: main?.code ?? null },
      });
      return { id, version: version + 1 };
    });
  }
}

async function find(tx: Transaction, scope: Scope, id: string): Promise<Row> {
  const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
  const [row] = z.uuid().safeParse(id).success
    ? await tx.query<Row>(
        `SELECT c.id AS id, c.code AS code, c.customer_id AS customerId, c.backup_of AS backupOf, c.version AS version
         FROM circuit c WHERE c.id = ? AND ${mine.sql}`,
        [id, ...mine.values],
      )
    : [];
  if (row === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
  return row;
}

async function hasBackup(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.query('SELECT 1 FROM circuit WHERE backup_of = ?', [id])).length > 0;
}
