import type { Counter, InterfaceRow } from '../mibs/if-mib.js';

/**
 * One interface as numbers in a row, so that a poll of many ports makes no object a value. A counter takes two: its upper
 * and its lower 32 bits. NaN: the agent has no such object.
 */
export const CELL = {
  ifIndex: 0,
  adminStatus: 1,
  operStatus: 2,
  lastChange: 3,
  discontinuity: 4,
  /** ms since the epoch, ms of the monotonic clock, and sysUpTime of the same message. */
  takenAt: 5,
  monotonicAt: 6,
  sysUpTime: 7,
  inOctets: 8,
  outOctets: 10,
  inPackets: 12,
  outPackets: 14,
  inErrors: 16,
  outErrors: 18,
  inDiscards: 20,
  outDiscards: 22,
  /** Which counters have 64 bits: the first is bit 0. `ALL_PACKETS` besides. */
  wide: 24,
  /** ifHighSpeed as the agent says it, 10^6 bit/s: a change of it is seen at once. */
  highSpeed: 25,
} as const;
export const CELLS = 26;

/** The counters in the order of their cells. */
export const COUNTER_CELLS = [
  CELL.inOctets,
  CELL.outOctets,
  CELL.inPackets,
  CELL.outPackets,
  CELL.inErrors,
  CELL.outErrors,
  CELL.inDiscards,
  CELL.outDiscards,
] as const;
/** Octets and packets are 64 bits wide where the agent has such counters, the others are never. */
export const USUALLY_WIDE = 0b1111;
/** In `wide`: packets to groups and to all are counted with those to one. */
export const ALL_PACKETS = 1 << COUNTER_CELLS.length;
const LOW_HALF = 0xffff_ffffn;

/** The place in `wide` of a counter's cell. */
export function widthBit(cell: number): number {
  return 1 << ((cell - CELL.inOctets) / 2);
}

/** What has to be the same of two readings for a counter's values to be compared: its width, and what it counts. */
export function kindBits(cell: number): number {
  return cell === CELL.inPackets || cell === CELL.outPackets ? widthBit(cell) | ALL_PACKETS : widthBit(cell);
}

/** Writes a decoded row into the cells from `at` on. */
export function fillCells(
  cells: Float64Array,
  at: number,
  row: InterfaceRow,
  time: { readonly takenAt: number; readonly monotonicAt: number | null; readonly sysUpTime: number },
): void {
  cells[at + CELL.ifIndex] = row.ifIndex;
  cells[at + CELL.adminStatus] = row.adminStatus ?? NaN;
  cells[at + CELL.operStatus] = row.operStatus ?? NaN;
  cells[at + CELL.lastChange] = row.lastChange ?? NaN;
  cells[at + CELL.discontinuity] = row.discontinuity;
  cells[at + CELL.takenAt] = time.takenAt;
  cells[at + CELL.monotonicAt] = time.monotonicAt ?? NaN;
  cells[at + CELL.sysUpTime] = time.sysUpTime;
  fillCounters(
    cells,
    at,
    [
      ...[row.inOctets, row.outOctets, row.inPackets, row.outPackets],
      ...[row.inErrors, row.outErrors, row.inDiscards, row.outDiscards],
    ],
    row.countsAllPackets,
  );
}

/** @param counters in the order of `COUNTER_CELLS` */
export function fillCounters(
  cells: Float64Array,
  at: number,
  counters: readonly (Counter | null)[],
  countsAllPackets: boolean,
): void {
  let wide = countsAllPackets ? ALL_PACKETS : 0;
  for (const [place, counter] of counters.entries()) {
    const cell = at + CELL.inOctets + 2 * place;
    cells[cell] = counter === null ? NaN : Number(counter.value >> 32n);
    cells[cell + 1] = counter === null ? NaN : Number(counter.value & LOW_HALF);
    if (counter?.width === 64) wide |= 1 << place;
  }
  cells[at + CELL.wide] = wide;
}
