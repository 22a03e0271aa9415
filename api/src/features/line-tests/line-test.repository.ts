import { Injectable } from '@nestjs/common';
import type { LineTestStep, LineTestView, PowerAnswer } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

export type LineTestResult = NonNullable<LineTestView['result']>;

/** A test of a line; times in ms. */
export interface LineTest {
  readonly id: string;
  readonly circuitId: string;
  readonly customerId: string;
  readonly askedBy: string;
  readonly hasPower: PowerAnswer;
  readonly askedAt: number;
  readonly dueAt: number;
  readonly endedAt: number | null;
  readonly steps: readonly LineTestStep[];
  /** Null while it runs. */
  readonly result: LineTestResult | null;
}

interface Row {
  readonly id: string;
  readonly circuitId: string;
  readonly customerId: string;
  readonly askedBy: string;
  readonly hasPower: PowerAnswer;
  readonly askedAt: number | string;
  readonly dueAt: number | string;
  readonly endedAt: number | string | null;
  readonly steps: string;
  readonly result: string | null;
}

const COLUMNS = `t.id AS id, t.circuit_id AS circuitId, t.customer_id AS customerId, t.asked_by AS askedBy,
  t.has_power AS hasPower, t.asked_at AS askedAt, t.due_at AS dueAt, t.ended_at AS endedAt, t.steps AS steps,
  t.result AS result`;
const STORED = [
  ...['id', 'circuit_id', 'customer_id', 'asked_by', 'has_power', 'asked_at', 'due_at', 'ended_at', 'running_key'],
  ...['steps', 'result'],
];

/** The only class that reads or writes `line_test`. */
@Injectable()
export class LineTestRepository {
  constructor(private readonly database: Database) {}

  /** A circuit that may be tested; undefined outside the scope. */
  async findCircuit(scope: Scope, id: string): Promise<{ id: string; code: string; customerId: string } | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const [row] = await this.database.read<{ id: string; code: string; customerId: string }>(
      `SELECT c.id AS id, c.code AS code, c.customer_id AS customerId FROM circuit c WHERE c.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  /** Undefined outside the scope. */
  async find(scope: Scope, id: string, tx?: Transaction): Promise<LineTest | undefined> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', circuit: 't.circuit_id' });
    const sql = `SELECT ${COLUMNS} FROM line_test t WHERE t.id = ? AND ${mine.sql}`;
    const values = [id, ...mine.values];
    const [row] = tx === undefined ? await this.database.read<Row>(sql, values) : await tx.query<Row>(sql, values);
    return row === undefined ? undefined : toTest(row);
  }

  /** The test of a line that a person waits for; undefined when none runs. */
  async findRunning(scope: Scope, circuitId: string, userId: string, tx?: Transaction): Promise<LineTest | undefined> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', circuit: 't.circuit_id' });
    const sql = `SELECT ${COLUMNS} FROM line_test t WHERE t.running_key = ? AND ${mine.sql}`;
    const values = [keyOf(circuitId, userId), ...mine.values];
    const [row] = tx === undefined ? await this.database.read<Row>(sql, values) : await tx.query<Row>(sql, values);
    return row === undefined ? undefined : toTest(row);
  }

  /** @returns false when the person has one running on that line already */
  async add(tx: Transaction, test: LineTest): Promise<boolean> {
    const row = [
      ...[test.id, test.circuitId, test.customerId, test.askedBy, test.hasPower, test.askedAt, test.dueAt, null],
      ...[keyOf(test.circuitId, test.askedBy), JSON.stringify(test.steps), null],
    ];
    return (await tx.insertMany('line_test', STORED, ['running_key'], [row], 'ignore')) > 0;
  }

  /** Those that run, the longest first. For the house's own work: knows no scope. */
  async running(most: number): Promise<LineTest[]> {
    const rows = await this.database.read<Row>(
      `SELECT ${COLUMNS} FROM line_test t WHERE t.running_key IS NOT NULL ORDER BY t.asked_at LIMIT ${String(most)}`,
      [],
    );
    return rows.map(toTest);
  }

  /** Writes how far a running test is. @returns false when it has ended meanwhile */
  async progress(tx: Transaction, id: string, steps: readonly LineTestStep[]): Promise<boolean> {
    const sql = 'UPDATE line_test SET steps = ? WHERE id = ? AND running_key IS NOT NULL';
    return (await tx.execute(sql, [JSON.stringify(steps), id])) > 0;
  }

  /** Ends a running test. `at` in ms. @returns false when it has ended already */
  async end(
    tx: Transaction,
    id: string,
    { steps, result, at }: { steps: readonly LineTestStep[]; result: LineTestResult; at: number },
  ): Promise<boolean> {
    const changed = await tx.execute(
      'UPDATE line_test SET steps = ?, result = ?, ended_at = ?, running_key = NULL WHERE id = ? AND running_key IS NOT NULL',
      [JSON.stringify(steps), JSON.stringify(result), at, id],
    );
    return changed > 0;
  }

  /** Removes tests that are older and stand in no ticket. `time` in ms. */
  async removeOlderThan(tx: Transaction, time: number): Promise<void> {
    await tx.execute(
      `DELETE FROM line_test WHERE asked_at < ?
       AND NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.line_test_id = line_test.id)`,
      [time],
    );
  }
}

function keyOf(circuitId: string, userId: string): string {
  return `${circuitId}:${userId}`;
}

function toTest({ askedAt, dueAt, endedAt, steps, result, ...row }: Row): LineTest {
  return {
    ...row,
    askedAt: Number(askedAt),
    dueAt: Number(dueAt),
    endedAt: endedAt === null ? null : Number(endedAt),
    // Written by this class alone, in the shape of the contract.
    steps: JSON.parse(steps) as LineTestStep[],
    result: result === null ? null : (JSON.parse(result) as LineTestResult),
  };
}
