import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { blockOf, portsOfBlock } from '../port-pages/index.js';
import { BUCKET_S, type RollupLevel } from './buckets.js';
import { toChunks } from './chunks.js';
import { among } from './hours.js';
import { type BucketRow, toBucketRow, toNumber } from './sample-rows.js';

/** A bucket whose readings changed since it was last rolled up. */
export interface DirtyBucket {
  readonly level: RollupLevel;
  /** Epoch seconds. */
  readonly bucket: number;
  /** Grows with each change, so that a change during the roll-up is not forgotten; of no two marks the same. */
  readonly version: number;
}

/** How a bucket is marked. */
export interface DirtyMark {
  readonly version: number;
  /** Blocks of the ports whose readings changed; null: any. */
  readonly blocks: readonly number[] | null;
}

const TABLES = { '5m': 'rollup_5m', '1h': 'rollup_1h', '1d': 'rollup_1d' } as const satisfies Record<
  RollupLevel,
  string
>;
const KEYS = ['port_id', 'bucket'];
const COLUMNS = [
  ...KEYS,
  'n',
  'null_n',
  'up_n',
  'covered_ms',
  'in_octets',
  'out_octets',
  'in_max',
  'in_min',
  'out_max',
  'out_min',
  'in_errors',
  'out_errors',
  'in_discards',
  'out_discards',
];
const SELECTED = `port_id AS portId, bucket, n, null_n AS nullN, up_n AS upN, covered_ms AS coveredMs,
  in_octets AS inOctets, out_octets AS outOctets, in_max AS inMax, in_min AS inMin, out_max AS outMax,
  out_min AS outMin, in_errors AS inErrors, out_errors AS outErrors, in_discards AS inDiscards,
  out_discards AS outDiscards`;
const SUMMED = `port_id AS portId, SUM(n) AS n, SUM(null_n) AS nullN, SUM(up_n) AS upN, SUM(covered_ms) AS coveredMs,
  SUM(in_octets) AS inOctets, SUM(out_octets) AS outOctets, MAX(in_max) AS inMax, MIN(in_min) AS inMin,
  MAX(out_max) AS outMax, MIN(out_min) AS outMin, SUM(in_errors) AS inErrors, SUM(out_errors) AS outErrors,
  SUM(in_discards) AS inDiscards, SUM(out_discards) AS outDiscards`;
const PORTS_A_QUERY = 500;
const FURTHEST_FIRST_VERSION = 2 ** 47;
const DIRTY_KEYS = ['level', 'bucket'];
const DIRTY_COLUMNS = [...DIRTY_KEYS, 'version', 'blocks'];
/** Beyond so many blocks a bucket is made anew of all: one pass is then cheaper than many looks. */
const MOST_BLOCKS = 100;
/** Buckets that one statement of the retention removes, so that no writer waits long for it. */
const BUCKETS_A_REMOVAL = 5_000;

/** The roll-ups and the marks of what has to be rolled up again. */
@Injectable()
export class RollupRepository {
  constructor(private readonly database: Database) {}

  /** Says that the readings of some buckets changed, of any port. */
  async markDirty(tx: Transaction, level: RollupLevel, buckets: readonly number[]): Promise<void> {
    const wanted = [...new Set(buckets)].sort((one, other) => one - other);
    for (const chunk of toChunks(wanted, PORTS_A_QUERY)) {
      const rows = chunk.map((bucket) => [level, bucket, firstVersion(), null]);
      await tx.insertMany('rollup_dirty', DIRTY_COLUMNS, DIRTY_KEYS, rows, 'ignore');
      await tx.execute(
        `UPDATE rollup_dirty SET version = version + 1, blocks = NULL WHERE level = ? AND ${among('bucket', chunk)}`,
        [level, ...chunk],
      );
    }
  }

  /** Says that the readings of one bucket changed, of some blocks of ports only. */
  async markBlocks(tx: Transaction, level: RollupLevel, bucket: number, blocks: readonly number[]): Promise<void> {
    const text = textOf(blocks);
    const row = [level, bucket, firstVersion(), text];
    const isNew = await tx.insertMany('rollup_dirty', DIRTY_COLUMNS, DIRTY_KEYS, [row], 'ignore');
    if (isNew === 1) return;
    const known = await this.markOf(tx, level, bucket);
    const all = known?.blocks === null || text === null ? null : textOf([...(known?.blocks ?? []), ...blocks]);
    await tx.execute('UPDATE rollup_dirty SET version = version + 1, blocks = ? WHERE level = ? AND bucket = ?', [
      all,
      level,
      bucket,
    ]);
  }

