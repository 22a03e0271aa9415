import type { SqlValue, Transaction } from '../../database/database.js';
import { blockOf, blocksOf, portsOfBlock } from '../port-pages/index.js';
import { groupBy } from './chunks.js';
import { among } from './hours.js';
import type { Ask } from './sample-log.js';
import type { PortSampleRow, StoredSample } from './sample-rows.js';
import { packBlock, unpackBlock } from './sealed-block.js';
import { openHour } from './sealed-hour.js';

const COLUMNS = ['hour', 'block', 'first_slot', 'last_slot', 'n', 'body'];
const KEYS = ['hour', 'block'];
/** Bodies that one query reads, so that none of them holds more than some megabytes. */
const BODIES_A_QUERY = 100;
/** Rows that one statement of the retention removes, so that no writer waits long for it. */
const BLOCKS_A_REMOVAL = 40;

interface BlockRow {
  readonly hour: number;
  readonly block: number;
  readonly body: Uint8Array;
}

/** A row of `sample_hour`: a port and hour, as earlier versions sealed them. */
interface SinglePortRow {
  readonly portId: number;
  readonly n: number;
  readonly firstSlot: number | string;
  readonly body: Uint8Array;
}

type PortSamples = readonly [portId: number, samples: readonly StoredSample[]];

/**
 * The past hours: a row a block of ports and hour, with all their readings in one body. Hours that earlier versions
 * sealed a row a port are read from where they lie until their time is over. Only SampleStore uses it.
 */
export const sealedHours = {
  /** The newest hour of which anything is sealed; null when nothing is. */
  newest(ask: Ask): Promise<number | null> {
    return extreme(ask, 'MAX');
  },

  oldest(ask: Ask): Promise<number | null> {
    return extreme(ask, 'MIN');
  },

  /** All readings of some ports in some hours. */
  async find(ask: Ask, hours: readonly number[], ports: readonly number[]): Promise<PortSampleRow[]> {
    const wanted = new Set(ports);
    const blocks = blocksOf(ports);
    const samples: PortSampleRow[] = [];
    const hoursAtOnce = Math.max(1, Math.floor(BODIES_A_QUERY / Math.max(1, blocks.length)));
    for (let start = 0; ports.length > 0 && start < hours.length; start += hoursAtOnce) {
      const some = hours.slice(start, start + hoursAtOnce);
      const rows = await ask<BlockRow>(
        `SELECT hour, block, body FROM sealed_block WHERE ${among('hour', some)} AND ${among('block', blocks)}`,
        [...some, ...blocks],
      );
      for (const { hour, body } of rows) {
        for (const found of unpackBlock(hour, body, (portId) => wanted.has(portId))) samples.push(...withPort(found));
      }
      const single = await singlePorts(ask, `${among('hour', some)} AND ${among('port_id', ports)}`, [
        ...some,
        ...ports,
      ]);
      for (const found of single) samples.push(...withPort(found));
    }
    return samples;
  },

  /** The readings of some blocks of an hour, each port at once. */
  async *byPort(ask: Ask, hour: number, blocks: readonly number[]): AsyncGenerator<PortSamples> {
    const held = await ask<{ block: number }>('SELECT block FROM sealed_block WHERE hour = ? ORDER BY block', [hour]);
    const asked = new Set(blocks);
    for (const { block } of held) {
      if (!asked.has(block)) continue;
      const [row] = await ask<BlockRow>('SELECT hour, block, body FROM sealed_block WHERE hour = ? AND block = ?', [
        hour,
        block,
      ]);
      if (row !== undefined) yield* unpackBlock(hour, row.body, () => true);
    }
    yield* await singlePorts(ask, 'hour = ?', [hour], (portId) => asked.has(blockOf(portId)));
  },

  /** The last reading before some slot, or the first after it, of those ports that have one in these hours. */
  async edges(
    ask: Ask,
    side: 'before' | 'after',
    slot: number,
    ports: readonly number[],
    hours: readonly number[],
  ): Promise<PortSampleRow[]> {
    const isBefore = side === 'before';
    const beyond = isBefore ? 'first_slot < ?' : 'last_slot > ?';
    const blocks = blocksOf(ports);
    const held = await ask<{ hour: number }>(
      `SELECT hour FROM sealed_block WHERE ${among('hour', hours)} AND ${among('block', blocks)} AND ${beyond}
       UNION SELECT hour FROM sample_hour WHERE ${among('hour', hours)} AND ${among('port_id', ports)} AND ${beyond}`,
      [...hours, ...blocks, slot, ...hours, ...ports, slot],
    );
    const order = held.map(({ hour }) => hour).sort((one, other) => (isBefore ? other - one : one - other));
    const nearest = new Map<number, PortSampleRow>();
    for (const hour of order) {
      const missing = ports.filter((portId) => !nearest.has(portId));
      if (missing.length === 0) break;
      for (const sample of await sealedHours.find(ask, [hour], missing)) {
        if (isBefore ? sample.slot >= slot : sample.slot <= slot) continue;
        const known = nearest.get(sample.portId);
        const isNearer = known === undefined || Math.abs(sample.slot - slot) < Math.abs(known.slot - slot);
        if (isNearer) nearest.set(sample.portId, sample);
      }
    }
    return [...nearest.values()];
  },

  /** Writes whole blocks of an hour; of each port all its readings, in order of their slots. */
  async save(tx: Transaction, hour: number, ports: ReadonlyMap<number, readonly StoredSample[]>): Promise<void> {
    const rows: SqlValue[][] = [];
    for (const [block, own] of groupBy([...ports], ([portId]) => blockOf(portId))) {
      const slots = own.flatMap(([, samples]) => [samples[0]?.slot ?? 0, samples.at(-1)?.slot ?? 0]);
      const n = own.reduce((sum, [, samples]) => sum + samples.length, 0);
      rows.push([hour, block, Math.min(...slots), Math.max(...slots), n, packBlock(hour, new Map(own))]);
      const [first, last] = portsOfBlock(block);
      await tx.execute('DELETE FROM sample_hour WHERE hour = ? AND port_id >= ? AND port_id <= ?', [hour, first, last]);
    }
    await tx.insertMany('sealed_block', COLUMNS, KEYS, rows, 'update');
  },

  /** Removes some rows of an hour. @returns how many; 0 when none is left */
  async removeSome(tx: Transaction, hour: number): Promise<number> {
    const some = `SELECT block FROM sealed_block WHERE hour = ? ORDER BY block LIMIT ${String(BLOCKS_A_REMOVAL)}`;
    const removed = await tx.execute(
      `DELETE FROM sealed_block WHERE hour = ? AND block <= (SELECT bound FROM (
         SELECT MAX(block) AS bound FROM (${some}) AS some) AS last)`,
      [hour, hour],
    );
    return removed + (await removeSinglePorts(tx, hour));
  },
};

