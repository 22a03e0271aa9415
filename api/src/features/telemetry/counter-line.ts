import type { Reading } from '@linewatch/shared';
import type { Point } from '../port-pages/index.js';

/** What says from which point to which something was counted. */
export type Counted = Pick<
  Reading,
  'takenAt' | 'dtMs' | 'inOctets' | 'outOctets' | 'fromTicks' | 'toTicks' | 'inCount' | 'outCount'
>;

/** A point by how far it lies from another one; negative: before it. */
export interface Place {
  readonly ticks: number;
  readonly inOctets: number | null;
  readonly outOctets: number | null;
}

const ALL_TICKS = 2 ** 32;
const ALL_COUNTS = 2 ** 48;
const MS_PER_TICK = 10;
/**
 * By how much collectors may differ about when an agent started: clocks that are set, and an answer that is looked at
 * late. Agents that start twice within that time are told apart by their counters only.
 */
const CLOCKS_DIFFER_MS = 60_000;

/** Where a reading ends; null: its agent was not asked, or by a collector that does not tell. */
export function endOf({ toTicks, inCount, outCount }: Counted): Point | null {
  return toTicks === null ? null : { ticks: toTicks, inCount, outCount };
}

/** The answer that the deltas of a reading began from; null: it has none, or does not tell. */
export function startOf({ dtMs, fromTicks, inCount, outCount, inOctets, outOctets }: Counted): Point | null {
  if (dtMs === null || fromTicks === null) return null;
  const [before, beforeOut] = [countBefore(inCount, inOctets), countBefore(outCount, outOctets)];
  return { ticks: fromTicks, inCount: before, outCount: beforeOut };
}

export function isSamePoint(one: Point, other: Point): boolean {
  return one.ticks === other.ticks && one.inCount === other.inCount && one.outCount === other.outCount;
}

export function placeFrom(origin: Point, { ticks, inCount, outCount }: Point): Place {
  return {
    ticks: distance(origin.ticks, ticks, ALL_TICKS),
    inOctets: distanceOrNull(origin.inCount, inCount),
    outOctets: distanceOrNull(origin.outCount, outCount),
  };
}

export function pointAt(origin: Point, { ticks, inOctets, outOctets }: Place): Point {
  return {
    ticks: modulo(origin.ticks + ticks, ALL_TICKS),
    inCount: shifted(origin.inCount, inOctets),
    outCount: shifted(origin.outCount, outOctets),
  };
}

/** In the order of the agent's clock, and within a hundredth of a second in that of its counters. */
export function byPlace(one: Place, other: Place): number {
  return one.ticks - other.ticks || octetsOf(one) - octetsOf(other);
}

/**
 * Whether two readings are of one run of an agent, in which counters only grow: both say the same of when it started,
 * and whichever is later by its clock has counted no less.
 */
export function isOneRun(one: Counted, other: Counted): boolean {
  const [end, otherEnd] = [endOf(one), endOf(other)];
  if (end === null || otherEnd === null) return false;
  const { ticks, inOctets, outOctets } = placeFrom(end, otherEnd);
  if (Math.abs(other.takenAt - one.takenAt - ticks * MS_PER_TICK) > CLOCKS_DIFFER_MS) return false;
  const direction = Math.sign(ticks);
  return direction === 0 || (direction * (inOctets ?? 0) >= 0 && direction * (outOctets ?? 0) >= 0);
}

function octetsOf({ inOctets, outOctets }: Place): number {
  return (inOctets ?? 0) + (outOctets ?? 0);
}

/** The count that some octets earlier was read; null: one of both is not known. */
export function countBefore(count: number | null, octets: number | null): number | null {
  return count === null || octets === null ? null : modulo(count - octets, ALL_COUNTS);
}

function shifted(count: number | null, octets: number | null): number | null {
  return count === null || octets === null ? null : modulo(count + octets, ALL_COUNTS);
}

function distanceOrNull(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : distance(from, to, ALL_COUNTS);
}

/** The shorter way round. */
function distance(from: number, to: number, all: number): number {
  const ahead = modulo(to - from, all);
  return ahead < all / 2 ? ahead : ahead - all;
}

function modulo(value: number, all: number): number {
  return ((value % all) + all) % all;
}
