import { packRows, packSamples, type ReadingTable, unpackSamples } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import { blockOf, blocksOf } from '../port-pages/index.js';
import { toChunks } from './chunks.js';
import { among, hourOf } from './hours.js';
import type { BucketRow, PortSampleRow } from './sample-rows.js';
import { addSample } from './sample-sums.js';

/** A way to read: inside a transaction, or committed rows. */
export type Ask = <Row>(sql: string, values: readonly SqlValue[]) => Promise<Row[]>;

const KEYS = ['hour', 'block', 'first_slot', 'first_port'];
const COLUMNS = [...KEYS, 'last_slot', 'n', 'body'];
/** Samples that one row holds; no batch is larger. */
const SAMPLES_A_ROW = 1_000;
const MOST_SAMPLES = 10_000;
/** More blocks than numbers of ports make. */
const MOST_BLOCKS = 2 ** 27;
/** Rows that one statement of the retention removes, so that no writer waits long for it. */
const BLOCKS_A_REMOVAL = 20;

interface RawRow {
  readonly body: Uint8Array;
}

/** Where samples are looked for. Slots are [from, until); each list at least one. */
export interface LogPlace {
  readonly hours: readonly number[];
  readonly ports: readonly number[];
  readonly from: number;
  readonly until: number;
}

/** Some blocks of an hour as they lie in the log: each whole. */
export interface OpenBlocks {
  readonly first: number;
  readonly last: number;
  /** Rows that they are made of. */
  readonly rows: number;
  readonly samples: readonly PortSampleRow[];
}

/**
 * The log of the open hours: what a batch brought of one block of ports in one hour is one packed row. Its key ends
 * with the first slot and port that it holds, which no other row can begin with, since every (port, slot) is stored
 * once. Only SampleStore uses it, and sees to that.
 */
export const sampleLog = {
  /** Appends samples that are not there yet. */
  async insert(tx: Transaction, samples: readonly PortSampleRow[]): Promise<void> {
    const rows: SqlValue[][] = [];
    for (const own of byPlace(samples)) for (const some of toChunks(own, SAMPLES_A_ROW)) rows.push(toRow(some));
    await tx.insertMany('sample_chunk', COLUMNS, KEYS, rows);
  },

  /** Appends some rows of a table that are not there yet. */
  async insertRows(tx: Transaction, table: ReadingTable, wanted: readonly number[]): Promise<void> {
    const rows: SqlValue[][] = [];
    for (const own of placesIn(table, wanted))
      for (const some of toChunks(own, SAMPLES_A_ROW)) rows.push(toTableRow(table, some));
    await tx.insertMany('sample_chunk', COLUMNS, KEYS, rows);
  },

  async within(ask: Ask, { hours, ports, from, until }: LogPlace): Promise<PortSampleRow[]> {
    const blocks = blocksOf(ports);
    const rows = await ask<RawRow>(
      `SELECT body FROM sample_chunk
       WHERE ${among('hour', hours)} AND ${among('block', blocks)} AND first_slot < ? AND last_slot >= ?`,
      [...hours, ...blocks, until, from],
    );
    const wanted = new Set(ports);
    return opened(rows, (portId, slot) => slot >= from && slot < until && wanted.has(portId));
  },

  /** Samples at any of some slots of some ports; more than were asked for, since both lists count as they are. */
  async atSlots(
    ask: Ask,
    hours: readonly number[],
    ports: readonly number[],
    slots: readonly number[],
  ): Promise<PortSampleRow[]> {
    const [from, until] = [Math.min(...slots), Math.max(...slots) + 1];
    const [wantedPorts, wantedSlots] = [new Set(ports), new Set(slots)];
    const found = await sampleLog.within(ask, { hours, ports, from, until });
    return found.filter(({ portId, slot }) => wantedPorts.has(portId) && wantedSlots.has(slot));
  },

  /** The last sample before some slot, or the first after it, of those ports that have one in these hours. */
  async edges(
    ask: Ask,
    side: 'before' | 'after',
    slot: number,
    ports: readonly number[],
    hours: readonly number[],
  ): Promise<PortSampleRow[]> {
    const blocks = blocksOf(ports);
    const held = await ask<{ hour: number }>(
      `SELECT DISTINCT hour FROM sample_chunk WHERE ${among('hour', hours)} AND ${among('block', blocks)}
         AND ${side === 'before' ? 'first_slot < ?' : 'last_slot > ?'} ORDER BY hour ${side === 'before' ? 'DESC' : ''}`,
      [...hours, ...blocks, slot],
    );
    const nearest = new Map<number, PortSampleRow>();
    const [from, until] = side === 'before' ? [0, slot] : [slot + 1, Number.MAX_SAFE_INTEGER];
    for (const { hour } of held) {
      const missing = ports.filter((portId) => !nearest.has(portId));
      if (missing.length === 0) break;
      for (const sample of await sampleLog.within(ask, { hours: [hour], ports: missing, from, until })) {
        const known = nearest.get(sample.portId);
        const isNearer = known === undefined || Math.abs(sample.slot - slot) < Math.abs(known.slot - slot);
        if (isNearer) nearest.set(sample.portId, sample);
      }
    }
    return [...nearest.values()];
  },

  /** Exact sums over the slots [from, until) of one hour, by port of some blocks. */
  async sums(
    ask: Ask,
    hour: number,
    from: number,
    until: number,
    blocks: readonly number[],
  ): Promise<Map<number, BucketRow>> {
    const rows = await ask<RawRow>(
      `SELECT body FROM sample_chunk
       WHERE hour = ? AND ${among('block', blocks)} AND first_slot < ? AND last_slot >= ?`,
      [hour, ...blocks, until, from],
    );
    const sums = new Map<number, BucketRow>();
    for (const row of rows) {
      for (const sample of opened([row], (_, slot) => slot >= from && slot < until)) {
        sums.set(sample.portId, addSample(sums.get(sample.portId), sample.portId, sample, from));
      }
    }
    return sums;
  },

  /** The first blocks of an hour with at most `most` samples, but at least one block; undefined when none is left. */
  async first(ask: Ask, hour: number, most: number): Promise<OpenBlocks | undefined> {
    const held = await ask<{ block: number; n: number | string; chunks: number | string }>(
      `SELECT block, SUM(n) AS n, COUNT(*) AS chunks FROM sample_chunk WHERE hour = ? GROUP BY block
       ORDER BY block LIMIT ${String(most)}`,
      [hour],
    );
    const [first] = held;
    if (first === undefined) return undefined;
    let last = first;
    let rows = 0;
    let samples = 0;
    for (const block of held) {
      samples += Number(block.n);
      if (block !== first && samples > most) break;
      last = block;
      rows += Number(block.chunks);
    }
    const found = await ask<RawRow>('SELECT body FROM sample_chunk WHERE hour = ? AND block >= ? AND block <= ?', [
      hour,
      first.block,
      last.block,
    ]);
    if (found.length !== rows) throw new Error('the log grew while an hour was being sealed');
    return { first: first.block, last: last.block, rows, samples: opened(found) };
  },

  /** The oldest hour that has rows and comes after another one; null when there is none. */
  async nextHour(ask: Ask, after: number): Promise<number | null> {
    const [row] = await ask<{ hour: number | null }>('SELECT MIN(hour) AS hour FROM sample_chunk WHERE hour > ?', [
      after,
    ]);
    return row?.hour ?? null;
  },

  /** Removes some blocks (both ends included) of one hour. @returns how many rows */
  remove(tx: Transaction, hour: number, first: number, last: number): Promise<number> {
    return tx.execute('DELETE FROM sample_chunk WHERE hour = ? AND block >= ? AND block <= ?', [hour, first, last]);
  },

  /** Removes some rows of an hour. @returns how many; 0 when none is left */
  removeSome(tx: Transaction, hour: number): Promise<number> {
    // Neither dialect deletes with a limit in the same words; the primary key bounds it in both.
    return tx.execute(
      `DELETE FROM sample_chunk WHERE hour = ? AND block <= (SELECT bound FROM (
         SELECT MAX(block) AS bound FROM (SELECT DISTINCT block FROM sample_chunk WHERE hour = ? ORDER BY block
           LIMIT ${String(BLOCKS_A_REMOVAL)}) AS some) AS last)`,
      [hour, hour],
    );
  },
};

