import type { Clock } from '../clock/clock.js';
import { IF_COLUMNS } from '../mibs/if-mib.js';
import { SYS_UP_TIME } from '../mibs/snmpv2-mib.js';
import type { CellLayout, CellRows, RowReader } from '../snmp/snmp-client.js';
import { ALL_PACKETS, CELL, CELLS } from './port-cells.js';
import { SteadyReader } from './steady-reader.js';
import type { RowRange } from './table-range.js';

/** The places of octets and packets are free in rows that hold nothing else. */
const PLACE = {
  inMulticast: CELL.inOctets,
  outMulticast: CELL.outOctets,
  inBroadcast: CELL.inPackets,
  outBroadcast: CELL.outPackets,
} as const;

const LAYOUT: CellLayout = {
  scalars: [SYS_UP_TIME],
  columns: [
    { oid: IF_COLUMNS.ifHCInMulticastPkts, kind: 'counter64', cell: PLACE.inMulticast },
    { oid: IF_COLUMNS.ifHCOutMulticastPkts, kind: 'counter64', cell: PLACE.outMulticast },
    { oid: IF_COLUMNS.ifHCInBroadcastPkts, kind: 'counter64', cell: PLACE.inBroadcast },
    { oid: IF_COLUMNS.ifHCOutBroadcastPkts, kind: 'counter64', cell: PLACE.outBroadcast },
  ],
  indexCell: CELL.ifIndex,
  cells: CELLS,
};
const HALF = 2 ** 32;

/**
 * Packets to groups and to all, in messages of their own: devices whose profile does not ask for them are read as if
 * there were none.
 */
export class GroupPackets {
  private readonly reader: SteadyReader;

  constructor(agent: RowReader, maxRepetitions: number, clock: Clock) {
    this.reader = new SteadyReader(agent, maxRepetitions, clock, 0);
  }

  /**
   * Adds them to the packets of rows that were just read, which are then those of all packets.
   *
   * @returns false when the agent's table is not plain, or has other rows by now; the rows are of no use then
   * @throws SnmpFault
   */
  async addTo(rows: CellRows, ranges: readonly RowRange[], signal: AbortSignal): Promise<boolean> {
    if ((await this.reader.read(LAYOUT, ranges, signal)) === null) return false;
    const groups = this.reader.rows;
    let from = 0;
    for (let at = 0; at < rows.count * CELLS; at += CELLS) {
      const ifIndex = rows.cells[at + CELL.ifIndex] ?? NaN;
      while (from < groups.count * CELLS && (groups.cells[from + CELL.ifIndex] ?? NaN) < ifIndex) from += CELLS;
      if (from >= groups.count * CELLS || groups.cells[from + CELL.ifIndex] !== ifIndex) return false;
      add(rows.cells, at + CELL.inPackets, groups.cells, from + PLACE.inMulticast);
      add(rows.cells, at + CELL.inPackets, groups.cells, from + PLACE.inBroadcast);
      add(rows.cells, at + CELL.outPackets, groups.cells, from + PLACE.outMulticast);
      add(rows.cells, at + CELL.outPackets, groups.cells, from + PLACE.outBroadcast);
      rows.cells[at + CELL.wide] = (rows.cells[at + CELL.wide] ?? 0) | ALL_PACKETS;
    }
    return true;
  }
}

/** Adds one 64-bit counter to another, modulo 2^64. */
function add(to: Float64Array, at: number, of: Float64Array, from: number): void {
  const low = (to[at + 1] ?? NaN) + (of[from + 1] ?? NaN);
  const high = (to[at] ?? NaN) + (of[from] ?? NaN) + Math.floor(low / HALF);
  to[at + 1] = low % HALF;
  to[at] = high % HALF;
}
