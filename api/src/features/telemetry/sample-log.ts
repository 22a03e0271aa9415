import type { SqlValue, Transaction } from '../../database/database.js';
import { among } from './hours.js';
import { type BucketRow, type PortSampleRow, toBucketRow, toNumber } from './sample-rows.js';

/** A way to read: inside a transaction, or committed rows. */
export type Ask = <Row>(sql: string, values: readonly SqlValue[]) => Promise<Row[]>;

const KEYS = ['hour', 'port_id', 'slot'];
const COLUMNS = {
  portId: 'port_id',
  slot: 'slot',
  takenAt: 'taken_at',
  status: 'status',
  dtMs: 'dt_ms',
  inBps: 'in_bps',
  outBps: 'out_bps',
  inOctets: 'in_octets',
  outOctets: 'out_octets',
  inErrors: 'in_errors',
  outErrors: 'out_errors',
  inDiscards: 'in_discards',
  outDiscards: 'out_discards',
  inPackets: 'in_packets',
  outPackets: 'out_packets',
  adminStatus: 'admin_status',
  operStatus: 'oper_status',
  lastChangeAt: 'last_change_at',
} as const satisfies Record<keyof PortSampleRow, string>;
const NAMES = Object.keys(COLUMNS) as (keyof PortSampleRow)[];
const SELECTED = NAMES.map((name) => `${COLUMNS[name]} AS ${name}`).join(', ');
/** Rows that one statement of the retention removes, so that no writer waits long for it. */
const ROWS_A_REMOVAL = 5_000;

type RawRow = Record<keyof PortSampleRow, number | string | null>;

/** Where rows are looked for. Slots are [from, until); each list at least one. */
export interface LogPlace {
  readonly hours: readonly number[];
  readonly ports: readonly number[];
  readonly from: number;
  readonly until: number;
}

/**
 * The log of the open hours: a row a reading. Its key begins with the hour, so that readings as polled are appended
 * and not scattered. Only SampleStore uses it.
 */
