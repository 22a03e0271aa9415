import { GAIN_FAULTS, lastChangeAt, type RateStatus, type Reading, sampleInterval, splitGain } from '@linewatch/shared';
import { type CounterName, writeResume } from './baseline.js';
import { CELL, CELLS, kindBits, widthBit } from './port-cells.js';
import type { PortMemory, RememberedPort } from './port-memory.js';

/** What goes into a reading besides the agent's answer. */
export interface ReadingContext {
  readonly portId: number;
  /** Epoch seconds by which the reading is known. */
  readonly slot: number;
  readonly intervalS: number;
  readonly engineBoots: number | null;
}

/** An interface as the agent gave it: its numbers from `at` on, and what it is called. */
export interface CellRow {
  readonly cells: Float64Array;
  readonly at: number;
  readonly ifName: string;
  readonly ifAlias: string;
  readonly speedBps: number | null;
}

type Rates = Pick<Reading, 'status' | 'dtMs' | 'inBps' | 'outBps' | 'fromTicks' | CounterName>;

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
 * Makes the reading of one port: its states as the agent gave them, and rates by P-RATE against what is remembered. What
 * was read is remembered then.
 */
export function portReading(row: CellRow, context: ReadingContext, memory: PortMemory, port: RememberedPort): Reading {
  const { cells, at } = row;
  const rates = ratesOf(row, context, memory, port);
  const then = memory.cells;
  const place = port.place * CELLS;
  for (let cell = 0; cell < CELLS; cell += 1) then[place + cell] = cells[at + cell] ?? NaN;
  port.slot = context.slot;
  port.hasBaseline = true;
  port.engineBoots = context.engineBoots;
  port.ifName = row.ifName;
  port.ifAlias = row.ifAlias;
  const takenAt = cells[at + CELL.takenAt] ?? 0;
  const lastChange = cells[at + CELL.lastChange] ?? NaN;
  return {
    portId: context.portId,
    slot: context.slot,
    takenAt,
    status: rates.status,
    dtMs: rates.dtMs,
    inBps: rates.inBps,
    outBps: rates.outBps,
    inOctets: rates.inOctets,
    outOctets: rates.outOctets,
    inErrors: rates.inErrors,
    outErrors: rates.outErrors,
    inDiscards: rates.inDiscards,
    outDiscards: rates.outDiscards,
    inPackets: rates.inPackets,
    outPackets: rates.outPackets,
    adminStatus: statusOf(cells[at + CELL.adminStatus], LAST_ADMIN_STATUS),
    operStatus: statusOf(cells[at + CELL.operStatus], LAST_OPER_STATUS),
    lastChangeAt: Number.isNaN(lastChange) ? null : lastChangeAt(takenAt, cells[at + CELL.sysUpTime] ?? 0, lastChange),
    ifIndex: cells[at + CELL.ifIndex] ?? null,
    speedBps: row.speedBps,
    fromTicks: rates.fromTicks,
    toTicks: cells[at + CELL.sysUpTime] ?? null,
    inCount: countAt(cells, at, CELL.inOctets),
    outCount: countAt(cells, at, CELL.outOctets),
    resume: writeResume(cells, at, context.engineBoots, row.ifName, row.ifAlias),
  };
}

/**
 * The reading of a port that the device does not have. It keeps its baseline, so that P-RATE decides what its return is
 * worth.
 */
export function missingReading(
  takenAt: number,
  context: ReadingContext,
  memory: PortMemory,
  port: RememberedPort,
): Reading {
  port.slot = context.slot;
  const { place, engineBoots, ifName, ifAlias } = port;
  return {
    ...missing('NO_SUCH_PORT'),
    portId: context.portId,
    slot: context.slot,
    takenAt,
    adminStatus: null,
    operStatus: null,
    lastChangeAt: null,
    ifIndex: null,
    speedBps: null,
    toTicks: null,
    inCount: null,
    outCount: null,
    resume: port.hasBaseline ? writeResume(memory.cells, place * CELLS, engineBoots, ifName, ifAlias) : '',
  };
}

function ratesOf(row: CellRow, context: ReadingContext, memory: PortMemory, port: RememberedPort): Rates {
  if (!port.hasBaseline) return missing('NO_BASELINE');
  const { cells, at, speedBps } = row;
  const then = memory.cells;
  const before = port.place * CELLS;
  const takenAt = cells[at + CELL.takenAt] ?? 0;
  const interval = sampleInterval(
    {
      takenAt: momentBefore(cells, at, then, before),
      sysUpTime: then[before + CELL.sysUpTime] ?? 0,
      engineBoots: port.engineBoots,
      discontinuity: then[before + CELL.discontinuity] ?? 0,
      ifName: port.ifName,
      ifAlias: port.ifAlias,
    },
    {
      takenAt,
      sysUpTime: cells[at + CELL.sysUpTime] ?? 0,
      engineBoots: context.engineBoots,
      discontinuity: cells[at + CELL.discontinuity] ?? 0,
      ifName: row.ifName,
      ifAlias: row.ifAlias,
    },
    context.intervalS,
  );
  if (interval.status !== 'OK') return missing(interval.status);
  const { dtMs } = interval;
  const gain = (cell: number, unit: 'octets' | 'packets'): number =>
    gained(then, before, cells, at, cell, dtMs, speedBps, unit);
  const inOctets = gain(CELL.inOctets, 'octets');
  if (inOctets < 0) return missing(faultOf(inOctets));
  const outOctets = gain(CELL.outOctets, 'octets');
  if (outOctets < 0) return missing(faultOf(outOctets));
  return {
    status: 'OK',
    dtMs,
    fromTicks: then[before + CELL.sysUpTime] ?? null,
    inBps: Math.round((inOctets * BITS_PER_OCTET * MS_PER_SECOND) / dtMs),
    outBps: Math.round((outOctets * BITS_PER_OCTET * MS_PER_SECOND) / dtMs),
    inOctets,
    outOctets,
    inErrors: countOf(gain(CELL.inErrors, 'packets')),
    outErrors: countOf(gain(CELL.outErrors, 'packets')),
    inDiscards: countOf(gain(CELL.inDiscards, 'packets')),
    outDiscards: countOf(gain(CELL.outDiscards, 'packets')),
    inPackets: countOf(gain(CELL.inPackets, 'packets')),
    outPackets: countOf(gain(CELL.outPackets, 'packets')),
  };
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

function countOf(gain: number): number | null {
  return gain < 0 ? null : gain;
}

/** A counter of 64 bits by its lower 48, which last for six hours at 100 Gbit/s; null for a narrower one. */
function countAt(cells: Float64Array, at: number, cell: number): number | null {
  const high = cells[at + cell] ?? NaN;
  if (Number.isNaN(high) || ((cells[at + CELL.wide] ?? 0) & widthBit(cell)) === 0) return null;
  return (high % UPPER_KEPT) * LOWER_HALF + (cells[at + cell + 1] ?? 0);
}

/** A number that the MIB does not name says nothing about the port. */
function statusOf(value: number | undefined, last: number): number | null {
  return value !== undefined && value >= 1 && value <= last ? value : null;
}

function missing(status: Exclude<RateStatus, 'OK'>): Rates {
  return {
    status,
    dtMs: null,
    fromTicks: null,
    inBps: null,
    outBps: null,
    inOctets: null,
    outOctets: null,
    inErrors: null,
    outErrors: null,
    inDiscards: null,
    outDiscards: null,
    inPackets: null,
    outPackets: null,
  };
}
