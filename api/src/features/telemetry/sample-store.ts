import { Injectable } from '@nestjs/common';
import type { Reading } from '@linewatch/shared';
import { Database, type SqlValue, Transaction } from '../../database/database.js';
import { toChunks } from './chunks.js';
import { type BucketRow, type StateSample, toBucketRow, toNumber, type TrafficSample } from './sample-rows.js';

/** Seconds that raw readings are kept; what is older lives on in the roll-ups. */
export const RAW_RETENTION_S = 8 * 86_400;

const HOUR_S = 3_600;
const KEYS = ['hour', 'port_id', 'slot'];
const COLUMNS = [
  ...KEYS,
  'taken_at',
  'status',
  'dt_ms',
  'in_bps',
  'out_bps',
  'in_octets',
  'out_octets',
  'in_errors',
  'out_errors',
  'in_discards',
  'out_discards',
  'in_packets',
  'out_packets',
  'admin_status',
  'oper_status',
  'last_change_at',
];
const PORTS_A_QUERY = 400;
/** Rows that one statement of the retention removes, so that no writer waits long for it. */
const ROWS_A_REMOVAL = 5_000;

/**
 * The raw readings, each once by (port, slot). The only class that knows how they lie in the database: today as rows
 * of an open-hour log whose key begins with the hour, so that readings as polled are appended and not scattered.
 */
@Injectable()
export class SampleStore {
  constructor(private readonly database: Database) {}

  /**
   * Stores readings; a (port, slot) that is there already stays as it is.
   *
   * @returns how many were new
   */
  append(tx: Transaction, readings: readonly Reading[]): Promise<number> {
    const rows = readings.map(toRow).sort(byKey);
    return tx.insertMany('sample_log', COLUMNS, KEYS, rows, 'ignore');
  }

  /** The readings that are stored exactly so: sent again is harmless, another reading of the same slot is not. */
  async storedAsSent(tx: Transaction, readings: readonly Reading[]): Promise<Reading[]> {
    const stored = new Map((await this.at(tx, readings)).map((sample) => [keyOf(sample), sample]));
    return readings.filter((reading) => {
      const sample = stored.get(keyOf(reading));
      return (
        sample?.takenAt === reading.takenAt &&
        sample.adminStatus === reading.adminStatus &&
        sample.operStatus === reading.operStatus
      );
    });
  }

  /** What is stored at some (port, slot). */
  async at(tx: Transaction, keys: readonly { portId: number; slot: number }[]): Promise<StateSample[]> {
    const samples: StateSample[] = [];
    for (const chunk of toChunks(keys, PORTS_A_QUERY)) {
      const ports = [...new Set(chunk.map(({ portId }) => portId))];
      const slots = [...new Set(chunk.map(({ slot }) => slot))];
      const hours = [...new Set(slots.map(hourOf))];
      const found = await this.states(
        tx,
        `${among('hour', hours)} AND ${among('port_id', ports)} AND ${among('slot', slots)}`,
        [...hours, ...ports, ...slots],
      );
      const wanted = new Set(chunk.map(keyOf));
      samples.push(...found.filter((sample) => wanted.has(keyOf(sample))));
    }
    return samples;
  }

  /**
   * All readings of some ports with a slot in [from, to], and for each port at least the last before and the first
   * after.
   *
   * @param marginS where those are looked for first; where they usually are
   * @returns by port, in order of the time they were taken
   */
  async around(
    tx: Transaction,
    portIds: readonly number[],
    from: number,
    to: number,
    marginS: number,
  ): Promise<Map<number, StateSample[]>> {
    const byPort = new Map<number, StateSample[]>();
    const [first, last] = [from - marginS, to + marginS];
    for (const ports of toChunks(portIds, PORTS_A_QUERY)) {
      const hours = hoursBetween(first, last);
      const inside = await this.states(
        tx,
        `${among('hour', hours)} AND ${among('port_id', ports)} AND slot BETWEEN ? AND ?`,
        [...hours, ...ports, first, last],
      );
      const early = new Set(inside.filter(({ slot }) => slot < from).map(({ portId }) => portId));
      const late = new Set(inside.filter(({ slot }) => slot > to).map(({ portId }) => portId));
      const before = await this.neighbours(
        tx,
        ports.filter((portId) => !early.has(portId)),
        'before',
        first,
      );
      const after = await this.neighbours(
        tx,
        ports.filter((portId) => !late.has(portId)),
        'after',
        last,
      );
      for (const sample of [...before, ...inside, ...after]) {
        const known = byPort.get(sample.portId);
        if (known === undefined) byPort.set(sample.portId, [sample]);
        else known.push(sample);
      }
    }
    for (const samples of byPort.values()) samples.sort((left, right) => left.takenAt - right.takenAt);
    return byPort;
  }

