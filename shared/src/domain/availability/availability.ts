import { coveredMs, type Interval, intersectIntervals, mergeIntervals, subtractIntervals } from '../intervals/index.js';

/** What becomes of time of which nothing is known. */
export const NO_DATA_POLICIES = ['EXCLUDE', 'COUNT_AS_UP', 'COUNT_AS_DOWN'] as const;
export type NoDataPolicy = (typeof NO_DATA_POLICIES)[number];

/** What the down time is divided by: the time that counts, or the whole period. */
export const DENOMINATORS = ['SCHEDULED', 'CALENDAR'] as const;
export type Denominator = (typeof DENOMINATORS)[number];

/** One circuit's period with all that is known of it; lists in any order, overlapping as they like. */
export interface AvailabilityInput {
  /** Cut by the circuit's active life already. */
  readonly period: Interval;
  /** The part of the period that counts: the active life, the hours of the contract. All of it unless it is said. */
  readonly within?: readonly Interval[];
  readonly outages: readonly Interval[];
  /** Approved and duly noticed works, suspended time, the customer's own doing, … */
  readonly excluded: readonly Interval[];
  readonly noData: readonly Interval[];
  readonly noDataPolicy?: NoDataPolicy;
  readonly denominator?: Denominator;
  /** Outages shorter than this do not count. */
  readonly minOutageS?: number;
}

/** The period, cut into its pieces, and what follows from them. Seconds. */
export interface Availability {
  readonly totalS: number;
  readonly excludedS: number;
  readonly downS: number;
  readonly unknownS: number;
  readonly scheduledS: number;
  /** Down time with what the no-data policy adds. */
  readonly countedDownS: number;
  /** The share in percent as an exact fraction; null when nothing was scheduled. */
  readonly percent: Fraction | null;
  /** Each piece once, none overlapping; what is in none of them is up. */
  readonly excluded: readonly Interval[];
  readonly down: readonly Interval[];
  readonly unknown: readonly Interval[];
}

/** A fraction in lowest terms; the denominator is above zero. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Availability of one circuit in one period (rule P-AVAIL), exact. Half-open intervals in whole seconds: parts of a
 * second at both ends of an interval are cut to the second they begin in.
 *
 * An outage that was confirmed beats missing data, and exclusions beat both.
 */
export function availability(input: AvailabilityInput): Availability {
  const { noDataPolicy = 'EXCLUDE', denominator = 'SCHEDULED', minOutageS = 0 } = input;
  const period = [wholeSeconds(input.period)];
  const counted =
    input.within === undefined ? mergeIntervals(period) : intersectIntervals(input.within.map(wholeSeconds), period);
  const excluded = intersectIntervals(input.excluded.map(wholeSeconds), counted);
  const long = longOutages(input.outages, minOutageS);
  const down = subtractIntervals(intersectIntervals(long, counted), excluded);
  const unknown = subtractIntervals(
    subtractIntervals(intersectIntervals(input.noData.map(wholeSeconds), counted), excluded),
    down,
  );
  const [totalS, excludedS, downS, unknownS] = [counted, excluded, down, unknown].map(secondsOf) as [
    number,
    number,
    number,
    number,
  ];
  const left = totalS - excludedS - (noDataPolicy === 'EXCLUDE' ? unknownS : 0);
  const scheduledS = denominator === 'CALENDAR' ? totalS : left;
  const countedDownS = downS + (noDataPolicy === 'COUNT_AS_DOWN' ? unknownS : 0);
  const percent = scheduledS <= 0 ? null : fraction(100n * BigInt(scheduledS - countedDownS), BigInt(scheduledS));
  return { totalS, excludedS, downS, unknownS, scheduledS, countedDownS, percent, excluded, down, unknown };
}

/** Outages that count: overlapping ones as one, in whole seconds, and none that was over sooner than `minOutageS`. */
export function longOutages(outages: readonly Interval[], minOutageS: number): Interval[] {
  return mergeIntervals(outages.map(wholeSeconds)).filter(({ from, to }) => to - from >= minOutageS * 1_000);
}

/** In lowest terms. */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  const shared = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / shared, denominator: denominator / shared };
}

/** A decimal text such as `99.95` as a fraction. @throws Error when it is none */
export function fractionOfDecimal(text: string): Fraction {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new Error(`"${text}" is no decimal`);
  const places = match[2] ?? '';
  return fraction(BigInt(`${match[1] ?? ''}${places}`), 10n ** BigInt(places.length));
}

/** Whether one fraction is another or more; exact, unlike a comparison of what is shown. */
export function isAtLeastFraction(one: Fraction, other: Fraction): boolean {
  return one.numerator * other.denominator >= other.numerator * one.denominator;
}

/**
 * A share as it is shown: rounded down, so that nothing looks better than it is. 99.9999 is never shown as 100.
 *
 * @param places digits after the point
 */
export function shownDown({ numerator, denominator }: Fraction, places = 3): string {
  const digits = ((numerator * 10n ** BigInt(places)) / denominator).toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A share that must not be more than a limit, as it is shown: rounded up, for the same reason. */
export function shownUp({ numerator, denominator }: Fraction, places = 3): string {
  const scaled = numerator * 10n ** BigInt(places);
  const up = (scaled + denominator - 1n) / denominator;
  return shownDown({ numerator: up, denominator: 10n ** BigInt(places) }, places);
}

function greatestDivisor(one: bigint, other: bigint): bigint {
  let [left, right] = [one, other];
  while (right !== 0n) [left, right] = [right, left % right];
  return left === 0n ? 1n : left;
}

/** An interval with both ends cut to the second they lie in. */
export function wholeSeconds({ from, to }: Interval): Interval {
  return { from: Math.floor(from / 1_000) * 1_000, to: Math.floor(to / 1_000) * 1_000 };
}

function secondsOf(intervals: readonly Interval[]): number {
  return coveredMs(intervals) / 1_000;
}
