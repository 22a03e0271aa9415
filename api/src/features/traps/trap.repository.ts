import { Injectable } from '@nestjs/common';
import {
  KNOWN_NOTIFICATIONS,
  knownNotification,
  type TrapNote,
  type TrapQuery,
  type TrapReading,
} from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import type { SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { visibleDevices } from '../devices/index.js';

/** A kept trap with the device that sent it. bigint columns come as text from mysql2. */
export interface TrapRecord {
  readonly id: string;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly deviceName: string;
  readonly trapAt: number | string;
  readonly source: string;
  readonly agentAddress: string | null;
  readonly version: string;
  readonly isInform: number | boolean;
  readonly oid: string;
  readonly sysUpTime: number | string | null;
  readonly ifIndex: number | string | null;
  readonly varbinds: string;
  readonly leftOut: number;
  readonly readAt: number | string | null;
  readonly readFault: string | null;
  readonly readAdminStatus: number | null;
  readonly readOperStatus: number | null;
}

/** Newest first. */
export const TRAP_ORDER: readonly SortKey[] = [
  { sql: 't.trap_at', type: 'number', direction: 'desc' },
  { sql: 't.id', type: 'text', direction: 'desc' },
];

const HOUR_MS = 3_600_000;
/** Of one device and hour, of notifications that are not known by name. */
export const MOST_UNKNOWN_AN_HOUR = 200;
/** Rows that one step of the retention takes. */
const STEP = 1_000;

const COLUMNS = [
  'id',
  'device_id',
  'trap_at',
  'trap_hour',
  'is_known',
  'source',
  'agent_address',
  'version',
  'is_inform',
  'oid',
  'sys_up_time',
  'if_index',
  'varbinds',
  'left_out',
] as const;

/** The tables of traps. */
@Injectable()
export class TrapRepository {
  constructor(private readonly database: Database) {}

  /** Of these devices, those that there are. */
  async existing(deviceIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (deviceIds.length === 0) return new Set();
    const rows = await this.database.read<{ id: string }>(
      `SELECT id FROM device WHERE id IN (${marks(deviceIds)})`,
      deviceIds,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** @returns how many were new: a trap that is there already stays as it is */
  add(tx: Transaction, notes: readonly TrapNote[]): Promise<number> {
    return tx.insertMany('trap', COLUMNS, ['id'], notes.map(toRow), 'ignore');
  }

  /** Notes what was read because of each trap, once; also of one that is not there (yet). */
  async addReadings(tx: Transaction, readings: readonly TrapReading[]): Promise<void> {
    await tx.insertMany(
      'trap_reading',
      ['trap_id', 'read_at', 'fault', 'admin_status', 'oper_status'],
      ['trap_id'],
      readings.map(({ trapId, readAt, fault, adminStatus, operStatus }) => [
        trapId,
        readAt,
        fault,
        adminStatus,
        operStatus,
      ]),
      'ignore',
    );
  }

  /** Removes the oldest unknown traps of the hours that have too many, and counts them. @returns how many */
  async limit(tx: Transaction, notes: readonly TrapNote[]): Promise<number> {
    const unknown = notes.filter(({ oid }) => knownNotification(oid) === null);
    if (unknown.length === 0) return 0;
    const devices = [...new Set(unknown.map(({ deviceId }) => deviceId))];
    const hours = [...new Set(unknown.map(({ trapAt }) => hourOf(trapAt)))];
    const full = await tx.query<{ deviceId: string; hour: number; traps: number | string }>(
      `SELECT device_id AS deviceId, trap_hour AS hour, COUNT(*) AS traps FROM trap
       WHERE is_known = ? AND device_id IN (${marks(devices)}) AND trap_hour IN (${marks(hours)})
       GROUP BY device_id, trap_hour HAVING COUNT(*) > ?`,
      [false, ...devices, ...hours, MOST_UNKNOWN_AN_HOUR],
    );
    let dropped = 0;
    for (const { deviceId, hour, traps } of full) {
      const excess = Number(traps) - MOST_UNKNOWN_AN_HOUR;
      const oldest = await tx.query<{ id: string }>(
        'SELECT id FROM trap WHERE device_id = ? AND trap_hour = ? AND is_known = ? ORDER BY trap_at, id LIMIT ?',
        [deviceId, hour, false, excess],
      );
      const ids = oldest.map(({ id }) => id);
      await tx.execute(`DELETE FROM trap WHERE id IN (${marks(ids)})`, ids);
      await this.countDropped(tx, deviceId, hour, ids.length);
      dropped += ids.length;
    }
    return dropped;
  }

  /** At most `limit` traps of devices in reach after `position`, newest first. */
  findPage(
    scope: Scope,
    query: TrapQuery,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<TrapRecord>[]> {
    const filter = conditions([visibleDevices(scope), ...ofDevice(query), ...ofTrap(query)]);
    const rest = position === undefined ? { sql: '1=1', values: [] } : after(TRAP_ORDER, position);
    return this.database.read(
      `SELECT t.id AS id, d.id AS deviceId, d.code AS deviceCode, d.name AS deviceName, t.trap_at AS trapAt,
         t.source AS source, t.agent_address AS agentAddress, t.version AS version, t.is_inform AS isInform,
         t.oid AS oid, t.sys_up_time AS sysUpTime, t.if_index AS ifIndex, t.varbinds AS varbinds,
         t.left_out AS leftOut, r.read_at AS readAt, r.fault AS readFault, r.admin_status AS readAdminStatus,
         r.oper_status AS readOperStatus, ${keyColumns(TRAP_ORDER)}
       FROM trap t JOIN device d ON d.id = t.device_id LEFT JOIN trap_reading r ON r.trap_id = t.id
       WHERE ${filter.sql} AND ${rest.sql} ORDER BY ${orderBy(TRAP_ORDER)} LIMIT ?`,
      [...filter.values, ...rest.values, limit],
    );
  }

  /** Unknown traps that were too many, of the devices in reach that the query is about. */
  async dropped(scope: Scope, query: TrapQuery): Promise<number> {
    const filter = conditions([visibleDevices(scope), ...ofDevice(query)]);
    const [row] = await this.database.read<{ dropped: number | string | null }>(
      `SELECT SUM(x.dropped) AS dropped FROM trap_drop x JOIN device d ON d.id = x.device_id WHERE ${filter.sql}`,
      filter.values,
    );
    return Number(row?.dropped ?? 0);
  }

  /** Removes one step of what is older. `before` in ms. @returns how many traps went */
  removeOld(before: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await tx.query<{ id: string }>('SELECT id FROM trap WHERE trap_at < ? ORDER BY trap_at LIMIT ?', [
        before,
        STEP,
      ]);
      await tx.execute('DELETE FROM trap_drop WHERE trap_hour < ?', [hourOf(before)]);
      await tx.execute('DELETE FROM trap_reading WHERE read_at < ?', [before]);
      if (rows.length === 0) return 0;
      const ids = rows.map(({ id }) => id);
      return tx.execute(`DELETE FROM trap WHERE id IN (${marks(ids)})`, ids);
    });
  }

  private async countDropped(tx: Transaction, deviceId: string, hour: number, count: number): Promise<void> {
    const key = [deviceId, hour];
    await tx.insertMany(
      'trap_drop',
      ['device_id', 'trap_hour', 'dropped'],
      ['device_id', 'trap_hour'],
      [[...key, 0]],
      'ignore',
    );
    await tx.execute('UPDATE trap_drop SET dropped = dropped + ? WHERE device_id = ? AND trap_hour = ?', [
      count,
      ...key,
    ]);
  }
}

function toRow(note: TrapNote): readonly SqlValue[] {
  return [
    note.id,
    note.deviceId,
    note.trapAt,
    hourOf(note.trapAt),
    knownNotification(note.oid) !== null,
    note.source,
    note.agentAddress,
    note.version,
    note.isInform,
    note.oid,
    note.sysUpTime,
    note.ifIndex,
    JSON.stringify(note.varbinds),
    note.leftOut,
  ];
}

function ofDevice({ device }: TrapQuery): SqlCondition[] {
  return device === undefined || device === '' ? [] : [{ sql: '(d.id = ? OR d.code = ?)', values: [device, device] }];
}

function ofTrap({ name, from, to }: TrapQuery): SqlCondition[] {
  const found: SqlCondition[] = [];
  if (name !== undefined && name !== '') {
    const known = KNOWN_NOTIFICATIONS.find((notification) => notification.name.toLowerCase() === name.toLowerCase());
    found.push({ sql: 't.oid = ?', values: [known?.oid ?? name] });
  }
  if (from !== undefined) found.push({ sql: 't.trap_at >= ?', values: [from] });
  if (to !== undefined) found.push({ sql: 't.trap_at < ?', values: [to] });
  return found;
}

function conditions(all: readonly SqlCondition[]): SqlCondition {
  return { sql: all.map(({ sql }) => sql).join(' AND '), values: all.flatMap(({ values }) => values) };
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
