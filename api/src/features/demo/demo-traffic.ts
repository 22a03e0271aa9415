import { type DemoCircuit, type DemoEnd, demoTraffic } from '@linewatch/shared/demo';
import type { Disturbance } from './demo-states.js';

const MS = 1_000;
const BITS_PER_OCTET = 8;

/** Sums and extremes of one port over one bucket, in the roll-ups' terms. `bucket` is in epoch seconds. */
export interface TrafficSum {
  bucket: number;
  n: number;
  upN: number;
  coveredMs: number;
  inOctets: number;
  outOctets: number;
  inMax: number;
  inMin: number;
  outMax: number;
  outMin: number;
}

/** One reading of the past. */
export interface PastReading {
  /** Epoch seconds. */
  readonly slot: number;
  readonly isUp: boolean;
  readonly inBps: number;
  readonly outBps: number;
  readonly inOctets: number;
  readonly outOctets: number;
}

/** What an end's port would have read in the past: nothing while nobody could look, no traffic while the line was cut. */
export class PastTraffic {
  constructor(
    private readonly circuit: DemoCircuit,
    private readonly end: Pick<DemoEnd, 'side'>,
    /** Of this end's own port. */
    private readonly own: readonly Disturbance[],
    /** Of any end that the traffic has to pass; the line carries nothing meanwhile. */
    private readonly onTheWay: readonly Disturbance[],
  ) {}

  /** The reading at `slot` over the `stepS` seconds before it, or undefined while nobody could look. */
  reading(slot: number, stepS: number): PastReading | undefined {
    const middle = (slot - stepS / 2) * MS;
    const own = kindAt(this.own, middle);
    if (own === 'NO_DATA') return undefined;
    const isUp = own === undefined;
    const cut = kindAt(this.onTheWay, middle);
    if (!isUp || cut === 'OUTAGE' || cut === 'WORK') {
      return { slot, isUp, inBps: 0, outBps: 0, inOctets: 0, outOctets: 0 };
    }
    const { inBps, outBps } = demoTraffic(this.circuit, this.end.side, middle);
    return { slot, isUp, inBps, outBps, inOctets: octets(inBps, stepS), outOctets: octets(outBps, stepS) };
  }

  /** The sum of all readings with a slot in [bucket, bucket + widthS), or undefined when there is none. */
  sum(bucket: number, widthS: number, stepS: number): TrafficSum | undefined {
    let sum: TrafficSum | undefined;
    for (let slot = firstSlot(bucket, stepS); slot < bucket + widthS; slot += stepS) {
      const reading = this.reading(slot, stepS);
      if (reading === undefined) continue;
      sum ??= emptySum(bucket);
      addReading(sum, reading, stepS);
    }
    return sum;
  }
}

/** The first slot at or after a moment; slots are multiples of the interval. */
export function firstSlot(fromS: number, stepS: number): number {
  return Math.ceil(fromS / stepS) * stepS;
}

export function emptySum(bucket: number): TrafficSum {
  return {
    bucket,
    n: 0,
    upN: 0,
    coveredMs: 0,
    inOctets: 0,
    outOctets: 0,
    inMax: 0,
    inMin: Number.MAX_SAFE_INTEGER,
    outMax: 0,
    outMin: Number.MAX_SAFE_INTEGER,
  };
}

/** Adds a finer bucket to a coarser one: all counts are whole numbers, so that the sums are exact at every level. */
export function addSum(sum: TrafficSum, finer: TrafficSum): void {
  sum.n += finer.n;
  sum.upN += finer.upN;
  sum.coveredMs += finer.coveredMs;
  sum.inOctets += finer.inOctets;
  sum.outOctets += finer.outOctets;
  sum.inMax = Math.max(sum.inMax, finer.inMax);
  sum.inMin = Math.min(sum.inMin, finer.inMin);
  sum.outMax = Math.max(sum.outMax, finer.outMax);
  sum.outMin = Math.min(sum.outMin, finer.outMin);
}

function addReading(sum: TrafficSum, reading: PastReading, stepS: number): void {
  sum.n += 1;
  if (reading.isUp) sum.upN += 1;
  sum.coveredMs += stepS * MS;
  sum.inOctets += reading.inOctets;
  sum.outOctets += reading.outOctets;
  sum.inMax = Math.max(sum.inMax, reading.inBps);
  sum.inMin = Math.min(sum.inMin, reading.inBps);
  sum.outMax = Math.max(sum.outMax, reading.outBps);
  sum.outMin = Math.min(sum.outMin, reading.outBps);
}

function octets(bps: number, stepS: number): number {
  return Math.round((bps * stepS) / BITS_PER_OCTET);
}

/** A plain loop: this runs millions of times, over a handful of disturbances. */
function kindAt(disturbances: readonly Disturbance[], at: number): Disturbance['kind'] | undefined {
  for (const { from, to, kind } of disturbances) if (from <= at && at < to) return kind;
  return undefined;
}
