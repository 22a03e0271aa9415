import {
  GAIN_FAULTS,
  lastChangeAt,
  RATE_STATUSES,
  type RateStatus,
  sampleInterval,
  SHEET,
  splitGain,
} from '@linewatch/shared';
import { CELL, CELLS, kindBits, widthBit } from './port-cells.js';
import type { PortMemory, RememberedPort } from './port-memory.js';
import type { ReadingSheet } from '../readings/reading-sheet.js';
import { type NoteTail, noteTail, putResume } from './resume-note.js';

/** What the readings of one poll have in common, and where they go. */
export interface PollRated {
  readonly sheet: ReadingSheet;
  /** The agent's numbers. */
  readonly cells: Float64Array;
  readonly memory: PortMemory;
  readonly intervalS: number;
  readonly engineBoots: number | null;
}

/** An interface as the agent gave it: where its numbers begin, and what it is called. */
export interface PortFacts {
  readonly at: number;
  readonly ifName: string;
  readonly ifAlias: string;
  readonly speedBps: number | null;
  /** Of its names. */
  readonly tail: NoteTail;
}

/** ifAdminStatus ends with testing(3), ifOperStatus with lowerLayerDown(7) (RFC 2863 section 6). */
const LAST_ADMIN_STATUS = 3;
const LAST_OPER_STATUS = 7;
const BITS_PER_OCTET = 8;
const MS_PER_SECOND = 1_000;
const NOT_COMPARABLE = -Infinity;
const LOWER_HALF = 2 ** 32;
/** Of the upper half 16 bits are told. */
const UPPER_KEPT = 2 ** 16;

/**
 * Adds the reading of one port: its states as the agent gave them, and rates by P-RATE against what is remembered. What
 * was read is remembered then.
 *
 * @param slot epoch seconds by which the reading is known
 */
export function addReading(poll: PollRated, facts: PortFacts, slot: number, port: RememberedPort): void {
  const { sheet, cells, memory, engineBoots } = poll;
  const { at } = facts;
  addRates(poll, facts, port);
  const then = memory.cells;
  const place = port.place * CELLS;
  for (let cell = 0; cell < CELLS; cell += 1) then[place + cell] = cells[at + cell] ?? NaN;
  port.slot = slot;
  port.hasBaseline = true;
  port.engineBoots = engineBoots;
  port.ifName = facts.ifName;
  port.ifAlias = facts.ifAlias;
  const takenAt = cells[at + CELL.takenAt] ?? 0;
  const sysUpTime = cells[at + CELL.sysUpTime] ?? NaN;
  const lastChange = cells[at + CELL.lastChange] ?? NaN;
  const { cells: into, capacity } = sheet;
  const to = sheet.rows;
  into[SHEET.portId * capacity + to] = port.portId;
  into[SHEET.slot * capacity + to] = slot;
  into[SHEET.takenAt * capacity + to] = takenAt;
  into[SHEET.adminStatus * capacity + to] = statusOf(cells[at + CELL.adminStatus], LAST_ADMIN_STATUS);
  into[SHEET.operStatus * capacity + to] = statusOf(cells[at + CELL.operStatus], LAST_OPER_STATUS);
  into[SHEET.lastChangeAt * capacity + to] = Number.isNaN(lastChange)
    ? NaN
    : (lastChangeAt(takenAt, sysUpTime, lastChange) ?? NaN);
  into[SHEET.ifIndex * capacity + to] = cells[at + CELL.ifIndex] ?? NaN;
  into[SHEET.speedBps * capacity + to] = facts.speedBps ?? NaN;
  into[SHEET.toTicks * capacity + to] = sysUpTime;
  into[SHEET.inCount * capacity + to] = countAt(cells, at, CELL.inOctets);
  into[SHEET.outCount * capacity + to] = countAt(cells, at, CELL.outOctets);
  putResume(sheet, cells, at, engineBoots, facts.tail);
}

/**
 * The reading of a port that the device does not have. It keeps its baseline, so that P-RATE decides what its return is
 * worth.
 */
