import { Injectable } from '@nestjs/common';
import { type AlarmFacts, SEVERITIES } from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import type { SqlValue, Transaction } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import type { AlarmNote, AlarmRow, TouchedCircuit } from './alarm-row.js';

type Field = keyof AlarmRow;

/** Where each value of an alarm lies. */
export const ALARM_COLUMNS: Readonly<Record<Field, string>> = {
  id: 'id',
  activeKey: 'active_key',
  alarmKey: 'alarm_key',
  code: 'code',
  qualifier: 'qualifier',
  severity: 'severity',
  state: 'state',
  objectType: 'object_type',
  objectId: 'object_id',
  objectName: 'object_name',
  deviceId: 'device_id',
  circuitId: 'circuit_id',
  customerId: 'customer_id',
  facts: 'facts',
  raisedAt: 'raised_at',
  reportedAt: 'reported_at',
  lastRaisedAt: 'last_raised_at',
  changedAt: 'changed_at',
  clearedAt: 'cleared_at',
  raiseCount: 'raise_count',
  duplicateCount: 'duplicate_count',
  operatorState: 'operator_state',
  operatorAt: 'operator_at',
  operatorBy: 'operator_by',
  assigneeId: 'assignee_id',
  shelfId: 'shelf_id',
  workId: 'work_id',
  shelvedUntil: 'shelved_until',
  shelfReason: 'shelf_reason',
  parentId: 'parent_id',
  suppressedBy: 'suppressed_by',
  previousId: 'previous_id',
  commentCount: 'comment_count',
  version: 'version',
};
const FIELDS = Object.keys(ALARM_COLUMNS) as Field[];
const STORED = [...Object.values(ALARM_COLUMNS), 'severity_rank'];
const TIMES: readonly Field[] = [
  'raisedAt',
  'reportedAt',
  'lastRaisedAt',
  'changedAt',
  'clearedAt',
  'operatorAt',
  'shelvedUntil',
];
const KEYS_A_QUERY = 300;

/** The columns of an alarm as `a` by the names of its fields. */
export const SELECT_ALARM = FIELDS.map((field) => `a.${ALARM_COLUMNS[field]} AS ${field}`).join(', ');

/** A row of `SELECT_ALARM`; times are text on MySQL. */
export type StoredAlarm = Readonly<Record<Field, SqlValue>>;

/** Writes alarms and their history, inside the transactions of whoever has the turn. */
@Injectable()
export class AlarmRepository {
  /** The newest row of each key that ever had one. */
  async newestOf(tx: Transaction, keys: readonly string[]): Promise<AlarmRow[]> {
    const rows: AlarmRow[] = [];
    for (const some of toChunks(keys, KEYS_A_QUERY)) {
      const stored = await tx.query<StoredAlarm>(
        `SELECT ${SELECT_ALARM} FROM alarm a JOIN (
           SELECT alarm_key, MAX(raised_at) AS newest FROM alarm WHERE alarm_key IN (${marks(some)}) GROUP BY alarm_key
         ) n ON n.alarm_key = a.alarm_key AND n.newest = a.raised_at ORDER BY a.id`,
        some,
      );
      rows.push(...stored.map(toAlarmRow));
    }
    return rows;
  }

  async byIds(tx: Transaction, ids: readonly string[]): Promise<AlarmRow[]> {
    return this.where(tx, 'a.id', ids);
  }

  /** What stands at some objects: circuits by `circuit_id`, ports and devices by `object_id` or `device_id`. */
  async standing(
    tx: Transaction,
    column: 'circuit_id' | 'object_id' | 'device_id',
    ids: readonly string[],
  ): Promise<AlarmRow[]> {
    return this.where(tx, `a.${column}`, ids, ' AND a.active_key IS NOT NULL');
  }

  /** What stands under some alarms. */
  async childrenOf(tx: Transaction, ids: readonly string[]): Promise<AlarmRow[]> {
    return this.where(tx, 'a.parent_id', ids, ' AND a.active_key IS NOT NULL');
  }

  /** All that stands of some codes. */
  async standingOf(tx: Transaction, codes: readonly string[]): Promise<AlarmRow[]> {
    return this.where(tx, 'a.code', codes, ' AND a.active_key IS NOT NULL');
  }

  /** Standing or not, what lies on a shelf whose time is over. */
  async shelvedUntil(tx: Transaction, now: number, limit: number): Promise<AlarmRow[]> {
    const stored = await tx.query<StoredAlarm>(
      `SELECT ${SELECT_ALARM} FROM alarm a WHERE a.shelved_until <= ? ORDER BY a.shelved_until, a.id LIMIT ?`,
      [now, limit],
    );
    return stored.map(toAlarmRow);
  }

  /** What a planned work keeps silent. */
  async inWorks(tx: Transaction, limit: number): Promise<AlarmRow[]> {
    const stored = await tx.query<StoredAlarm>(
      `SELECT ${SELECT_ALARM} FROM alarm a WHERE a.shelved_until IS NOT NULL AND a.work_id IS NOT NULL ORDER BY a.id LIMIT ?`,
      [limit],
    );
    return stored.map(toAlarmRow);
  }

  async insert(tx: Transaction, rows: readonly AlarmRow[]): Promise<void> {
    await tx.insertMany('alarm', STORED, ['id'], rows.map(toValues));
  }

  async update(tx: Transaction, rows: readonly AlarmRow[]): Promise<void> {
    await tx.insertMany('alarm', STORED, ['id'], rows.map(toValues), 'update');
  }

  async note(tx: Transaction, notes: readonly AlarmNote[], now: number): Promise<void> {
    await tx.insertMany(
      'alarm_event',
      ['id', 'alarm_id', 'kind', 'at', 'recorded_at', 'severity', 'by_id', 'body', 'facts'],
      ['id'],
      notes.map(({ alarmId, kind, at, severity, byId, text, facts }) => [
        ...[uuid(), alarmId, kind, at, now, severity, byId, text, JSON.stringify(facts)],
      ]),
    );
  }

  async touch(tx: Transaction, alarmId: string, circuits: readonly TouchedCircuit[]): Promise<void> {
    await tx.insertMany(
      'alarm_circuit',
      ['alarm_id', 'circuit_id', 'customer_id'],
      ['alarm_id', 'circuit_id'],
      circuits.map(({ circuitId, customerId }) => [alarmId, circuitId, customerId]),
      'ignore',
    );
  }

  private async where(tx: Transaction, column: string, values: readonly string[], more = ''): Promise<AlarmRow[]> {
    const rows: AlarmRow[] = [];
    for (const some of toChunks(values, KEYS_A_QUERY)) {
      const sql = `SELECT ${SELECT_ALARM} FROM alarm a WHERE ${column} IN (${marks(some)})${more} ORDER BY a.id`;
      rows.push(...(await tx.query<StoredAlarm>(sql, some)).map(toAlarmRow));
    }
    return rows;
  }
}

export function toAlarmRow(stored: StoredAlarm): AlarmRow {
  const times: Record<string, unknown> = Object.fromEntries(
    TIMES.map((field) => [field, stored[field] === null ? null : Number(stored[field])]),
  );
  const facts = JSON.parse(String(stored.facts)) as AlarmFacts;
  return { ...stored, ...times, facts } as unknown as AlarmRow;
}

function toValues(row: AlarmRow): SqlValue[] {
  const values = FIELDS.map((field) => (field === 'facts' ? JSON.stringify(row.facts) : row[field]));
  return [...values, SEVERITIES.indexOf(row.severity)];
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
