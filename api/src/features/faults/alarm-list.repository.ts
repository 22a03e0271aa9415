import { Injectable } from '@nestjs/common';
import {
  type AlarmCircuit,
  type AlarmCounts,
  type AlarmEventKind,
  type AlarmQuery,
  SEVERITIES,
  type Severity,
} from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import type { SqlCondition } from '../../platform/auth/scope-predicate.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';
import type { AlarmRow } from './alarm-row.js';
import { SELECT_ALARM, type StoredAlarm, toAlarmRow } from './alarm.repository.js';

/** An alarm with the names that it is read by. */
export interface NamedAlarm extends AlarmRow {
  readonly deviceCode: string | null;
  readonly deviceName: string | null;
  readonly operatorName: string | null;
  readonly assigneeName: string | null;
}

type Stored = StoredAlarm & Omit<NamedAlarm, keyof AlarmRow>;

export interface StoredAlarmEvent {
  readonly id: string;
  readonly kind: AlarmEventKind;
  readonly at: number | string;
  readonly recordedAt: number | string;
  readonly severity: Severity | null;
  readonly byId: string | null;
  readonly byName: string | null;
  readonly text: string | null;
  readonly facts: string;
}

export const ALARM_ORDER: readonly SortKey[] = [
  { sql: 'a.severity_rank', type: 'number', direction: 'desc' },
  { sql: 'a.last_raised_at', type: 'number', direction: 'desc' },
  { sql: 'a.id', type: 'text', direction: 'desc' },
];

const NAMES = `d.code AS deviceCode, d.name AS deviceName, ou.name AS operatorName, au.name AS assigneeName`;
const TABLES = `alarm a LEFT JOIN device d ON d.id = a.device_id LEFT JOIN user_account ou ON ou.id = a.operator_by
  LEFT JOIN user_account au ON au.id = a.assignee_id`;
const MOST_HISTORY = 200;
const MOST_CHILDREN = 200;
export const CIRCUITS_SHOWN = 20;

/** Reads alarms for operations staff, who see the whole house; customers' own thresholds are none of theirs. */
@Injectable()
export class AlarmListRepository {
  constructor(private readonly database: Database) {}