  /** Marked buckets of a level that end by `until` (epoch seconds), newest first: that is where people look. */
  async dirty(level: RollupLevel, until: number, limit: number): Promise<DirtyBucket[]> {
    const rows = await this.database.read<{ bucket: number | string; version: number | string }>(
      `SELECT bucket, version FROM rollup_dirty WHERE level = ? AND bucket <= ? ORDER BY bucket DESC LIMIT ${String(limit)}`,
      [level, until - BUCKET_S[level]],
    );
    return rows.map((row) => ({ level, bucket: Number(row.bucket), version: Number(row.version) }));
  }

  /** The oldest marked bucket of a level that begins at or after `from`; null when none is. */
  async oldestDirty(level: RollupLevel, from: number): Promise<number | null> {
    const [row] = await this.database.read<{ bucket: number | string | null }>(
      'SELECT MIN(bucket) AS bucket FROM rollup_dirty WHERE level = ? AND bucket >= ?',
      [level, from],
    );
    return row === undefined || row.bucket === null ? null : Number(row.bucket);
  }

  /**
   * What a bucket is marked with now; null when it is not marked. The mark is held until the transaction ends: two
   * roll-ups of one bucket, or a roll-up and a batch that marks it, come one after the other. (SQLite has one writer
   * at a time anyway.)
   */
  async markOf(tx: Transaction, level: RollupLevel, bucket: number): Promise<DirtyMark | null> {
    const [row] = await tx.query<{ version: number | string; blocks: string | null }>(
      `SELECT version, blocks FROM rollup_dirty WHERE level = ? AND bucket = ?${tx.dialect === 'mysql' ? ' FOR UPDATE' : ''}`,
      [level, bucket],
    );
    if (row === undefined) return null;
    return { version: Number(row.version), blocks: row.blocks === null ? null : row.blocks.split(',').map(Number) };
  }

  /** Takes the mark off, unless something changed since it was read. */
  async clear(tx: Transaction, { level, bucket, version }: DirtyBucket): Promise<void> {
    await tx.execute('DELETE FROM rollup_dirty WHERE level = ? AND bucket = ? AND version = ?', [
      level,
      bucket,
      version,
    ]);
  }

  async save(tx: Transaction, level: RollupLevel, rows: readonly BucketRow[]): Promise<void> {
    await tx.insertMany(TABLES[level], COLUMNS, KEYS, rows.map(toValues), 'update');
  }

  /**
   * Sums of a finer level over [bucket, until), a row a port. Read port by port of those that have anything there,
   * because the keys of the roll-ups begin with the port.
   */
  async sums(
    tx: Transaction,
    from: RollupLevel,
    portIds: readonly number[],
    bucket: number,
    until: number,
  ): Promise<BucketRow[]> {
    const rows: BucketRow[] = [];
    for (const ids of toChunks(portIds, PORTS_A_QUERY)) {
      const found = await tx.query<Record<keyof BucketRow, number | string | null>>(
        `SELECT ${SUMMED} FROM ${TABLES[from]}
         WHERE port_id IN (${ids.map(() => '?').join(',')}) AND bucket >= ? AND bucket < ? GROUP BY port_id`,
        [...ids, bucket, until],
      );
      rows.push(...found.map((row) => toBucketRow({ ...row, bucket })));
    }
    return rows;
  }

  /** The ports of some blocks that the house polls. */
  async portIds(tx: Transaction, blocks: readonly number[]): Promise<number[]> {
    if (blocks.length === 0) return [];
    const [first] = portsOfBlock(Math.min(...blocks));
    const [, last] = portsOfBlock(Math.max(...blocks));
    const rows = await tx.query<{ id: number }>('SELECT id FROM port WHERE id BETWEEN ? AND ? ORDER BY id', [
      first,
      last,
    ]);
    const asked = new Set(blocks);
    return rows.map(({ id }) => id).filter((id) => asked.has(blockOf(id)));
  }

  /** Every block that a port of the house may lie in, in order. */
  async allBlocks(tx: Transaction): Promise<number[]> {
    const [row] = await tx.query<{ last: number | null }>('SELECT MAX(id) AS last FROM port');
    return Array.from({ length: blockOf(row?.last ?? 0) + 1 }, (_, block) => block);
  }

