import { Injectable } from '@nestjs/common';
import { type AliasChange, type CircuitState, type CircuitVersion, DomainError } from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

interface Row {
  readonly code: string;
  readonly alias: string | null;
  readonly state: CircuitState;
  readonly version: number;
  readonly customerId: string;
}

/** Gives circuits the customer's own word. The operator's code and name stay what they are. */
@Injectable()
export class CircuitAlias {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `circuit.not-found`, `edit.conflict` when somebody else changed the circuit meanwhile */
  async change(scope: Scope, id: string, { alias, version }: AliasChange): Promise<CircuitVersion> {
    // MySQL takes a text with a space at its end for the same one.
    if (!z.uuid().safeParse(id).success) throw notFound();
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<Row>(
        `SELECT c.code AS code, c.alias AS alias, c.state AS state, c.version AS version, c.customer_id AS customerId
         FROM circuit c WHERE c.id = ? AND ${mine.sql}`,
        [id, ...mine.values],
      );
      if (row === undefined) throw notFound();
      if (row.alias === alias) return { alias, state: row.state, version: row.version };
      const changed = await tx.execute(
        'UPDATE circuit SET alias = ?, version = version + 1 WHERE id = ? AND version = ?',
        [alias, id, version],
      );
      if (changed === 0) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: row.version });
      }
      await this.audit.note(tx, {
        action: 'circuit.alias-changed',
        customerId: row.customerId,
        object: { type: 'circuit', id, name: row.code },
        before: { alias: row.alias },
        after: { alias },
      });
      return { alias, state: row.state, version: version + 1 };
    });
  }
}

function notFound(): DomainError {
  return new DomainError('circuit.not-found', 'There is no such circuit');
}
