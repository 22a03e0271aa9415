import { Injectable } from '@nestjs/common';
import type { TmfAlarmQuery } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { FAULT_NAMES, FAULT_OWNER, NAMED_FAULT_TABLES, type NamedFault } from './fault-list.repository.js';
import { SELECT_FAULT, type StoredFault, toFaultRow } from './fault.repository.js';

type Stored = StoredFault & Pick<NamedFault, 'circuitCode' | 'circuitName' | 'alias' | 'customerZh' | 'customerEn'>;

/** Reads faults by what TMF642 asks for them with. */
@Injectable()
export class TmfAlarmRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async page(scope: Scope, query: TmfAlarmQuery): Promise<NamedFault[]> {
    const { sql, values } = conditionOf(scope, query);
    const rows = await this.database.read<Stored>(
      `SELECT ${SELECT_FAULT}, ${FAULT_NAMES} FROM ${NAMED_FAULT_TABLES} WHERE ${sql}
       ORDER BY f.since DESC, f.id DESC LIMIT ? OFFSET ?`,
      [...values, query.limit, query.offset],
    );
    return rows.map((row) => toFaultRow(row) as NamedFault);
  }

  async count(scope: Scope, query: TmfAlarmQuery): Promise<number> {
    const { sql, values } = conditionOf(scope, query);
    const [row] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM ${NAMED_FAULT_TABLES} WHERE ${sql}`,
      values,
    );
    return Number(row?.total ?? 0);
  }
}

const STATES = {
  raised: 'f.active_key IS NOT NULL AND f.version = 1',
  updated: 'f.active_key IS NOT NULL AND f.version > 1',
  cleared: 'f.active_key IS NULL',
} as const;

function conditionOf(scope: Scope, query: TmfAlarmQuery): SqlCondition {
  const { state, perceivedSeverity, 'alarmedObject.id': circuitId } = query;
  const conditions: SqlCondition[] = [scopeCondition(scope, FAULT_OWNER)];
  if (state !== undefined) conditions.push({ sql: STATES[state], values: [] });
  if (perceivedSeverity === 'cleared') conditions.push({ sql: STATES.cleared, values: [] });
  else if (perceivedSeverity !== undefined) {
    conditions.push({ sql: 'f.active_key IS NOT NULL AND f.severity = ?', values: [perceivedSeverity] });
  }
  if (circuitId !== undefined) conditions.push({ sql: 'f.circuit_id = ?', values: [circuitId] });
  return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) };
}
