import { Injectable } from '@nestjs/common';
import type { Verdict, WorkAnswerKind, WorkQuery, WorkTarget } from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';
import { type Big, places, toWork, type Work, WORK_COLUMNS, type WorkRecord } from './work.rows.js';

/** A customer of a work: how many of its circuits are touched, and by which terms. */
export interface WorkCustomerRow {
  readonly windowId: string;
  readonly customerId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly grade: string;
  readonly circuits: number;
  /** The longest notice among the contracts of its circuits, hours. */
  readonly noticeHours: number;
  /** Whether the contracts of all of them take emergency works out of the availability. */
  readonly emergencyExcluded: boolean;
}

export interface AnswerRow {
  readonly id: string;
  readonly windowId: string;
  readonly customerId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly revision: number;
  readonly kind: WorkAnswerKind;
  readonly text: string | null;
  readonly slotStart: Big | null;
  readonly slotEnd: Big | null;
  readonly userName: string | null;
  readonly at: Big;
  readonly reply: string | null;
  readonly repliedAt: Big | null;
}

/** A circuit of a work with what was compared, as JSON. */
export interface WorkCircuitRow {
  readonly circuitId: string;
  readonly beforeFacts: string | null;
  readonly afterFacts: string | null;
  readonly verdict: Verdict | null;
}

const ANSWERS_READ = 2_000;
const CIRCUITS_LISTED = 500;

export function workKeys(order: WorkQuery['order']): SortKey[] {
  return [
    { sql: 'w.planned_start', type: 'number', direction: order },
    { sql: 'w.id', type: 'text', direction: order },
  ];
}

/** Reads works for people. A customer sees those that it was told of and that touch a circuit in its scope. */
@Injectable()
export class WorkRepository {
  constructor(private readonly database: Database) {}

  async findPage(
    scope: Scope,
    query: Omit<WorkQuery, 'cursor'>,
    position: Position | undefined,
    limit: number,
    now: number,
  ): Promise<Keyed<WorkRecord>[]> {
    const keys = workKeys(query.order);
    const parts = [visible(scope), ...this.filters(scope, query, now)];
    if (position !== undefined) parts.push(after(keys, position));
    return this.database.read<Keyed<WorkRecord>>(
      `SELECT ${WORK_COLUMNS}, ${keyColumns(keys)} FROM maintenance_window w
       WHERE ${parts.map(({ sql }) => sql).join(' AND ')} ORDER BY ${orderBy(keys)} LIMIT ${String(limit)}`,
      parts.flatMap(({ values }) => values),
    );
  }

