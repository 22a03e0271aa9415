import { Injectable } from '@nestjs/common';
import { type PortRole, type PortStatus, STALE_AFTER_INTERVALS } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { toChunks } from './chunks.js';
import { toNumber } from './sample-rows.js';

/** What of the inventory the state of a port depends on. */
export interface PortFacts {
  readonly portId: number;
  readonly role: PortRole;
  readonly intervalMs: number;
}

/** A port, and how far its stored readings reach. */
export interface WatchedPort extends PortFacts {
  /** ms; when the newest reading was taken, null before the first. */
  readonly sampleAt: number | null;
}

/** A row of `port_state`. */
export interface PortNow {
  readonly portId: number;
  readonly status: PortStatus;
  /** ms, like all times here. */
  readonly since: number | null;
  readonly sampleAt: number | null;
  readonly slot: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly ifIndex: number | null;
  readonly speedBps: number | null;
  readonly resume: string | null;
}

type Raw<Row> = Record<keyof Row, number | string | null>;

const IDS_A_QUERY = 500;
const KEYS = ['port_id'];
const COLUMNS = [
  'port_id',
  'status',
  'since',
  'sample_at',
  'slot',
  'in_bps',
  'out_bps',
  'if_index',
  'speed_bps',
  'resume',
];
const SELECTED = `ps.port_id AS portId, ps.status AS status, ps.since AS since, ps.sample_at AS sampleAt, ps.slot AS slot,
  ps.in_bps AS inBps, ps.out_bps AS outBps, ps.if_index AS ifIndex, ps.speed_bps AS speedBps, ps.resume AS resume`;

/** The present state of the ports, and what of the inventory decides it. */
@Injectable()
export class PortStateRepository {
  constructor(private readonly database: Database) {}

  /**
   * The ports of this house among some numbers.
   *
   * @param tx handed in by whoever is in a transaction: one that waits for a second connection can wait for ever
   */
  async facts(portIds: readonly number[], tx?: Transaction): Promise<Map<number, WatchedPort>> {
    const found = new Map<number, WatchedPort>();
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await this.rows<{
        portId: number;
        role: string;
        intervalS: number;
        sampleAt: number | string | null;
      }>(
        tx,
        `SELECT p.id AS portId, p.role AS role, pp.interval_s AS intervalS, ps.sample_at AS sampleAt
         FROM port p JOIN device d ON d.id = p.device_id JOIN poll_profile pp ON pp.id = d.poll_profile_id
           LEFT JOIN port_state ps ON ps.port_id = p.id
         WHERE p.id IN (${marks(ids)})`,
        ids,
      );
      for (const row of rows) found.set(row.portId, { ...toFacts(row), sampleAt: toNumber(row.sampleAt) });
    }
    return found;
  }

  /** The present states of some ports; ports that never answered have none. */
  async states(tx: Transaction, portIds: readonly number[]): Promise<Map<number, PortNow>> {
    const found = new Map<number, PortNow>();
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await tx.query<Raw<PortNow>>(
        `SELECT ${SELECTED} FROM port_state ps WHERE ps.port_id IN (${marks(ids)})`,
        ids,
      );
      for (const row of rows) found.set(Number(row.portId), toPortNow(row));
    }
    return found;
  }

  async save(tx: Transaction, states: readonly PortNow[]): Promise<void> {
    const rows = states.map((state) => [
      state.portId,
      state.status,
      state.since,
      state.sampleAt,
      state.slot,
      state.inBps,
      state.outBps,
      state.ifIndex,
      state.speedBps,
      state.resume,
    ]);
    await tx.insertMany('port_state', COLUMNS, KEYS, rows, 'update');
  }

  /** Ports whose newest reading is too old to stand for `now` (ms) and that are not told as unknown yet. */
  async silent(now: number): Promise<PortFacts[]> {
    const rows = await this.database.read<{ portId: number; role: string; intervalS: number }>(
      `SELECT p.id AS portId, p.role AS role, pp.interval_s AS intervalS
       FROM port_state ps JOIN port p ON p.id = ps.port_id JOIN device d ON d.id = p.device_id
         JOIN poll_profile pp ON pp.id = d.poll_profile_id
       WHERE ps.status <> 'UNKNOWN' AND ps.sample_at < ? - ${String(STALE_AFTER_INTERVALS * 1_000)} * pp.interval_s`,
      [now],
    );
    return rows.map(toFacts);
  }

  /** The ports of some devices that are not told as unknown. */
  async knownPortsOf(tx: Transaction, deviceIds: readonly string[]): Promise<(PortFacts & { deviceId: string })[]> {
    const found: (PortFacts & { deviceId: string })[] = [];
    for (const ids of toChunks(deviceIds, IDS_A_QUERY)) {
      const rows = await tx.query<{ portId: number; role: string; intervalS: number; deviceId: string }>(
        `SELECT p.id AS portId, p.role AS role, pp.interval_s AS intervalS, d.id AS deviceId
         FROM device d JOIN port p ON p.device_id = d.id JOIN port_state ps ON ps.port_id = p.id
           JOIN poll_profile pp ON pp.id = d.poll_profile_id
         WHERE d.id IN (${marks(ids)}) AND ps.status <> 'UNKNOWN'`,
        ids,
      );
      found.push(...rows.map((row) => ({ ...toFacts(row), deviceId: row.deviceId })));
    }
    return found;
  }

  /** What the collector noted with the newest stored reading of every port that has one. */
  async resumeNotes(): Promise<Map<number, string>> {
    const rows = await this.database.read<{ portId: number; resume: string }>(
      'SELECT port_id AS portId, resume FROM port_state WHERE resume IS NOT NULL',
    );
    return new Map(rows.map((row) => [row.portId, row.resume]));
  }

  private rows<Row>(tx: Transaction | undefined, sql: string, values: readonly SqlValue[]): Promise<Row[]> {
    return tx === undefined ? this.database.read<Row>(sql, values) : tx.query<Row>(sql, values);
  }
}

function toFacts(row: { portId: number; role: string; intervalS: number }): PortFacts {
  return { portId: row.portId, role: row.role as PortRole, intervalMs: row.intervalS * 1_000 };
}

function toPortNow(row: Raw<PortNow>): PortNow {
  return {
    portId: Number(row.portId),
    status: row.status as PortStatus,
    since: toNumber(row.since),
    sampleAt: toNumber(row.sampleAt),
    slot: toNumber(row.slot),
    inBps: toNumber(row.inBps),
    outBps: toNumber(row.outBps),
    ifIndex: toNumber(row.ifIndex),
    speedBps: toNumber(row.speedBps),
    resume: row.resume === null ? null : String(row.resume),
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
