import { Injectable } from '@nestjs/common';
import { type AlarmFacts, SEVERITIES } from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import type { SqlValue, Transaction } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import type { FaultRow, Happening, StoryNote } from './fault-row.js';
import { FaultTurn } from './fault-turn.js';

type Field = keyof FaultRow;

const COLUMNS: Readonly<Record<Field, string>> = {
  id: 'id',
  activeKey: 'active_key',
  faultKey: 'fault_key',
  circuitId: 'circuit_id',
  customerId: 'customer_id',
  kind: 'kind',
  severity: 'severity',
  reason: 'reason',
  side: 'side',
  suspected: 'suspected',
  facts: 'facts',
  since: 'since',
  untilAt: 'until_at',
  changedAt: 'changed_at',
  isFlapping: 'is_flapping',
  eventId: 'event_id',
  afterWorkId: 'after_work_id',
  alarmId: 'alarm_id',
  acknowledgedAt: 'acknowledged_at',
  noteCount: 'note_count',
  raiseCount: 'raise_count',
  version: 'version',
};
const FIELDS = Object.keys(COLUMNS) as Field[];
const STORED = [...Object.values(COLUMNS), 'severity_rank'];
const TIMES: readonly Field[] = ['since', 'untilAt', 'changedAt', 'acknowledgedAt'];
const KEYS_A_QUERY = 300;

/** The columns of a fault as `f` by the names of its fields. */
export const SELECT_FAULT = FIELDS.map((field) => `f.${COLUMNS[field]} AS ${field}`).join(', ');

/** A row of `SELECT_FAULT`; times are text on MySQL. */
export type StoredFault = Readonly<Record<Field, SqlValue>>;

/** Writes faults, their stories and their log, inside the transactions of whoever has the turn. */
@Injectable()
export class FaultRepository {
  constructor(private readonly turn: FaultTurn) {}

  /** The newest fault of each key that ever had one. */
  async newestOf(tx: Transaction, keys: readonly string[]): Promise<Map<string, FaultRow>> {
    const found = new Map<string, FaultRow>();
    for (const some of toChunks(keys, KEYS_A_QUERY)) {
      const stored = await tx.query<StoredFault>(
        `SELECT ${SELECT_FAULT} FROM fault f JOIN (
           SELECT fault_key, MAX(since) AS newest FROM fault WHERE fault_key IN (${marks(some)}) GROUP BY fault_key
         ) n ON n.fault_key = f.fault_key AND n.newest = f.since ORDER BY f.id`,
        some,
      );
      for (const row of stored.map(toFaultRow)) found.set(row.faultKey, row);
    }
    return found;
  }

  async where(tx: Transaction, column: 'id' | 'alarm_id' | 'event_id', values: readonly string[]): Promise<FaultRow[]> {
    const rows: FaultRow[] = [];
    for (const some of toChunks(values, KEYS_A_QUERY)) {
      const sql = `SELECT ${SELECT_FAULT} FROM fault f WHERE f.${column} IN (${marks(some)}) ORDER BY f.id`;
      rows.push(...(await tx.query<StoredFault>(sql, some)).map(toFaultRow));
    }
    return rows;
  }

  async insert(tx: Transaction, rows: readonly FaultRow[]): Promise<void> {
    await tx.insertMany('fault', STORED, ['id'], rows.map(toValues));
  }

  async update(tx: Transaction, rows: readonly FaultRow[]): Promise<void> {
    await tx.insertMany('fault', STORED, ['id'], rows.map(toValues), 'update');
  }

  async tell(tx: Transaction, notes: readonly StoryNote[]): Promise<void> {
    await tx.insertMany(
      'fault_story',
      [
        'id',
        'fault_id',
        'kind',
        'at',
        'side',
        'evidence',
        'severity',
        'facts',
        'by_side',
        'by_id',
        'body',
        'is_internal',
      ],
      ['id'],
      notes.map((note) => [
        ...[uuid(), note.faultId, note.kind, note.at, note.side, note.evidence, note.severity],
        ...[JSON.stringify(note.facts), note.bySide, note.byId, note.text, note.isInternal],
      ]),
    );
  }

  /** Puts happenings into the log, in their order. */
  async log(tx: Transaction, happenings: readonly Happening[], now: number): Promise<void> {
    if (happenings.length === 0) return;
    const first = await this.turn.places(tx, happenings.length);
    await tx.insertMany(
      'fault_change',
      ['position', 'fault_id', 'circuit_id', 'customer_id', 'kind', 'severity', 'at', 'recorded_at'],
      ['position'],
      happenings.map(({ fault, kind, at }, index) => [
        ...[first + index, fault.id, fault.circuitId, fault.customerId, kind, fault.severity, at, now],
      ]),
    );
  }
}

export function toFaultRow(stored: StoredFault): FaultRow {
  const times: Record<string, unknown> = Object.fromEntries(
    TIMES.map((field) => [field, stored[field] === null ? null : Number(stored[field])]),
  );
  const facts = JSON.parse(String(stored.facts)) as AlarmFacts;
  const isFlapping = Number(stored.isFlapping) === 1;
  return { ...stored, ...times, facts, isFlapping } as unknown as FaultRow;
}

function toValues(row: FaultRow): SqlValue[] {
  const values = FIELDS.map((field) => (field === 'facts' ? JSON.stringify(row.facts) : row[field]));
  return [...values, SEVERITIES.indexOf(row.severity)];
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
