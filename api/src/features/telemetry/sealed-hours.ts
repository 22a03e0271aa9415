import type { Transaction } from '../../database/database.js';
import { among } from './hours.js';
import type { Ask } from './sample-log.js';
import type { PortSampleRow, StoredSample } from './sample-rows.js';
import { portsOfBlock } from './port-blocks.js';
import { openHour, sealHour } from './sealed-hour.js';

const COLUMNS = ['hour', 'port_id', 'n', 'first_slot', 'last_slot', 'body'];
const KEYS = ['hour', 'port_id'];
/** Bodies that one query reads, so that none of them holds more than some megabytes. */
const HOURS_A_QUERY = 400;
const INT32_MAX = 2_147_483_647;
/** Rows that one statement of the retention removes, so that no writer waits long for it. */
const ROWS_A_REMOVAL = 1_000;

interface RawRow {
  readonly portId: number;
  readonly n: number;
  readonly firstSlot: number | string;
  readonly body: Uint8Array;
}

/** The past hours: a row a port and hour, with all its readings in one body. Only SampleStore uses it. */
export const sealedHours = {
  /** The newest hour of which anything is sealed; null when nothing is. */
  async newest(ask: Ask): Promise<number | null> {
    const [row] = await ask<{ hour: number | null }>('SELECT MAX(hour) AS hour FROM sample_hour', []);
    return row?.hour ?? null;
  },

  /** All readings of some ports in some hours. */
  async find(ask: Ask, hours: readonly number[], ports: readonly number[]): Promise<PortSampleRow[]> {
    const samples: PortSampleRow[] = [];
    const hoursAtOnce = Math.max(1, Math.floor(HOURS_A_QUERY / ports.length));
    for (let start = 0; ports.length > 0 && start < hours.length; start += hoursAtOnce) {
      const some = hours.slice(start, start + hoursAtOnce);
      const rows = await ask<RawRow>(
        `SELECT port_id AS portId, n, first_slot AS firstSlot, body FROM sample_hour
         WHERE ${among('hour', some)} AND ${among('port_id', ports)}`,
        [...some, ...ports],
      );
      for (const row of rows) samples.push(...opened(row));
    }
    return samples;
  },

  /** The readings of an hour, some ports at a time. @param blocks of ports; null: all */
  async *byPort(
    ask: Ask,
    hour: number,
    blocks: readonly number[] | null,
  ): AsyncGenerator<readonly [portId: number, samples: readonly StoredSample[]]> {
    const ranges = blocks?.map(portsOfBlock) ?? [[0, INT32_MAX] as const];
    for (const [first, last] of ranges) yield* sealedHours.ofPorts(ask, hour, first, last);
  },

  /** The readings of the ports from one number to another (both included) in an hour, in order of the ports. */
  async *ofPorts(
    ask: Ask,
    hour: number,
    first: number,
    lastPort: number,
  ): AsyncGenerator<readonly [portId: number, samples: readonly StoredSample[]]> {
    for (let after = first - 1; ;) {
      const rows = await ask<RawRow>(
        `SELECT port_id AS portId, n, first_slot AS firstSlot, body FROM sample_hour
         WHERE hour = ? AND port_id > ? AND port_id <= ? ORDER BY port_id LIMIT ${String(HOURS_A_QUERY)}`,
        [hour, after, lastPort],
      );
      for (const row of rows) yield [row.portId, opened(row)];
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.portId;
    }
  },

  /** The hour with the last slot before some slot, or with the first after it, of those ports that have one there. */
  async edges(
    ask: Ask,
    side: 'before' | 'after',
    slot: number,
    ports: readonly number[],
    hours: readonly number[],
  ): Promise<{ portId: number; hour: number }[]> {
    const [edge, beyond] = side === 'before' ? ['MAX(hour)', 'first_slot < ?'] : ['MIN(hour)', 'last_slot > ?'];
    return ask<{ portId: number; hour: number }>(
      `SELECT port_id AS portId, ${edge} AS hour FROM sample_hour
       WHERE ${among('hour', hours)} AND ${among('port_id', ports)} AND ${beyond} GROUP BY port_id`,
      [...hours, ...ports, slot],
    );
  },

  /** Writes the hour of some ports; of each all its readings, in order of their slots. */
  async save(tx: Transaction, hour: number, ports: ReadonlyMap<number, readonly StoredSample[]>): Promise<void> {
    const rows = [...ports].map(([portId, samples]) => {
      const { n, firstSlot, body } = sealHour(samples);
      return [hour, portId, n, firstSlot, samples.at(-1)?.slot ?? firstSlot, body];
    });
    await tx.insertMany('sample_hour', COLUMNS, KEYS, rows, 'update');
  },

  async oldest(ask: Ask): Promise<number | null> {
    const [row] = await ask<{ hour: number | null }>('SELECT MIN(hour) AS hour FROM sample_hour', []);
    return row?.hour ?? null;
  },

  /** Removes some rows of an hour. @returns how many; 0 when none is left */
  removeSome(tx: Transaction, hour: number): Promise<number> {
    return tx.execute(
      `DELETE FROM sample_hour WHERE hour = ? AND port_id <= (SELECT bound FROM (
         SELECT MAX(port_id) AS bound FROM (
           SELECT port_id FROM sample_hour WHERE hour = ? ORDER BY port_id LIMIT ${String(ROWS_A_REMOVAL)}) AS some) AS last)`,
      [hour, hour],
    );
  },
};

function opened({ portId, n, firstSlot, body }: RawRow): PortSampleRow[] {
  return openHour({ n, firstSlot: Number(firstSlot), body }).map((sample) => ({ portId, ...sample }));
}