  /** The buckets of one port that begin in [from, to), in order; committed rows only. */
  async ofPort(level: RollupLevel, portId: number, from: number, to: number): Promise<BucketRow[]> {
    const rows = await this.database.read<Record<keyof BucketRow, number | string | null>>(
      `SELECT ${SELECTED} FROM ${TABLES[level]} WHERE port_id = ? AND bucket >= ? AND bucket < ? ORDER BY bucket`,
      [portId, from, to],
    );
    return rows.map(toBucketRow);
  }

  /** The buckets of some ports that begin in [from, to), each port's in order; committed rows only. */
  async ofPorts(level: RollupLevel, portIds: readonly number[], from: number, to: number): Promise<BucketRow[]> {
    if (portIds.length === 0) return [];
    const rows = await this.database.read<Record<keyof BucketRow, number | string | null>>(
      `SELECT ${SELECTED} FROM ${TABLES[level]}
       WHERE port_id IN (${portIds.map(() => '?').join(',')}) AND bucket >= ? AND bucket < ? ORDER BY port_id, bucket`,
      [...portIds, from, to],
    );
    return rows.map(toBucketRow);
  }

  /** The first bucket that is kept of each of some ports, in their order; undefined where none is. */
  async heardSince(level: RollupLevel, portIds: readonly number[]): Promise<(number | undefined)[]> {
    // The first key of a port is found at once; a grouping would read them all.
    const first = (index: number): string =>
      `(SELECT MIN(bucket) FROM ${TABLES[level]} WHERE port_id = ?) AS since${String(index)}`;
    const [row] = await this.database.read<Record<string, number | string | null>>(
      `SELECT ${portIds.map((_, index) => first(index)).join(', ')}`,
      portIds,
    );
    return portIds.map((_, index) => toNumber(row?.[`since${String(index)}`] ?? null) ?? undefined);
  }

  /**
   * Removes the buckets of a level that begin before `oldestKept` (epoch seconds), some at a time: of many ports at
   * once where each has a few, of one port where it has more, because the keys begin with the port.
   */
  async removeOld(level: RollupLevel, oldestKept: number, signal: AbortSignal): Promise<void> {
    const all = await this.database.read<{ id: number }>('SELECT id FROM port ORDER BY id');
    const ports = all.map(({ id }) => id);
    for (const ids of toChunks(ports, PORTS_A_QUERY)) {
      if (signal.aborted) return;
      const among = ids.map(() => '?').join(',');
      const old = await this.database.read<{ portId: number; n: number | string; oldest: number | string }>(
        `SELECT port_id AS portId, COUNT(*) AS n, MIN(bucket) AS oldest FROM ${TABLES[level]}
         WHERE port_id IN (${among}) AND bucket < ? GROUP BY port_id`,
        [...ids, oldestKept],
      );
      const few = old.reduce((sum, { n }) => sum + Number(n), 0) <= BUCKETS_A_REMOVAL;
      if (few && old.length > 0) await this.remove(level, ids, oldestKept);
      for (const { portId, oldest } of few ? [] : old) {
        await this.removeOfPort(level, portId, Number(oldest), oldestKept, signal);
      }
    }
  }

  private async removeOfPort(
    level: RollupLevel,
    portId: number,
    oldest: number,
    oldestKept: number,
    signal: AbortSignal,
  ): Promise<void> {
    const step = BUCKETS_A_REMOVAL * BUCKET_S[level];
    for (let from = oldest; from < oldestKept && !signal.aborted; from += step) {
      await this.remove(level, [portId], Math.min(from + step, oldestKept));
    }
  }

  private remove(level: RollupLevel, ports: readonly number[], before: number): Promise<number> {
    return this.database.transaction((tx) =>
      tx.execute(`DELETE FROM ${TABLES[level]} WHERE port_id IN (${ports.map(() => '?').join(',')}) AND bucket < ?`, [
        ...ports,
        before,
      ]),
    );
  }
}

/** A mark that is set again must not look like the one that was taken off: somebody may still take that one off. */
function firstVersion(): number {
  return randomInt(FURTHEST_FIRST_VERSION);
}

/** @returns null for so many blocks that it is all of them */
function textOf(blocks: readonly number[]): string | null {
  const all = [...new Set(blocks)].sort((one, other) => one - other);
  return all.length > MOST_BLOCKS ? null : all.join(',');
}

function toValues(row: BucketRow): SqlValue[] {
  return [
    row.portId,
    row.bucket,
    row.n,
    row.nullN,
    row.upN,
    row.coveredMs,
    row.inOctets,
    row.outOctets,
    row.inMax,
    row.inMin,
    row.outMax,
    row.outMin,
    row.inErrors,
    row.outErrors,
    row.inDiscards,
    row.outDiscards,
  ];
}
