import { type Fraction, isAtLeastFraction } from '../availability/index.js';
import { type Interval } from '../intervals/index.js';

/** What is promised of a line while it is up; each is at most its target. */
export const QUALITY_METRICS = ['LATENCY', 'LOSS', 'JITTER'] as const;
export type QualityMetric = (typeof QUALITY_METRICS)[number];

/** So long is one interval that is judged by itself (Y.1540 and the probes' own sums). */
export const QUALITY_SLOT_MS = 300_000;

/** What was measured, as sums that add up without loss (P-LAT, P-JITTER). Microseconds. */
export interface QualitySum {
  readonly sent: number;
  readonly received: number;
  readonly delayN: number;
  readonly delaySumUs: number;
  readonly jitterN: number;
  readonly jitterSumUs: number;
}

/** The sum of one interval. `at` ms, a multiple of `QUALITY_SLOT_MS`. */
export interface QualitySlot extends QualitySum {
  readonly at: number;
}

export const NOTHING_MEASURED: QualitySum = {
  sent: 0,
  received: 0,
  delayN: 0,
  delaySumUs: 0,
  jitterN: 0,
  jitterSumUs: 0,
};
const US_PER_MS = 1_000n;

/** Those that lie in covered time with their whole length. */
export function slotsWithin(slots: readonly QualitySlot[], covered: readonly Interval[]): QualitySlot[] {
  let next = 0;
  return slots.filter(({ at }) => {
    while ((covered[next]?.to ?? Number.POSITIVE_INFINITY) < at + QUALITY_SLOT_MS) next += 1;
    return (covered[next]?.from ?? Number.POSITIVE_INFINITY) <= at;
  });
}

export function wholeSlots({ from, to }: Interval): number {
  return Math.max(0, Math.floor(to / QUALITY_SLOT_MS) - Math.ceil(from / QUALITY_SLOT_MS));
}

export function isMeasured({ sent, delayN, jitterN }: QualitySum): boolean {
  return sent > 0 || delayN > 0 || jitterN > 0;
}

/** ms or percent; null when it was not measured. */
export function valueOf(metric: QualityMetric, sum: QualitySum): Fraction | null {
  if (metric === 'LOSS') {
    // An agent may claim more answers than packets.
    return share(100n * BigInt(Math.max(0, sum.sent - sum.received)), BigInt(sum.sent));
  }
  if (metric === 'LATENCY') return share(BigInt(sum.delaySumUs), BigInt(sum.delayN) * US_PER_MS);
  return share(BigInt(sum.jitterSumUs), BigInt(sum.jitterN) * US_PER_MS);
}

function share(numerator: bigint, denominator: bigint): Fraction | null {
  return denominator === 0n ? null : { numerator, denominator };
}

export function larger(one: Fraction, other: Fraction): Fraction {
  return isAtLeastFraction(one, other) ? one : other;
}

export function plus(one: QualitySum, other: QualitySum): QualitySum {
  return {
    sent: one.sent + other.sent,
    received: one.received + other.received,
    delayN: one.delayN + other.delayN,
    delaySumUs: one.delaySumUs + other.delaySumUs,
    jitterN: one.jitterN + other.jitterN,
    jitterSumUs: one.jitterSumUs + other.jitterSumUs,
  };
}