export function addMissing({ sheet, memory }: PollRated, takenAt: number, slot: number, port: RememberedPort): void {
  port.slot = slot;
  const { place, engineBoots, ifName, ifAlias } = port;
  const { cells, capacity, rows } = sheet;
  for (let column = 0; column < SHEET.noteLength; column += 1) cells[column * capacity + rows] = NaN;
  cells[SHEET.portId * capacity + rows] = port.portId;
  cells[SHEET.slot * capacity + rows] = slot;
  cells[SHEET.takenAt * capacity + rows] = takenAt;
  cells[SHEET.status * capacity + rows] = RATE_STATUSES.indexOf('NO_SUCH_PORT');
  if (port.hasBaseline) putResume(sheet, memory.cells, place * CELLS, engineBoots, noteTail(ifName, ifAlias));
  else sheet.endRow(sheet.noteEnd, 0);
}

/** Both moments of a reading; one pair for all, since P-RATE keeps none. */
const moments = {
  previous: { takenAt: 0, sysUpTime: 0, engineBoots: null as number | null, discontinuity: 0, ifName: '', ifAlias: '' },
  current: { takenAt: 0, sysUpTime: 0, engineBoots: null as number | null, discontinuity: 0, ifName: '', ifAlias: '' },
};

function addRates(poll: PollRated, facts: PortFacts, port: RememberedPort): void {
  const { sheet, cells, memory } = poll;
  const { at, speedBps } = facts;
  if (!port.hasBaseline) {
    withoutRates(sheet, 'NO_BASELINE');
    return;
  }
  const then = memory.cells;
  const before = port.place * CELLS;
  const { previous, current } = moments;
  previous.takenAt = momentBefore(cells, at, then, before);
  previous.sysUpTime = then[before + CELL.sysUpTime] ?? 0;
  previous.engineBoots = port.engineBoots;
  previous.discontinuity = then[before + CELL.discontinuity] ?? 0;
  previous.ifName = port.ifName;
  previous.ifAlias = port.ifAlias;
  current.takenAt = cells[at + CELL.takenAt] ?? 0;
  current.sysUpTime = cells[at + CELL.sysUpTime] ?? 0;
  current.engineBoots = poll.engineBoots;
  current.discontinuity = cells[at + CELL.discontinuity] ?? 0;
  current.ifName = facts.ifName;
  current.ifAlias = facts.ifAlias;
  const interval = sampleInterval(previous, current, poll.intervalS);
  if (interval.status !== 'OK') {
    withoutRates(sheet, interval.status);
    return;
  }
  const { dtMs } = interval;
  const inOctets = gained(then, before, cells, at, CELL.inOctets, dtMs, speedBps, 'octets');
  const outOctets = gained(then, before, cells, at, CELL.outOctets, dtMs, speedBps, 'octets');
  if (inOctets < 0 || outOctets < 0) {
    withoutRates(sheet, faultOf(inOctets < 0 ? inOctets : outOctets));
    return;
  }
  const { cells: into, capacity, rows } = sheet;
  into[SHEET.status * capacity + rows] = OK;
  into[SHEET.dtMs * capacity + rows] = dtMs;
  into[SHEET.fromTicks * capacity + rows] = then[before + CELL.sysUpTime] ?? NaN;
  into[SHEET.inBps * capacity + rows] = Math.round((inOctets * BITS_PER_OCTET * MS_PER_SECOND) / dtMs);
  into[SHEET.outBps * capacity + rows] = Math.round((outOctets * BITS_PER_OCTET * MS_PER_SECOND) / dtMs);
  into[SHEET.inOctets * capacity + rows] = inOctets;
  into[SHEET.outOctets * capacity + rows] = outOctets;
  for (let place = 0; place < PACKET_COUNTERS.length; place += 1) {
    const gain = gained(then, before, cells, at, PACKET_COUNTERS[place] ?? 0, dtMs, speedBps, 'packets');
    into[(PACKET_COLUMNS[place] ?? 0) * capacity + rows] = gain < 0 ? NaN : gain;
  }
}