export const sampleLog = {
  /** @returns how many were new; a known (port, slot) stays as it is */
  insert(tx: Transaction, samples: readonly PortSampleRow[], hourOf: (slot: number) => number): Promise<number> {
    const rows = samples.map((sample) => [hourOf(sample.slot), ...NAMES.map((name) => sample[name])]).sort(byKey);
    return tx.insertMany('sample_log', ['hour', ...NAMES.map((name) => COLUMNS[name])], KEYS, rows, 'ignore');
  },

  async within(ask: Ask, { hours, ports, from, until }: LogPlace): Promise<PortSampleRow[]> {
    const rows = await ask<RawRow>(
      `SELECT ${SELECTED} FROM sample_log
       WHERE ${among('hour', hours)} AND ${among('port_id', ports)} AND slot >= ? AND slot < ?`,
      [...hours, ...ports, from, until],
    );
    return rows.map(toSample);
  },

  /** Rows at any of some slots of some ports; more than were asked for, since both lists count as they are. */
  async atSlots(
    ask: Ask,
    hours: readonly number[],
    ports: readonly number[],
    slots: readonly number[],
  ): Promise<PortSampleRow[]> {
    const rows = await ask<RawRow>(
      `SELECT ${SELECTED} FROM sample_log
       WHERE ${among('hour', hours)} AND ${among('port_id', ports)} AND ${among('slot', slots)}`,
      [...hours, ...ports, ...slots],
    );
    return rows.map(toSample);
  },

  /** The last slot before some slot, or the first after it, of those ports that have one in these hours. */
  async edges(
    ask: Ask,
    side: 'before' | 'after',
    slot: number,
    ports: readonly number[],
    hours: readonly number[],
  ): Promise<{ portId: number; slot: number }[]> {
    const [edge, beyond] = side === 'before' ? ['MAX(slot)', 'slot < ?'] : ['MIN(slot)', 'slot > ?'];
    const rows = await ask<{ portId: number; slot: number | string }>(
      `SELECT port_id AS portId, ${edge} AS slot FROM sample_log
       WHERE ${among('hour', hours)} AND ${among('port_id', ports)} AND ${beyond} GROUP BY port_id`,
      [...hours, ...ports, slot],
    );
    return rows.map((row) => ({ portId: row.portId, slot: Number(row.slot) }));
  },

  /** Exact sums over the slots [from, until) of one hour, a row a port. */
  async sums(ask: Ask, hour: number, from: number, until: number): Promise<BucketRow[]> {
    const rows = await ask<Record<keyof BucketRow, number | string | null>>(
      `SELECT port_id AS portId, SUM(CASE WHEN status = 'OK' THEN 1 ELSE 0 END) AS n,
         SUM(CASE WHEN status = 'OK' THEN 0 ELSE 1 END) AS nullN,
         SUM(CASE WHEN admin_status = 1 AND oper_status = 1 THEN 1 ELSE 0 END) AS upN,
         COALESCE(SUM(CASE WHEN status = 'OK' THEN dt_ms ELSE 0 END), 0) AS coveredMs,
         COALESCE(SUM(in_octets), 0) AS inOctets, COALESCE(SUM(out_octets), 0) AS outOctets,
         MAX(in_bps) AS inMax, MIN(in_bps) AS inMin, MAX(out_bps) AS outMax, MIN(out_bps) AS outMin,
         COALESCE(SUM(in_errors), 0) AS inErrors, COALESCE(SUM(out_errors), 0) AS outErrors,
         COALESCE(SUM(in_discards), 0) AS inDiscards, COALESCE(SUM(out_discards), 0) AS outDiscards
       FROM sample_log WHERE hour = ? AND slot >= ? AND slot < ? GROUP BY port_id ORDER BY port_id`,
      [hour, from, until],
    );
    return rows.map((row) => toBucketRow({ ...row, bucket: from }));
  },

  /** The first rows of an hour by port and slot. */
  async first(ask: Ask, hour: number, limit: number): Promise<PortSampleRow[]> {
    const rows = await ask<RawRow>(
      `SELECT ${SELECTED} FROM sample_log WHERE hour = ? ORDER BY port_id, slot LIMIT ${String(limit)}`,
      [hour],
    );
    return rows.map(toSample);
  },

  /** The oldest hour that has rows and comes after another one; null when there is none. */
  async nextHour(ask: Ask, after: number): Promise<number | null> {
    const [row] = await ask<{ hour: number | null }>('SELECT MIN(hour) AS hour FROM sample_log WHERE hour > ?', [
      after,
    ]);
    return row?.hour ?? null;
  },

  /** Removes the rows of some ports (both ends included) in one hour. @returns how many */
  remove(tx: Transaction, hour: number, firstPort: number, lastPort: number): Promise<number> {
    return tx.execute('DELETE FROM sample_log WHERE hour = ? AND port_id >= ? AND port_id <= ?', [
      hour,
      firstPort,
      lastPort,
    ]);
  },

  /** Removes some rows of an hour. @returns how many; 0 when none is left */
  removeSome(tx: Transaction, hour: number): Promise<number> {
    // Neither dialect deletes with a limit in the same words; the primary key bounds it in both.
    return tx.execute(
      `DELETE FROM sample_log WHERE hour = ? AND port_id <= (SELECT bound FROM (
         SELECT MAX(port_id) AS bound FROM (
           SELECT port_id FROM sample_log WHERE hour = ? ORDER BY port_id LIMIT ${String(ROWS_A_REMOVAL)}) AS some) AS last)`,
      [hour, hour],
    );
  },
};

function toSample(row: RawRow): PortSampleRow {
  return {
    portId: Number(row.portId),
    slot: Number(row.slot),
    takenAt: Number(row.takenAt),
    status: String(row.status),
    dtMs: toNumber(row.dtMs),
    inBps: toNumber(row.inBps),
    outBps: toNumber(row.outBps),
    inOctets: toNumber(row.inOctets),
    outOctets: toNumber(row.outOctets),
    inErrors: toNumber(row.inErrors),
    outErrors: toNumber(row.outErrors),
    inDiscards: toNumber(row.inDiscards),
    outDiscards: toNumber(row.outDiscards),
    inPackets: toNumber(row.inPackets),
    outPackets: toNumber(row.outPackets),
    adminStatus: toNumber(row.adminStatus),
    operStatus: toNumber(row.operStatus),
    lastChangeAt: toNumber(row.lastChangeAt),
  };
}

function byKey(left: readonly SqlValue[], right: readonly SqlValue[]): number {
  for (let at = 0; at < KEYS.length; at += 1) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return 0;
}