/** Samples by hour and block, each list in order of slot and port, which is also how they pack best. */
function byPlace(samples: readonly PortSampleRow[]): PortSampleRow[][] {
  const sorted = [...samples].sort(
    (one, other) =>
      hourOf(one.slot) - hourOf(other.slot) ||
      blockOf(one.portId) - blockOf(other.portId) ||
      one.slot - other.slot ||
      one.portId - other.portId,
  );
  const places: PortSampleRow[][] = [];
  let [hour, block] = [-1, -1];
  for (const sample of sorted) {
    const [ownHour, ownBlock] = [hourOf(sample.slot), blockOf(sample.portId)];
    if (ownHour !== hour || ownBlock !== block) places.push([]);
    [hour, block] = [ownHour, ownBlock];
    places.at(-1)?.push(sample);
  }
  return places;
}

/** Some rows of a table by hour and block, each list in order of slot and port. */
function placesIn({ portId, slot }: ReadingTable, rows: readonly number[]): number[][] {
  const places = new Map<number, number[]>();
  for (const row of rows) {
    const place = hourOf(slot[row] ?? 0) * MOST_BLOCKS + blockOf(portId[row] ?? 0);
    const own = places.get(place);
    if (own === undefined) places.set(place, [row]);
    else own.push(row);
  }
  const inOrder = (one: number, other: number): number =>
    (slot[one] ?? 0) - (slot[other] ?? 0) || (portId[one] ?? 0) - (portId[other] ?? 0);
  return [...places.values()].map((own) => own.sort(inOrder));
}

function toTableRow(table: ReadingTable, rows: readonly number[]): SqlValue[] {
  const first = rows[0] ?? 0;
  const [slot, portId] = [table.slot[first] ?? 0, table.portId[first] ?? 0];
  const last = table.slot[rows.at(-1) ?? first] ?? 0;
  return [hourOf(slot), blockOf(portId), slot, portId, last, rows.length, Buffer.from(packRows(table, rows).buffer)];
}

function toRow(samples: readonly PortSampleRow[]): SqlValue[] {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a row of the log without a sample');
  const place = [hourOf(first.slot), blockOf(first.portId), first.slot, first.portId];
  return [...place, last.slot, samples.length, Buffer.from(packSamples(samples).buffer)];
}

function opened(rows: readonly RawRow[], wanted?: (portId: number, slot: number) => boolean): PortSampleRow[] {
  const samples: PortSampleRow[] = [];
  for (const { body } of rows) samples.push(...unpackSamples(body, MOST_SAMPLES, wanted));
  return samples;
}