async function extreme(ask: Ask, which: 'MAX' | 'MIN'): Promise<number | null> {
  const rows = await ask<{ hour: number | null }>(
    `SELECT ${which}(hour) AS hour FROM sealed_block UNION ALL SELECT ${which}(hour) FROM sample_hour`,
    [],
  );
  const hours = rows.map(({ hour }) => hour).filter((hour) => hour !== null);
  return hours.length === 0 ? null : which === 'MAX' ? Math.max(...hours) : Math.min(...hours);
}

async function singlePorts(
  ask: Ask,
  condition: string,
  values: readonly SqlValue[],
  isWanted: (portId: number) => boolean = () => true,
): Promise<PortSamples[]> {
  const rows = await ask<SinglePortRow>(
    `SELECT port_id AS portId, n, first_slot AS firstSlot, body FROM sample_hour WHERE ${condition}`,
    values,
  );
  return rows
    .filter(({ portId }) => isWanted(portId))
    .map(({ portId, n, firstSlot, body }) => [portId, openHour({ n, firstSlot: Number(firstSlot), body })]);
}

function removeSinglePorts(tx: Transaction, hour: number): Promise<number> {
  return tx.execute(
    `DELETE FROM sample_hour WHERE hour = ? AND port_id <= (SELECT bound FROM (
       SELECT MAX(port_id) AS bound FROM (
         SELECT port_id FROM sample_hour WHERE hour = ? ORDER BY port_id LIMIT 1000) AS some) AS last)`,
    [hour, hour],
  );
}

function withPort([portId, samples]: PortSamples): PortSampleRow[] {
  return samples.map((sample) => ({ portId, ...sample }));
}
