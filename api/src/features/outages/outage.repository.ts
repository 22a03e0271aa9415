import { Injectable } from '@nestjs/common';
import type { OutageQuery } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { type JudgementRow, OUTAGE_COLUMNS, type OutageRow } from './outage-rows.js';

/** Newest first. */
export const OUTAGE_ORDER: readonly SortKey[] = [
  { sql: 'o.from_at', type: 'number', direction: 'desc' },
  { sql: 'o.id', type: 'text', direction: 'desc' },
];

const JUDGEMENT_COLUMNS = [
  'id',
  'outage_id',
  'revision',
  'at',
  'cause',
  'responsibility',
  'comment',
  'role',
  'user_id',
];
/** Of one outage; whoever judges more often than that has to look at the log. */
const JUDGEMENTS_SHOWN = 100;
const FROM = 'FROM outage o JOIN circuit c ON c.id = o.circuit_id JOIN customer cu ON cu.id = o.customer_id';

/** What a judgement says, and who says it. */
export interface NewJudgement {
  readonly id: string;
  readonly outageId: string;
  readonly revision: number;
  readonly at: number;
  readonly cause: string;
  readonly responsibility: string | null;
  readonly comment: string;
  readonly role: string;
  readonly userId: string | null;
}

/** What people read of outages, and what they say about them. Every method of theirs takes the scope first. */
@Injectable()
export class OutageRepository {
  constructor(private readonly database: Database) {}

  /** Outages of the scope, or of one circuit of it; those that were withdrawn are in no list. */
  async find(
    scope: Scope,
    circuitId: string | null,
    query: OutageQuery,
    position: Position | undefined,
  ): Promise<Keyed<OutageRow>[]> {
    const conditions = [
      { sql: 'o.withdrawn_at IS NULL', values: [] },
      mine(scope),
      ...filters(circuitId, query),
      ...(position === undefined ? [] : [after(OUTAGE_ORDER, position)]),
    ];
    const rows = await this.database.read<Keyed<OutageRow>>(
      `SELECT ${OUTAGE_COLUMNS}, ${keyColumns(OUTAGE_ORDER)} ${FROM}
       WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}
       ORDER BY ${orderBy(OUTAGE_ORDER)} LIMIT ${String(query.limit + 1)}`,
      conditions.flatMap(({ values }) => values),
    );
    return this.asSeenBy(scope, rows);
  }

  async findOne(scope: Scope, id: string): Promise<OutageRow | undefined> {
    const own = mine(scope);
    const rows = await this.database.read<OutageRow>(`SELECT ${OUTAGE_COLUMNS} ${FROM} WHERE o.id = ? AND ${own.sql}`, [
      id,
      ...own.values,
    ]);
    return (await this.asSeenBy(scope, rows))[0];
  }

  private async asSeenBy<Row extends OutageRow>(scope: Scope, rows: readonly Row[]): Promise<Row[]> {
    const seen = await namesSeenBy(
      this.database,
      scope,
      rows.map(({ circuitId }) => circuitId),
    );
    return rows.map((row) => ({
      ...row,
      circuitCode: seen.code(row.circuitId, row.circuitCode),
      circuitName: seen.name(row.circuitId, row.circuitName),
    }));
  }

  /** Whether the circuit lies in the scope. */
  async circuitExists(scope: Scope, circuitId: string): Promise<boolean> {
    const own = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read(`SELECT 1 FROM circuit c WHERE c.id = ? AND ${own.sql}`, [
      circuitId,
      ...own.values,
    ]);
    return rows.length > 0;
  }

  /** What was said about an outage of the scope, newest first. */
  judgements(scope: Scope, outageId: string): Promise<JudgementRow[]> {
    const own = mine(scope);
    return this.database.read<JudgementRow>(
      `SELECT j.id AS id, j.revision AS revision, j.at AS at, j.cause AS cause, j.responsibility AS responsibility,
         j.comment AS comment, j.role AS role, u.name AS userName
       FROM outage_judgement j JOIN outage o ON o.id = j.outage_id LEFT JOIN user_account u ON u.id = j.user_id
       WHERE j.outage_id = ? AND ${own.sql} ORDER BY j.revision DESC LIMIT ${String(JUDGEMENTS_SHOWN)}`,
      [outageId, ...own.values],
    );
  }

  /** Writes what was said, unless somebody said something else meanwhile. @returns whether it was written */
  async judge(tx: Transaction, scope: Scope, judgement: NewJudgement): Promise<boolean> {
    const { id, outageId, revision, at, cause, responsibility, comment, role, userId } = judgement;
    const own = scopeCondition(scope, { customer: 'customer_id', circuit: 'circuit_id' });
    const changed = await tx.execute(
      `UPDATE outage SET cause = ?, responsibility = ?, comment = ?, judged_at = ?, judgement_id = ?, revision = ?
       WHERE id = ? AND revision = ? AND withdrawn_at IS NULL AND ${own.sql}`,
      [cause, responsibility, comment, at, id, revision, outageId, revision - 1, ...own.values],
    );
    if (changed === 0) return false;
    const row = [id, outageId, revision, at, cause, responsibility, comment, role, userId];
    await tx.insertMany('outage_judgement', JUDGEMENT_COLUMNS, ['id'], [row]);
    return true;
  }
}

function mine(scope: Scope): SqlCondition {
  return scopeCondition(scope, { customer: 'o.customer_id', circuit: 'o.circuit_id' });
}

function filters(circuitId: string | null, { from, to, cause, state }: OutageQuery): SqlCondition[] {
  return [
    ...(circuitId === null ? [] : [{ sql: 'o.circuit_id = ?', values: [circuitId] }]),
    ...(from === undefined ? [] : [{ sql: '(o.to_at IS NULL OR o.to_at > ?)', values: [from] }]),
    ...(to === undefined ? [] : [{ sql: 'o.from_at < ?', values: [to] }]),
    ...(cause === undefined ? [] : [{ sql: 'o.cause = ?', values: [cause] }]),
    ...(state === undefined ? [] : [{ sql: `o.to_at IS ${state === 'open' ? '' : 'NOT '}NULL`, values: [] }]),
  ];
}