const OK = RATE_STATUSES.indexOf('OK');
const PACKET_COUNTERS = [
  ...[CELL.inErrors, CELL.outErrors, CELL.inDiscards, CELL.outDiscards, CELL.inPackets, CELL.outPackets],
];
const PACKET_COLUMNS = [
  ...[SHEET.inErrors, SHEET.outErrors, SHEET.inDiscards, SHEET.outDiscards, SHEET.inPackets, SHEET.outPackets],
];
const RATE_COLUMNS = [
  ...[SHEET.dtMs, SHEET.fromTicks, SHEET.inBps, SHEET.outBps, SHEET.inOctets, SHEET.outOctets],
  ...PACKET_COLUMNS,
];

function withoutRates(sheet: ReadingSheet, status: Exclude<RateStatus, 'OK'>): void {
  const { cells, capacity, rows } = sheet;
  cells[SHEET.status * capacity + rows] = RATE_STATUSES.indexOf(status);
  for (const column of RATE_COLUMNS) cells[column * capacity + rows] = NaN;
}

/**
 * The older moment, placed by the monotonic clock where one process read both: the wall clock may have been set in
 * between, and an interval must not change with it.
 */
function momentBefore(cells: Float64Array, at: number, then: Float64Array, before: number): number {
  const elapsedMs = Math.round((cells[at + CELL.monotonicAt] ?? NaN) - (then[before + CELL.monotonicAt] ?? NaN));
  if (Number.isNaN(elapsedMs)) return then[before + CELL.takenAt] ?? 0;
  return (cells[at + CELL.takenAt] ?? 0) - elapsedMs;
}

/** A counter that one of the readings lacks, that was read in another width or counted something else, has nothing to be compared with. */
function gained(
  then: Float64Array,
  before: number,
  cells: Float64Array,
  at: number,
  cell: number,
  dtMs: number,
  speedBps: number | null,
  unit: 'octets' | 'packets',
): number {
  const beforeHigh = then[before + cell] ?? NaN;
  const high = cells[at + cell] ?? NaN;
  if (Number.isNaN(beforeHigh) || Number.isNaN(high)) return NOT_COMPARABLE;
  const wide = cells[at + CELL.wide] ?? 0;
  if ((((then[before + CELL.wide] ?? 0) ^ wide) & kindBits(cell)) !== 0) return NOT_COMPARABLE;
  const beforeLow = then[before + cell + 1] ?? NaN;
  const low = cells[at + cell + 1] ?? NaN;
  const width = (wide & widthBit(cell)) === 0 ? 32 : 64;
  const gain = splitGain(beforeHigh, beforeLow, high, low, dtMs, width, speedBps, unit);
  // Where the speed is unknown P-RATE has no bound; nothing carries so much between two polls.
  return gain > Number.MAX_SAFE_INTEGER ? RATE_EXCEEDS_SPEED : gain;
}

const RATE_EXCEEDS_SPEED = -1 - GAIN_FAULTS.indexOf('RATE_EXCEEDS_SPEED');

function faultOf(gain: number): Exclude<RateStatus, 'OK'> {
  return GAIN_FAULTS[-1 - gain] ?? 'NO_BASELINE';
}

/** A counter of 64 bits by its lower 48, which last for six hours at 100 Gbit/s; NaN for a narrower one. */
function countAt(cells: Float64Array, at: number, cell: number): number {
  const high = cells[at + cell] ?? NaN;
  if (Number.isNaN(high) || ((cells[at + CELL.wide] ?? 0) & widthBit(cell)) === 0) return NaN;
  return (high % UPPER_KEPT) * LOWER_HALF + (cells[at + cell + 1] ?? 0);
}

/** A number that the MIB does not name says nothing about the port. */
function statusOf(value: number | undefined, last: number): number {
  return value !== undefined && value >= 1 && value <= last ? value : NaN;
}
