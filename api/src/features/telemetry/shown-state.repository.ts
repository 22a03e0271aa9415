import { Injectable } from '@nestjs/common';
import { OPERATING_STATUSES, type OperatingStatus, statusRank } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import type { CircuitNow } from './circuit-state.repository.js';

type Shown = Pick<CircuitNow, 'circuitId' | 'customerId' | 'status' | 'since'>;

/** A circuit at an instant, by both views; times in ms. */
export interface StateThen {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly shown: OperatingStatus | null;
  readonly shownSince: number | null;
  readonly known: OperatingStatus | null;
  readonly knownSince: number | null;
}

interface Row {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly shown: OperatingStatus | null;
  readonly shownSince: number | string | null;
  readonly known: OperatingStatus | null;
  readonly knownSince: number | string | null;
}

/** A circuit, what was shown of it at an instant, and the piece of its history as it is told today. */
const FROM = `FROM circuit c
  LEFT JOIN shown_state s ON s.circuit_id = c.id AND s.shown_at = (
    SELECT MAX(newest.shown_at) FROM shown_state newest WHERE newest.circuit_id = c.id AND newest.shown_at <= ?)
  LEFT JOIN state_interval k ON k.object_type = 'circuit' AND k.object_id = c.id AND k.from_at <= ?
    AND (k.to_at IS NULL OR k.to_at > ?)`;
const DIFFER = 's.status <> k.status';
const RANK = `CASE %s ${OPERATING_STATUSES.map((status) => `WHEN '${status}' THEN ${String(statusRank(status))}`).join(' ')} ELSE 99 END`;
const rankOf = (column: string): string => RANK.replace('%s', column);
const WORST = `CASE WHEN ${rankOf('s.status')} < ${rankOf('k.status')} THEN ${rankOf('s.status')} ELSE ${rankOf('k.status')} END`;

/** What was shown of circuits, and from when on; written with the state itself and never again. */
@Injectable()
export class ShownStateRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes the states that are other ones than those `before`, from this moment on. */
  async note(tx: Transaction, states: readonly Shown[], before: ReadonlyMap<string, Shown>): Promise<void> {
    const now = this.clock.now();
    const changed = states.filter(({ circuitId, status, since }) => {
      const known = before.get(circuitId);
      return known?.status !== status || known.since !== since;
    });
    await this.insert(
      tx,
      changed.map((state) => ({ ...state, shownAt: now })),
    );
  }

  async insert(tx: Transaction, states: readonly (Shown & { readonly shownAt: number })[]): Promise<void> {
    await tx.insertMany(
      'shown_state',
      ['circuit_id', 'shown_at', 'customer_id', 'status', 'since'],
      ['circuit_id', 'shown_at'],
      states.map(({ circuitId, shownAt, customerId, status, since }) => [
        circuitId,
        shownAt,
        customerId,
        status,
        since,
      ]),
      'update',
    );
  }

  /** Circuits that were not well by either view, or of which these differ; the worst first. */
  async troubled(scope: Scope, at: number, limit: number): Promise<StateThen[]> {
    const isWell = `(s.status = 'running' AND k.status = 'running')`;
    const isThere = `(s.status IS NOT NULL OR k.status IS NOT NULL)`;
    const isQuiet = `(s.status IS NULL AND k.status = 'running') OR (k.status IS NULL AND s.status = 'running')`;
    return this.read(scope, at, { sql: `${isThere} AND NOT (${isWell} OR ${isQuiet})`, values: [] }, limit);
  }

  async one(scope: Scope, circuitId: string, at: number): Promise<StateThen | undefined> {
    return (await this.read(scope, at, { sql: 'c.id = ?', values: [circuitId] }, 1))[0];
  }

  /** How many circuits of the scope were in which pair of states. */
  async pairs(scope: Scope, at: number): Promise<{ shown: string | null; known: string | null; total: number }[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{ shown: string | null; known: string | null; total: number | string }>(
      `SELECT s.status AS shown, k.status AS known, COUNT(*) AS total ${FROM} WHERE ${mine.sql}
       GROUP BY s.status, k.status`,
      [at, at, at, ...mine.values],
    );
    return rows.map(({ shown, known, total }) => ({ shown, known, total: Number(total) }));
  }

  private async read(scope: Scope, at: number, which: SqlCondition, limit: number): Promise<StateThen[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<Row>(
      `SELECT c.id AS id, c.code AS code, c.name AS name, c.alias AS alias, s.status AS shown, s.since AS shownSince,
         k.status AS known, k.from_at AS knownSince ${FROM} WHERE ${which.sql} AND ${mine.sql}
       ORDER BY ${WORST}, CASE WHEN ${DIFFER} THEN 0 ELSE 1 END, c.code, c.id LIMIT ?`,
      [at, at, at, ...which.values, ...mine.values, limit],
    );
    const seen = await namesSeenBy(
      this.database,
      scope,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      ...row,
      code: seen.code(row.id, row.code),
      name: seen.name(row.id, row.name),
      shownSince: row.shownSince === null ? null : Number(row.shownSince),
      knownSince: row.knownSince === null ? null : Number(row.knownSince),
    }));
  }
}