  /** The traffic of one port over [from, to) in slots, committed rows only, in order. */
  async traffic(portId: number, from: number, to: number): Promise<TrafficSample[]> {
    const hours = hoursBetween(from, to - 1);
    const rows = await this.database.read<Record<keyof TrafficSample, number | string | null>>(
      `SELECT slot, taken_at AS takenAt, dt_ms AS dtMs, in_bps AS inBps, out_bps AS outBps, in_octets AS inOctets,
         out_octets AS outOctets, in_errors AS inErrors, out_errors AS outErrors, in_discards AS inDiscards,
         out_discards AS outDiscards
       FROM sample_log WHERE ${among('hour', hours)} AND port_id = ? AND slot >= ? AND slot < ? ORDER BY taken_at`,
      [...hours, portId, from, to],
    );
    return rows.map((row) => ({
      slot: Number(row.slot),
      takenAt: Number(row.takenAt),
      dtMs: toNumber(row.dtMs),
      inBps: toNumber(row.inBps),
      outBps: toNumber(row.outBps),
      inOctets: toNumber(row.inOctets),
      outOctets: toNumber(row.outOctets),
      inErrors: toNumber(row.inErrors),
      outErrors: toNumber(row.outErrors),
      inDiscards: toNumber(row.inDiscards),
      outDiscards: toNumber(row.outDiscards),
    }));
  }

  /** Exact sums over the slots of one bucket, a row a port; the bucket may not reach over the full hour. */
  async sums(tx: Transaction, bucket: number, widthS: number): Promise<BucketRow[]> {
    const rows = await tx.query<Record<keyof BucketRow, number | string | null>>(
      `SELECT port_id AS portId, SUM(CASE WHEN status = 'OK' THEN 1 ELSE 0 END) AS n,
         SUM(CASE WHEN status = 'OK' THEN 0 ELSE 1 END) AS nullN,
         SUM(CASE WHEN admin_status = 1 AND oper_status = 1 THEN 1 ELSE 0 END) AS upN,
         COALESCE(SUM(CASE WHEN status = 'OK' THEN dt_ms ELSE 0 END), 0) AS coveredMs,
         COALESCE(SUM(in_octets), 0) AS inOctets, COALESCE(SUM(out_octets), 0) AS outOctets,
         MAX(in_bps) AS inMax, MIN(in_bps) AS inMin, MAX(out_bps) AS outMax, MIN(out_bps) AS outMin,
         COALESCE(SUM(in_errors), 0) AS inErrors, COALESCE(SUM(out_errors), 0) AS outErrors,
         COALESCE(SUM(in_discards), 0) AS inDiscards, COALESCE(SUM(out_discards), 0) AS outDiscards
       FROM sample_log WHERE hour = ? AND slot >= ? AND slot < ? GROUP BY port_id ORDER BY port_id`,
      [hourOf(bucket), bucket, bucket + widthS],
    );
    return rows.map((row) => toBucketRow({ ...row, bucket }));
  }