  async findOne(source: RowSource, scope: Scope, id: string): Promise<Work | undefined> {
    const mine = visible(scope);
    const [row] = await rowsOf<WorkRecord>(
      source,
      `SELECT ${WORK_COLUMNS} FROM maintenance_window w WHERE w.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row === undefined ? undefined : toWork(row);
  }

  /** The customers in scope of some works, by name. */
  async findCustomers(scope: Scope, windowIds: readonly string[]): Promise<WorkCustomerRow[]> {
    if (windowIds.length === 0) return [];
    const mine = scopeCondition(scope, { customer: 'mc.customer_id', circuit: 'mc.circuit_id' });
    const rows = await this.database.read<
      Omit<WorkCustomerRow, 'emergencyExcluded' | 'circuits' | 'noticeHours'> &
        Record<'circuits' | 'noticeHours' | 'emergencyExcluded', Big>
    >(
      `SELECT mc.window_id AS windowId, mc.customer_id AS customerId, cu.name_zh AS nameZh, cu.name_en AS nameEn,
         MIN(mc.grade) AS grade, COUNT(*) AS circuits, MAX(mc.notice_hours) AS noticeHours,
         MIN(mc.emergency_excluded) AS emergencyExcluded
       FROM maintenance_circuit mc JOIN customer cu ON cu.id = mc.customer_id
       WHERE mc.window_id IN (${places(windowIds)}) AND ${mine.sql}
       GROUP BY mc.window_id, mc.customer_id, cu.name_zh, cu.name_en ORDER BY cu.name_en, mc.customer_id`,
      [...windowIds, ...mine.values],
    );
    return rows.map((row) => ({
      ...row,
      circuits: Number(row.circuits),
      noticeHours: Number(row.noticeHours),
      emergencyExcluded: Number(row.emergencyExcluded) === 1,
    }));
  }

  /** What customers in scope answered to some works, oldest first. */
  async findAnswers(scope: Scope, windowIds: readonly string[]): Promise<AnswerRow[]> {
    if (windowIds.length === 0) return [];
    const mine = scopeCondition(scope, { customer: 'a.customer_id', wholeCustomer: true });
    return this.database.read<AnswerRow>(
      `SELECT a.id AS id, a.window_id AS windowId, a.customer_id AS customerId, cu.name_zh AS nameZh,
         cu.name_en AS nameEn, a.revision AS revision, a.kind AS kind, a.text AS text, a.slot_start AS slotStart,
         a.slot_end AS slotEnd, u.name AS userName, a.at AS at, a.reply AS reply, a.replied_at AS repliedAt
       FROM maintenance_answer a JOIN customer cu ON cu.id = a.customer_id LEFT JOIN user_account u ON u.id = a.user_id
       WHERE a.window_id IN (${places(windowIds)}) AND ${mine.sql}
       ORDER BY a.at, a.id LIMIT ${String(ANSWERS_READ)}`,
      [...windowIds, ...mine.values],
    );
  }

  /** Whether a customer in scope wants no works at this time; who does reads why it has to be. The house reads it always. */
  async hasBlackout(scope: Scope, { plannedStart, plannedEnd }: Work): Promise<boolean> {
    if (scope.kind === 'all') return true;
    const mine = scopeCondition(scope, { customer: 'b.customer_id', wholeCustomer: true });
    const rows = await this.database.read(
      `SELECT 1 FROM blackout_period b WHERE b.from_at < ? AND b.to_at > ? AND ${mine.sql} LIMIT 1`,
      [plannedEnd, plannedStart, ...mine.values],
    );
    return rows.length > 0;
  }

  /** Circuits in scope of a work; the worse ones first. */
  findCircuits(scope: Scope, windowId: string): Promise<WorkCircuitRow[]> {
    const mine = scopeCondition(scope, { customer: 'mc.customer_id', circuit: 'mc.circuit_id' });
    return this.database.read<WorkCircuitRow>(
      `SELECT mc.circuit_id AS circuitId, mc.before_facts AS beforeFacts, mc.after_facts AS afterFacts,
         mc.verdict AS verdict
       FROM maintenance_circuit mc JOIN circuit c ON c.id = mc.circuit_id WHERE mc.window_id = ? AND ${mine.sql}
       ORDER BY CASE WHEN mc.verdict = 'worse' THEN 0 ELSE 1 END, c.code, c.id LIMIT ${String(CIRCUITS_LISTED)}`,
      [windowId, ...mine.values],
    );
  }

  findTargets(source: RowSource, windowId: string): Promise<WorkTarget[]> {
    return rowsOf<WorkTarget>(
      source,
      'SELECT t.kind AS kind, t.target_id AS id FROM maintenance_target t WHERE t.window_id = ? ORDER BY t.kind, t.target_id',
      [windowId],
    );
  }

  /** Names of users of the operator, by id. */
  async findNames(userIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.read<{ id: string; name: string }>(
      `SELECT u.id AS id, u.name AS name FROM user_account u WHERE u.id IN (${places(userIds)})`,
      userIds,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  private filters(scope: Scope, query: Omit<WorkQuery, 'cursor'>, now: number): SqlCondition[] {
    const { from, to, phase, state, circuit, q } = query;
    const parts: SqlCondition[] = [];
    const add = (sql: string, ...values: SqlValue[]): unknown => parts.push({ sql, values });
    if (from !== undefined) add('w.planned_end > ?', from);
    if (to !== undefined) add('w.planned_start < ?', to);
    if (state !== undefined) add('w.state = ?', state);
    if (phase === 'running') add("w.state = 'inProgress'");
    if (phase === 'upcoming') add("w.state IN ('approved', 'scheduled') AND w.planned_end > ?", now);
    if (phase === 'planning') add("w.state IN ('draft', 'waitForApproval')");
    if (phase === 'past') {
      add(
        "(w.state IN ('completed', 'failed', 'cancelled', 'rejected') OR (w.state = 'scheduled' AND w.planned_end <= ?))",
        now,
      );
    }
    if (circuit !== undefined) {
      const mine = scopeCondition(scope, { customer: 'fc.customer_id', circuit: 'fc.circuit_id' });
      add(
        `EXISTS (SELECT 1 FROM maintenance_circuit fc WHERE fc.window_id = w.id AND fc.circuit_id = ? AND ${mine.sql})`,
        circuit,
        ...mine.values,
      );
    }
    if (q !== undefined && q !== '') {
      const { dialect } = this.database;
      add(
        `(${containsText(dialect, 'w.number')} OR ${containsText(dialect, 'w.title')})`,
        likePattern(q),
        likePattern(q),
      );
    }
    return parts;
  }
}

/** The house sees its works from the first draft on; everybody else what was announced of their own circuits. */
function visible(scope: Scope): SqlCondition {
  if (scope.kind === 'all') return { sql: '(1=1)', values: [] };
  const mine = scopeCondition(scope, { customer: 'sc.customer_id', circuit: 'sc.circuit_id' });
  return {
    sql: `(w.noticed_at IS NOT NULL AND EXISTS (SELECT 1 FROM maintenance_circuit sc
      WHERE sc.window_id = w.id AND ${mine.sql}))`,
    values: mine.values,
  };
}
