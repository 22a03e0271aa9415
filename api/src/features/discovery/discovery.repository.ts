import { Injectable } from '@nestjs/common';
import type {
  DeviceChangeView,
  DiscoveredInterface,
  DiscoveredSystem,
  DiscoveryView,
  DuplexMode,
  InterfaceChange,
  InterfaceDifference,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';

/** What is kept of the differences of one device. */
const CHANGES_KEPT = 500;

/** A row of `device_discovery`; times in ms. */
export interface StoredDiscovery {
  readonly deviceId: string;
  readonly version: number;
  readonly foundAt: number | null;
  readonly triedAt: number;
  readonly fault: string | null;
  readonly system: DiscoveredSystem;
  /** The engine id that is taken to be right; null before the first. */
  readonly knownEngineId: string | null;
  readonly isTruncated: boolean;
  readonly missingColumns: readonly string[];
}

interface DiscoveryRow {
  readonly version: number;
  readonly foundAt: number | string | null;
  readonly triedAt: number | string;
  readonly fault: string | null;
  readonly sysName: string;
  readonly sysDescr: string;
  readonly sysObjectId: string;
  readonly sysLocation: string;
  readonly engineId: string | null;
  readonly knownEngineId: string | null;
  readonly engineBoots: number | null;
  readonly isTruncated: number | boolean;
  readonly missingColumns: string;
}

const DISCOVERY_COLUMNS = [
  'device_id',
  'version',
  'found_at',
  'tried_at',
  'fault',
  'sys_name',
  'sys_descr',
  'sys_object_id',
  'sys_location',
  'engine_id',
  'known_engine_id',
  'engine_boots',
  'is_truncated',
  'missing_columns',
];
const INTERFACE_COLUMNS = [
  'device_id',
  'if_index',
  'if_name',
  'if_alias',
  'if_descr',
  'if_type',
  'speed_bps',
  'mac',
  'admin_status',
  'oper_status',
  'has_wide_counters',
  'duplex',
  'sends_traps',
  'has_connector',
  'lower_indexes',
  'card',
];

/** What discovery found: the tables `device_discovery`, `device_interface` and `device_change`. */
@Injectable()
export class DiscoveryRepository {
  constructor(private readonly database: Database) {}

  async find(deviceId: string, tx?: Transaction): Promise<StoredDiscovery | undefined> {
    const [row] = await this.rows<DiscoveryRow>(
      tx,
      `SELECT version AS version, found_at AS foundAt, tried_at AS triedAt, fault AS fault, sys_name AS sysName,
         sys_descr AS sysDescr, sys_object_id AS sysObjectId, sys_location AS sysLocation, engine_id AS engineId,
         known_engine_id AS knownEngineId, engine_boots AS engineBoots, is_truncated AS isTruncated,
         missing_columns AS missingColumns
       FROM device_discovery WHERE device_id = ?`,
      [deviceId],
    );
    return row === undefined ? undefined : toStored(deviceId, row);
  }

  async save(tx: Transaction, discovery: StoredDiscovery): Promise<void> {
    const { system } = discovery;
    const row = [
      discovery.deviceId,
      discovery.version,
      discovery.foundAt,
      discovery.triedAt,
      discovery.fault,
      system.sysName,
      system.sysDescr,
      system.sysObjectId,
      system.sysLocation,
      system.engineId,
      discovery.knownEngineId,
      system.engineBoots,
      discovery.isTruncated,
      discovery.missingColumns.join(','),
    ];
    await tx.insertMany('device_discovery', DISCOVERY_COLUMNS, ['device_id'], [row], 'update');
  }

  /** By index. */
  async interfaces(deviceId: string, tx?: Transaction): Promise<DiscoveredInterface[]> {
    const rows = await this.rows<Record<keyof DiscoveredInterface, string | number | boolean | null>>(
      tx,
      `SELECT if_index AS ifIndex, if_name AS ifName, if_alias AS ifAlias, if_descr AS ifDescr, if_type AS ifType,
         speed_bps AS speedBps, mac AS mac, admin_status AS adminStatus, oper_status AS operStatus,
         has_wide_counters AS hasWideCounters, duplex AS duplex, sends_traps AS sendsTraps,
         has_connector AS hasConnector, lower_indexes AS lowerIndexes, card AS card
       FROM device_interface WHERE device_id = ? ORDER BY if_index`,
      [deviceId],
    );
    return rows.map((row) => ({
      ifIndex: Number(row.ifIndex),
      ifName: String(row.ifName),
      ifAlias: String(row.ifAlias),
      ifDescr: String(row.ifDescr),
      ifType: numberOf(row.ifType),
      speedBps: numberOf(row.speedBps),
      mac: row.mac === null ? null : String(row.mac),
      adminStatus: numberOf(row.adminStatus),
      operStatus: numberOf(row.operStatus),
      hasWideCounters: Number(row.hasWideCounters) === 1,
      duplex: row.duplex as DuplexMode | null,
      sendsTraps: row.sendsTraps === null ? null : Number(row.sendsTraps) === 1,
      hasConnector: row.hasConnector === null ? null : Number(row.hasConnector) === 1,
      lowerIndexes: String(row.lowerIndexes)
        .split(',')
        .filter((index) => index !== '')
        .map(Number),
      card: String(row.card),
    }));
  }

  async replaceInterfaces(
    tx: Transaction,
    deviceId: string,
    interfaces: readonly DiscoveredInterface[],
  ): Promise<void> {
    await tx.execute('DELETE FROM device_interface WHERE device_id = ?', [deviceId]);
    const rows = interfaces.map((one) => [
      deviceId,
      one.ifIndex,
      one.ifName,
      one.ifAlias,
      one.ifDescr,
      one.ifType,
      one.speedBps,
      one.mac,
      one.adminStatus,
      one.operStatus,
      one.hasWideCounters,
      one.duplex,
      one.sendsTraps,
      one.hasConnector,
      one.lowerIndexes.join(','),
      one.card,
    ]);
    await tx.insertMany('device_interface', INTERFACE_COLUMNS, ['device_id', 'if_index'], rows);
  }

  /** Keeps differences, and lets go of the versions that are too old. `at` in ms. */
  async addChanges(
    tx: Transaction,
    deviceId: string,
    version: number,
    at: number,
    differences: readonly InterfaceDifference[],
  ): Promise<void> {
    const rows = differences
      .slice(0, CHANGES_KEPT)
      .map(({ change, ifName, before, after }) => [uuidv7(), deviceId, version, at, change, ifName, before, after]);
    const columns = ['id', 'device_id', 'version', 'changed_at', 'kind', 'if_name', 'before_value', 'after_value'];
    await tx.insertMany('device_change', columns, ['id'], rows);
    const [last] = await tx.query<{ version: number }>(
      `SELECT version AS version FROM device_change WHERE device_id = ?
       ORDER BY version DESC LIMIT 1 OFFSET ${String(CHANGES_KEPT)}`,
      [deviceId],
    );
    if (last === undefined || last.version >= version) return;
    await tx.execute('DELETE FROM device_change WHERE device_id = ? AND version <= ?', [deviceId, last.version]);
  }

  /** Newest first. */
  async changes(deviceId: string, limit: number): Promise<DeviceChangeView[]> {
    const rows = await this.database.read<{
      at: number | string;
      version: number;
      kind: string;
      ifName: string;
      before: string | null;
      after: string | null;
    }>(
      `SELECT changed_at AS at, version AS version, kind AS kind, if_name AS ifName, before_value AS ${this.quoted('before')},
         after_value AS ${this.quoted('after')}
       FROM device_change WHERE device_id = ? ORDER BY version DESC, id LIMIT ${String(limit)}`,
      [deviceId],
    );
    return rows.map(({ at, kind, ...row }) => ({
      ...row,
      at: new Date(Number(at)).toISOString(),
      change: kind as InterfaceChange,
    }));
  }

  /** BEFORE and AFTER are words of SQL. */
  private quoted(word: string): string {
    return this.database.dialect === 'mysql' ? `\`${word}\`` : `"${word}"`;
  }

  private rows<Row>(tx: Transaction | undefined, sql: string, values: readonly SqlValue[]): Promise<Row[]> {
    return tx === undefined ? this.database.read<Row>(sql, values) : tx.query<Row>(sql, values);
  }
}

/** What staff read of a discovery; a device that was never tried has an empty one. */
export function toDiscoveryView(stored: StoredDiscovery | undefined): DiscoveryView {
  if (stored === undefined) {
    const nothing = { at: null, triedAt: null, fault: null, system: null };
    return { version: 0, ...nothing, isTruncated: false, missingColumns: [] };
  }
  const { version, foundAt, triedAt, fault, system, isTruncated, missingColumns } = stored;
  return {
    version,
    at: foundAt === null ? null : new Date(foundAt).toISOString(),
    triedAt: new Date(triedAt).toISOString(),
    fault: fault as DiscoveryView['fault'],
    system: foundAt === null ? null : system,
    isTruncated,
    missingColumns: [...missingColumns],
  };
}

function toStored(deviceId: string, row: DiscoveryRow): StoredDiscovery {
  const { version, fault, sysName, sysDescr, sysObjectId, sysLocation, engineId, engineBoots, knownEngineId } = row;
  return {
    deviceId,
    version,
    foundAt: numberOf(row.foundAt),
    triedAt: Number(row.triedAt),
    fault,
    system: { sysName, sysDescr, sysObjectId, sysLocation, engineId, engineBoots },
    knownEngineId,
    isTruncated: Number(row.isTruncated) === 1,
    missingColumns: row.missingColumns.split(',').filter((name) => name !== ''),
  };
}

function numberOf(value: string | number | boolean | null): number | null {
  return value === null ? null : Number(value);
}
