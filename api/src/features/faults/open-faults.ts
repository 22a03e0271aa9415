import { Injectable } from '@nestjs/common';
import type { CircuitEndSide, FaultKind, FaultReason, Severity, SuspectedSide } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A fault as other features need it; times in ms. */
export interface OpenFault {
  readonly id: string;
  readonly circuitId: string;
  readonly customerId: string;
  readonly kind: FaultKind;
  readonly severity: Severity;
  readonly reason: FaultReason;
  readonly side: CircuitEndSide | null;
  readonly suspected: SuspectedSide;
  readonly since: number;
  /** Null while it is open. */
  readonly until: number | null;
  readonly acknowledgedAt: number | null;
  /** The alarm that explains those of several circuits. */
  readonly eventId: string | null;
}

type Row = Omit<OpenFault, 'since' | 'until' | 'acknowledgedAt'> &
  Readonly<Record<'since' | 'until' | 'acknowledgedAt', number | string | null>>;

const CIRCUITS_A_QUERY = 500;
const COLUMNS = `f.id AS id, f.circuit_id AS circuitId, f.customer_id AS customerId, f.kind AS kind,
  f.severity AS severity, f.reason AS reason, f.side AS side, f.suspected AS suspected, f.since AS since,
  f.until_at AS until, f.acknowledged_at AS acknowledgedAt, f.event_id AS eventId`;

/** Faults for other features: what stands at circuits that they may see, and one by its id. */
@Injectable()
export class OpenFaults {
  constructor(private readonly database: Database) {}

  /** The open faults by circuit, worst first. The circuits are ones that the asking feature found by a scope. */
  async of(reader: RowSource, circuitIds: readonly string[]): Promise<ReadonlyMap<string, readonly OpenFault[]>> {
    const found = new Map<string, OpenFault[]>();
    for (let start = 0; start < circuitIds.length; start += CIRCUITS_A_QUERY) {
      const ids = circuitIds.slice(start, start + CIRCUITS_A_QUERY);
      const sql = `SELECT ${COLUMNS} FROM fault f WHERE f.active_key IS NOT NULL AND f.circuit_id IN (${ids.map(() => '?').join(',')})
        ORDER BY f.severity_rank DESC, f.since, f.id`;
      for (const row of await rowsOf<Row>(reader, sql, ids))
        found.set(row.circuitId, [...(found.get(row.circuitId) ?? []), toFault(row)]);
    }
    return found;
  }

  /** A fault, open or past; undefined outside the scope. */
  async byId(scope: Scope, id: string): Promise<OpenFault | undefined> {
    const mine = scopeCondition(scope, { customer: 'f.customer_id', circuit: 'f.circuit_id' });
    const [row] = await this.database.read<Row>(`SELECT ${COLUMNS} FROM fault f WHERE f.id = ? AND ${mine.sql}`, [
      id,
      ...mine.values,
    ]);
    return row?.id !== id ? undefined : toFault(row);
  }
}

function toFault({ since, until, acknowledgedAt, ...row }: Row): OpenFault {
  const whole = (value: number | string | null): number | null => (value === null ? null : Number(value));
  return { ...row, since: Number(since), until: whole(until), acknowledgedAt: whole(acknowledgedAt) };
}