  /**
   * Removes readings that are older than they are kept, some at a time.
   *
   * @param now ms
   * @param waiting the oldest slot that is not rolled up yet, or null: from its hour on nothing is removed
   * @returns how many were removed; 0 when nothing is left to remove
   */
  async removeOld(now: number, waiting: number | null): Promise<number> {
    const oldestKept = Math.floor(now / 1_000) - RAW_RETENTION_S;
    const firstKept = hourOf(Math.min(oldestKept, waiting ?? oldestKept));
    const [oldest] = await this.database.read<{ hour: number | null }>('SELECT MIN(hour) AS hour FROM sample_log');
    if (oldest?.hour === null || oldest === undefined || oldest.hour >= firstKept) return 0;
    const hour = oldest.hour;
    return this.database.transaction((tx) =>
      // Neither dialect deletes with a limit in the same words; the primary key bounds it in both.
      tx.execute(
        `DELETE FROM sample_log WHERE hour = ? AND port_id <= (SELECT bound FROM (
           SELECT MAX(port_id) AS bound FROM (
             SELECT port_id FROM sample_log WHERE hour = ? ORDER BY port_id LIMIT ${String(ROWS_A_REMOVAL)}) AS some) AS last)`,
        [hour, hour],
      ),
    );
  }

  /** The last readings before a slot, or the first after it, as far as readings are kept. */
  private async neighbours(
    tx: Transaction,
    ports: readonly number[],
    where: 'before' | 'after',
    slot: number,
  ): Promise<StateSample[]> {
    if (ports.length === 0) return [];
    const [edge, beyond] = where === 'before' ? ['MAX(slot)', 'slot < ?'] : ['MIN(slot)', 'slot > ?'];
    const hours =
      where === 'before' ? hoursBetween(slot - RAW_RETENTION_S, slot) : hoursBetween(slot, slot + RAW_RETENTION_S);
    const edges = await tx.query<{ portId: number; slot: number | string }>(
      `SELECT port_id AS portId, ${edge} AS slot FROM sample_log
       WHERE ${among('hour', hours)} AND ${among('port_id', ports)} AND ${beyond} GROUP BY port_id`,
      [...hours, ...ports, slot],
    );
    return this.at(
      tx,
      edges.map((row) => ({ portId: row.portId, slot: Number(row.slot) })),
    );
  }

  private async states(tx: Transaction, condition: string, values: readonly SqlValue[]): Promise<StateSample[]> {
    const rows = await tx.query<Record<keyof StateSample, number | string | null>>(
      `SELECT port_id AS portId, slot, taken_at AS takenAt, admin_status AS adminStatus, oper_status AS operStatus,
         last_change_at AS lastChangeAt
       FROM sample_log WHERE ${condition}`,
      values,
    );
    return rows.map((row) => ({
      portId: Number(row.portId),
      slot: Number(row.slot),
      takenAt: Number(row.takenAt),
      adminStatus: toNumber(row.adminStatus),
      operStatus: toNumber(row.operStatus),
      lastChangeAt: toNumber(row.lastChangeAt),
    }));
  }
}

function toRow(reading: Reading): SqlValue[] {
  return [
    hourOf(reading.slot),
    reading.portId,
    reading.slot,
    reading.takenAt,
    reading.status,
    reading.dtMs,
    reading.inBps,
    reading.outBps,
    reading.inOctets,
    reading.outOctets,
    reading.inErrors,
    reading.outErrors,
    reading.inDiscards,
    reading.outDiscards,
    reading.inPackets,
    reading.outPackets,
    reading.adminStatus,
    reading.operStatus,
    reading.lastChangeAt,
  ];
}

function byKey(left: readonly SqlValue[], right: readonly SqlValue[]): number {
  for (let at = 0; at < KEYS.length; at += 1) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function hourOf(slot: number): number {
  return Math.floor(slot / HOUR_S);
}

function hoursBetween(from: number, to: number): number[] {
  const first = hourOf(Math.max(0, from));
  return Array.from({ length: hourOf(to) - first + 1 }, (_, index) => first + index);
}

function among(column: string, values: readonly unknown[]): string {
  return `${column} IN (${values.map(() => '?').join(',')})`;
}

function keyOf({ portId, slot }: { readonly portId: number; readonly slot: number }): string {
  return `${String(portId)} ${String(slot)}`;
}