  async page(
    query: AlarmQuery,
    me: string,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<NamedAlarm>[]> {
    const filter = this.filter(query, me);
    const rest = position === undefined ? { sql: '1=1', values: [] } : after(ALARM_ORDER, position);
    const rows = await this.database.read<Keyed<Stored>>(
      `SELECT ${SELECT_ALARM}, ${NAMES}, ${keyColumns(ALARM_ORDER)} FROM ${TABLES}
       WHERE ${filter.sql} AND ${rest.sql} ORDER BY ${orderBy(ALARM_ORDER)} LIMIT ?`,
      [...filter.values, ...rest.values, limit],
    );
    return rows.map((row) => toAlarmRow(row) as unknown as Keyed<NamedAlarm>);
  }

  async count(query: AlarmQuery, me: string): Promise<number> {
    const filter = this.filter(query, me);
    const sql = `SELECT COUNT(*) AS total FROM ${TABLES} WHERE ${filter.sql}`;
    const [row] = await this.database.read<{ total: number | string }>(sql, filter.values);
    return Number(row?.total ?? 0);
  }

  /** By severity, shelved ones left out (RFC 8632 section 4.2). */
  async counts(): Promise<AlarmCounts[]> {
    const rows = await this.database.read<{
      severity: Severity;
      cleared: number | string;
      closed: number | string;
      total: number | string;
    }>(
      `SELECT a.severity AS severity, CASE WHEN a.active_key IS NULL THEN 1 ELSE 0 END AS cleared,
         CASE WHEN a.operator_state = 'closed' THEN 1 ELSE 0 END AS closed, COUNT(*) AS total
       FROM alarm a WHERE a.operator_state <> 'shelved' AND a.customer_id IS NULL
       GROUP BY a.severity, cleared, closed`,
    );
    return SEVERITIES.toReversed().map((severity) => countsOf(severity, rows));
  }

  /** Standing ones that are silent, of those that the list shows. */
  async shelved(): Promise<number> {
    const [row] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM alarm a
       WHERE a.operator_state = 'shelved' AND a.active_key IS NOT NULL AND a.customer_id IS NULL`,
    );
    return Number(row?.total ?? 0);
  }

  async find(id: string): Promise<NamedAlarm | undefined> {
    const [row] = await this.byColumn('a.id', [id], 1);
    return row?.id === id ? row : undefined;
  }

  byIds(ids: readonly string[]): Promise<NamedAlarm[]> {
    return ids.length === 0 ? Promise.resolve([]) : this.byColumn('a.id', ids, ids.length);
  }

  /** Worst first. */
  childrenOf(id: string): Promise<NamedAlarm[]> {
    return this.byColumn('a.parent_id', [id], MOST_CHILDREN);
  }

  async childCounts(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; total: number | string }>(
      `SELECT a.parent_id AS id, COUNT(*) AS total FROM alarm a WHERE a.parent_id IN (${marks(ids)}) GROUP BY a.parent_id`,
      ids,
    );
    return new Map(rows.map(({ id, total }) => [id, Number(total)]));
  }

  /** The circuits of alarms: how many each one touches, and the first of them. */
  async circuitsOf(ids: readonly string[]): Promise<Map<string, { count: number; first: AlarmCircuit[] }>> {
    const found = new Map<string, { count: number; first: AlarmCircuit[] }>();
    if (ids.length === 0) return found;
    const rows = await this.database.read<{
      alarmId: string;
      id: string;
      code: string;
      name: string;
      customerId: string;
      nameZh: string;
      nameEn: string;
      place: number | string;
      total: number | string;
    }>(
      `SELECT * FROM (
         SELECT ac.alarm_id AS alarmId, c.id AS id, c.code AS code, c.name AS name, cu.id AS customerId,
           cu.name_zh AS nameZh, cu.name_en AS nameEn,
           ROW_NUMBER() OVER (PARTITION BY ac.alarm_id ORDER BY c.code, c.id) AS place,
           COUNT(*) OVER (PARTITION BY ac.alarm_id) AS total
         FROM alarm_circuit ac JOIN circuit c ON c.id = ac.circuit_id JOIN customer cu ON cu.id = c.customer_id
         WHERE ac.alarm_id IN (${marks(ids)})
       ) numbered WHERE place <= ${String(CIRCUITS_SHOWN)} ORDER BY alarmId, place`,
      ids,
    );
    for (const { alarmId, id, code, name, customerId, nameZh, nameEn, total } of rows) {
      const known = found.get(alarmId) ?? { count: Number(total), first: [] };
      known.first.push({ id, code, name, customer: { id: customerId, nameZh, nameEn } });
      found.set(alarmId, known);
    }
    return found;
  }

  /** Newest first. */
  history(id: string): Promise<StoredAlarmEvent[]> {
    return this.database.read<StoredAlarmEvent>(
      `SELECT e.id AS id, e.kind AS kind, e.at AS at, e.recorded_at AS recordedAt, e.severity AS severity,
         e.by_id AS byId, u.name AS byName, e.body AS text, e.facts AS facts
       FROM alarm_event e LEFT JOIN user_account u ON u.id = e.by_id
       WHERE e.alarm_id = ? ORDER BY e.id DESC LIMIT ${String(MOST_HISTORY)}`,
      [id],
    );
  }

  /** The faults that an alarm stands behind. */
  async faultIds(id: string): Promise<string[]> {
    const rows = await this.database.read<{ id: string }>(
      `SELECT f.id AS id FROM fault f WHERE f.alarm_id = ? OR f.event_id = ? ORDER BY f.id LIMIT 500`,
      [id, id],
    );
    return rows.map((row) => row.id);
  }

  private async byColumn(column: string, values: readonly string[], limit: number): Promise<NamedAlarm[]> {
    const rows = await this.database.read<Stored>(
      `SELECT ${SELECT_ALARM}, ${NAMES} FROM ${TABLES} WHERE ${column} IN (${marks(values)}) AND a.customer_id IS NULL
       ORDER BY ${orderBy(ALARM_ORDER)} LIMIT ?`,
      [...values, limit],
    );
    return rows.map((row) => toAlarmRow(row) as NamedAlarm);
  }

  private filter(query: AlarmQuery, me: string): SqlCondition {
    const conditions: SqlCondition[] = [{ sql: 'a.customer_id IS NULL', values: [] }];
    const add = (sql: string, ...values: SqlValue[]): void => {
      conditions.push({ sql, values });
    };
    if (query.show === 'active') add('a.active_key IS NOT NULL');
    if (query.show === 'cleared') add('a.active_key IS NULL');
    if (query.shelved === 'no') add("a.operator_state <> 'shelved'");
    if (query.shelved === 'yes') add("a.operator_state = 'shelved'");
    if (query.roots === 'yes') add('a.parent_id IS NULL');
    if (query.severity !== undefined) add('a.severity = ?', query.severity);
    if (query.code !== undefined) add('a.code = ?', query.code);
    if (query.objectType !== undefined) add('a.object_type = ?', query.objectType);
    if (query.operatorState !== undefined) add('a.operator_state = ?', query.operatorState);
    if (query.deviceId !== undefined) add('a.device_id = ?', query.deviceId);
    if (query.since !== undefined) add('a.last_raised_at >= ?', query.since);
    if (query.assigned === 'nobody') add('a.assignee_id IS NULL');
    else if (query.assigned !== undefined) add('a.assignee_id = ?', query.assigned === 'me' ? me : query.assigned);
    if (query.circuitId !== undefined) add(`${OF_CIRCUIT} ac.circuit_id = ?)`, query.circuitId);
    if (query.customerId !== undefined) add(`${OF_CIRCUIT} ac.customer_id = ?)`, query.customerId);
    if (query.q !== undefined && query.q !== '') conditions.push(this.matching(query.q));
    return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) };
  }

  private matching(q: string): SqlCondition {
    const has = (column: string): string => containsText(this.database.dialect, column);
    const own = ['a.object_name', 'a.code', 'd.code', 'd.name'].map(has);
    const circuit = ['qc.code', 'qc.name', 'qu.name_zh', 'qu.name_en'].map(has);
    const pattern = likePattern(q);
    return {
      sql: `(${own.join(' OR ')} OR a.id IN (SELECT qa.alarm_id FROM alarm_circuit qa JOIN circuit qc ON qc.id = qa.circuit_id
        JOIN customer qu ON qu.id = qa.customer_id WHERE ${circuit.join(' OR ')}))`,
      values: Array.from({ length: own.length + circuit.length }, () => pattern),
    };
  }
}

const OF_CIRCUIT = 'a.id IN (SELECT ac.alarm_id FROM alarm_circuit ac WHERE';

function countsOf(
  severity: Severity,
  rows: readonly { severity: Severity; cleared: number | string; closed: number | string; total: number | string }[],
): AlarmCounts {
  const of = (cleared?: number, closed?: number): number =>
    rows
      .filter((row) => row.severity === severity)
      .filter((row) => cleared === undefined || Number(row.cleared) === cleared)
      .filter((row) => closed === undefined || Number(row.closed) === closed)
      .reduce((sum, { total }) => sum + Number(total), 0);
  return {
    severity,
    total: of(),
    notCleared: of(0),
    cleared: of(1),
    clearedNotClosed: of(1, 0),
    clearedClosed: of(1, 1),
    notClearedClosed: of(0, 1),
    notClearedNotClosed: of(0, 0),
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
