import { Injectable } from '@nestjs/common';
import type { ExclusionAction, ExclusionForm, ExclusionQuery, ExclusionState, Role } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { groupBy } from '../telemetry/index.js';

/** An exclusion as it is stored; times in ms. */
export interface StoredExclusion {
  readonly id: string;
  readonly circuitId: string;
  readonly code: string;
  readonly name: string;
  readonly customerId: string;
  readonly from: number;
  readonly to: number;
  readonly reason: ExclusionForm['reason'];
  readonly state: ExclusionState;
  readonly proposedBy: string;
  readonly objectionUntil: number | null;
  readonly version: number;
}

export interface StoredStep {
  readonly exclusionId: string;
  readonly at: number | string;
  readonly action: ExclusionAction;
  readonly role: Role;
  readonly userName: string | null;
  readonly comment: string;
}

export interface NewStep {
  readonly action: ExclusionAction;
  readonly role: Role;
  readonly userId: string;
  readonly comment: string;
}

interface Row extends Omit<StoredExclusion, 'from' | 'to' | 'objectionUntil'> {
  readonly fromAt: number | string;
  readonly toAt: number | string;
  readonly objectionUntil: number | string | null;
}

const SELECT = `SELECT e.id AS id, e.circuit_id AS circuitId, c.code AS code, c.name AS name,
  e.customer_id AS customerId, e.from_at AS fromAt, e.to_at AS toAt, e.reason AS reason, e.state AS state,
  e.proposed_by AS proposedBy, e.objection_until AS objectionUntil, e.version AS version
  FROM exclusion e JOIN circuit c ON c.id = e.circuit_id`;
const COLUMNS = [
  ...['id', 'circuit_id', 'customer_id', 'from_at', 'to_at', 'reason', 'state', 'proposed_by', 'objection_until'],
];
const REACH = { customer: 'e.customer_id', circuit: 'e.circuit_id' } as const;

/** The only class that writes `exclusion` and its steps. Every method takes the scope first. */
@Injectable()
export class ExclusionRepository {
  /**
   * Newest first, those before an id.
   *
   * @param hidden states that the caller does not hear of
   */
  async list(
    reader: RowSource,
    scope: Scope,
    { circuit, state, before, limit }: ExclusionQuery,
    hidden: readonly ExclusionState[],
  ): Promise<StoredExclusion[]> {
    const mine = scopeCondition(scope, REACH);
    const wanted = [
      ...(circuit === undefined ? [] : [{ sql: 'e.circuit_id = ?', value: circuit }]),
      ...(state === undefined ? [] : [{ sql: 'e.state = ?', value: state }]),
      ...(before === undefined ? [] : [{ sql: 'e.id < ?', value: before }]),
      ...hidden.map((value) => ({ sql: 'e.state <> ?', value })),
    ];
    const rows = await rowsOf<Row>(
      reader,
      `${SELECT} WHERE ${[...wanted.map(({ sql }) => sql), mine.sql].join(' AND ')} ORDER BY e.id DESC LIMIT ?`,
      [...wanted.map(({ value }) => value), ...mine.values, limit],
    );
    return asSeenBy(reader, scope, rows.map(toStored));
  }

  async find(reader: RowSource, scope: Scope, id: string): Promise<StoredExclusion | undefined> {
    const mine = scopeCondition(scope, REACH);
    const rows = await rowsOf<Row>(reader, `${SELECT} WHERE e.id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return (await asSeenBy(reader, scope, rows.map(toStored)))[0];
  }

  /** The steps of exclusions that were found by a scope, in order. */
  async steps(reader: RowSource, ids: readonly string[]): Promise<Map<string, StoredStep[]>> {
    if (ids.length === 0) return new Map();
    const rows = await rowsOf<StoredStep>(
      reader,
      `SELECT s.exclusion_id AS exclusionId, s.at AS at, s.action AS action, s.role AS role, u.name AS userName,
         s.comment AS comment
       FROM exclusion_step s LEFT JOIN user_account u ON u.id = s.user_id
       WHERE s.exclusion_id IN (${ids.map(() => '?').join(',')}) ORDER BY s.exclusion_id, s.at, s.id`,
      ids,
    );
    return groupBy(rows, ({ exclusionId }) => exclusionId);
  }

  async add(
    tx: Transaction,
    exclusion: Omit<StoredExclusion, 'code' | 'name' | 'version'>,
    step: NewStep,
    at: number,
  ): Promise<void> {
    const { id, circuitId, customerId, from, to, reason, state, proposedBy, objectionUntil } = exclusion;
    const row = [id, circuitId, customerId, from, to, reason, state, proposedBy, objectionUntil];
    await tx.insertMany('exclusion', COLUMNS, ['id'], [row]);
    await this.addStep(tx, id, step, at);
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async move(
    tx: Transaction,
    { id, version }: Pick<StoredExclusion, 'id' | 'version'>,
    to: { readonly state: ExclusionState; readonly objectionUntil: number | null },
    step: NewStep,
    at: number,
  ): Promise<boolean> {
    const moved = await tx.execute(
      'UPDATE exclusion SET state = ?, objection_until = ?, version = version + 1 WHERE id = ? AND version = ?',
      [to.state, to.objectionUntil, id, version],
    );
    if (moved === 0) return false;
    await this.addStep(tx, id, step, at);
    return true;
  }

  /** The sites of a circuit, for the notices about it. */
  async sitesOf(tx: Transaction, circuitId: string): Promise<string[]> {
    const rows = await tx.query<{ siteId: string }>(
      'SELECT DISTINCT site_id AS siteId FROM circuit_end WHERE circuit_id = ? AND site_id IS NOT NULL',
      [circuitId],
    );
    return rows.map(({ siteId }) => siteId);
  }

  private async addStep(tx: Transaction, id: string, step: NewStep, at: number): Promise<void> {
    const columns = ['id', 'exclusion_id', 'at', 'action', 'role', 'user_id', 'comment'];
    const row = [uuidv7(), id, at, step.action, step.role, step.userId, step.comment];
    await tx.insertMany('exclusion_step', columns, ['id'], [row]);
  }
}

function toStored({ fromAt, toAt, objectionUntil, ...row }: Row): StoredExclusion {
  return {
    ...row,
    from: Number(fromAt),
    to: Number(toAt),
    objectionUntil: objectionUntil === null ? null : Number(objectionUntil),
  };
}

/** The exclusions with the names that the scope may know. */
async function asSeenBy(
  reader: RowSource,
  scope: Scope,
  found: readonly StoredExclusion[],
): Promise<StoredExclusion[]> {
  const seen = await namesSeenBy(
    reader,
    scope,
    found.map(({ circuitId }) => circuitId),
  );
  return found.map((each) => ({
    ...each,
    code: seen.code(each.circuitId, each.code),
    name: seen.name(each.circuitId, each.name),
  }));
}
