import { type DirectionStats, percentile95 } from '@linewatch/shared';
import { fiveMinutes, type ZoneOffset } from './buckets.js';
import type { BucketRow, TrafficSample } from './sample-rows.js';

/** The columns of a chart: see SampleSeries. */
export interface SeriesColumns {
  readonly at: number[];
  readonly inBps: (number | null)[];
  readonly outBps: (number | null)[];
  readonly inMaxBps: (number | null)[];
  readonly outMaxBps: (number | null)[];
  readonly inErrors: (number | null)[];
  readonly outErrors: (number | null)[];
  readonly inDiscards: (number | null)[];
  readonly outDiscards: (number | null)[];
}

/** Traffic of some time, as sums that can be added up without loss. */
export type TrafficSum = Omit<BucketRow, 'portId' | 'nullN' | 'upN' | 'inMin' | 'outMin'>;

const HOUR_S = 3_600;
/** Widths that a bucket of a chart may have, seconds: parts of a day that people know. Beyond them whole days. */
const WIDTHS_S = [300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400];
/** Widths below five minutes, for readings that are merged. */
const FINE_WIDTHS_S = [5, 10, 15, 20, 30, 60, 120, 300];
/** Readings further apart than this many intervals have a gap between them. */
const GAP_INTERVALS = 3;
const BITS_PER_OCTET = 8;
const MS_PER_SECOND = 1_000;

/** The width at which [from, to) (seconds) needs at most `points` buckets, cut at the operator's midnight. */
export function bucketWidth(from: number, to: number, points: number, leastS: number, zone: ZoneOffset): number {
  const known = [...FINE_WIDTHS_S, ...WIDTHS_S].find(
    (width) => width >= leastS && bucketCount(from, to, width, zone) <= points,
  );
  if (known !== undefined) return known;
  const day = 86_400;
  let days = Math.max(2, Math.floor((to - from) / points / day));
  while (bucketCount(from, to, days * day, zone) > points) days += 1;
  return days * day;
}

/** Start of the bucket of some width that an instant lies in; both in epoch seconds, cut at the operator's midnight. */
export function bucketStart(epochS: number, widthS: number, zone: ZoneOffset): number {
  if (widthS <= HOUR_S) return epochS - (epochS % widthS);
  const offset = zone(epochS);
  const local = epochS + offset;
  return local - (local % widthS) - offset;
}

function bucketCount(from: number, to: number, widthS: number, zone: ZoneOffset): number {
  return (bucketStart(to - 1, widthS, zone) - bucketStart(from, widthS, zone)) / widthS + 1;
}

/** One reading as a sum; undefined when it has no rate. */
export function sumOfSample(sample: TrafficSample): TrafficSum | undefined {
  if (sample.dtMs === null || sample.inBps === null || sample.outBps === null) return undefined;
  return {
    bucket: sample.slot,
    n: 1,
    coveredMs: sample.dtMs,
    inOctets: sample.inOctets ?? 0,
    outOctets: sample.outOctets ?? 0,
    inMax: sample.inBps,
    outMax: sample.outBps,
    inErrors: sample.inErrors ?? 0,
    outErrors: sample.outErrors ?? 0,
    inDiscards: sample.inDiscards ?? 0,
    outDiscards: sample.outDiscards ?? 0,
  };
}

/** Adds sums up by buckets of some width: means from sums, maxima from maxima. By start of the bucket. */
export function merge(sums: readonly TrafficSum[], startOf: (epochS: number) => number): Map<number, TrafficSum> {
  const merged = new Map<number, TrafficSum>();
  for (const sum of sums) {
    const bucket = startOf(sum.bucket);
    const known = merged.get(bucket);
    merged.set(bucket, known === undefined ? { ...sum, bucket } : add(known, sum));
  }
  return merged;
}

/** Every bucket of [from, to) (seconds) as columns; one without a valid reading holds null. */
export function bucketColumns(
  merged: ReadonlyMap<number, TrafficSum>,
  from: number,
  to: number,
  widthS: number,
  zone: ZoneOffset,
): SeriesColumns {
  const columns = emptyColumns();
  for (let bucket = bucketStart(from, widthS, zone); bucket < to; bucket += widthS)
    push(columns, bucket * MS_PER_SECOND, merged.get(bucket));
  return columns;
}

/** Every reading as one entry, with a null between those that a gap lies between. */
export function readingColumns(samples: readonly TrafficSample[], intervalS: number): SeriesColumns {
  const columns = emptyColumns();
  let last: number | undefined;
  for (const sample of samples) {
    if (last !== undefined && sample.takenAt - last > GAP_INTERVALS * intervalS * MS_PER_SECOND) {
      push(columns, last + intervalS * MS_PER_SECOND, undefined);
    }
    push(columns, sample.takenAt, sumOfSample(sample), sample);
    last = sample.takenAt;
  }
  return columns;
}

/** Figures of one direction over all sums of the range. P-95 on the means of five minutes. */
export function directionStats(
  direction: 'in' | 'out',
  sums: readonly TrafficSum[],
  fineSums: readonly TrafficSum[],
): DirectionStats {
  const means = fineSums.map((sum) => meanBps(sum, direction));
  const maxima = sums.map((sum) => maxBps(sum, direction)).filter((max) => max !== null);
  const newest = sums.reduce<TrafficSum | undefined>(
    (latest, sum) => (sum.n > 0 && (latest === undefined || sum.bucket > latest.bucket) ? sum : latest),
    undefined,
  );
  return {
    last: newest === undefined ? null : meanBps(newest, direction),
    mean: meanBps(total(sums), direction),
    max: maxima.length === 0 ? null : maxima.reduce((one, other) => Math.max(one, other)),
    p95: percentile95(means)?.value ?? null,
  };
}

/** The 95th percentile of both directions together, added up in each five minutes before it is taken (P-95); bit/s. */
export function sumP95(fineSums: readonly TrafficSum[]): number | null {
  const means = fineSums.map((sum) => {
    const [inward, out] = [meanBps(sum, 'in'), meanBps(sum, 'out')];
    return inward === null || out === null ? null : inward + out;
  });
  return percentile95(means)?.value ?? null;
}

/** Share of [from, to) (ms) that valid readings cover, 0..1. */
export function coverage(sums: readonly TrafficSum[], from: number, to: number): number {
  if (to <= from) return 0;
  return Math.min(1, sums.reduce((covered, sum) => covered + sum.coveredMs, 0) / (to - from));
}

/** Sums of single readings as sums of five minutes. */
export function byFiveMinutes(sums: readonly TrafficSum[]): TrafficSum[] {
  return [...merge(sums, fiveMinutes).values()];
}

export function meanBps(sum: TrafficSum | undefined, direction: 'in' | 'out'): number | null {
  if (sum === undefined || sum.coveredMs === 0) return null;
  const octets = direction === 'in' ? sum.inOctets : sum.outOctets;
  return (octets * BITS_PER_OCTET * MS_PER_SECOND) / sum.coveredMs;
}

function maxBps(sum: TrafficSum, direction: 'in' | 'out'): number | null {
  return direction === 'in' ? sum.inMax : sum.outMax;
}

function total(sums: readonly TrafficSum[]): TrafficSum | undefined {
  return [...merge(sums, () => 0).values()][0];
}

function add(one: TrafficSum, other: TrafficSum): TrafficSum {
  return {
    bucket: one.bucket,
    n: one.n + other.n,
    coveredMs: one.coveredMs + other.coveredMs,
    inOctets: one.inOctets + other.inOctets,
    outOctets: one.outOctets + other.outOctets,
    inMax: larger(one.inMax, other.inMax),
    outMax: larger(one.outMax, other.outMax),
    inErrors: one.inErrors + other.inErrors,
    outErrors: one.outErrors + other.outErrors,
    inDiscards: one.inDiscards + other.inDiscards,
    outDiscards: one.outDiscards + other.outDiscards,
  };
}

function larger(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function emptyColumns(): SeriesColumns {
  return {
    at: [],
    inBps: [],
    outBps: [],
    inMaxBps: [],
    outMaxBps: [],
    inErrors: [],
    outErrors: [],
    inDiscards: [],
    outDiscards: [],
  };
}

/** @param reading where the entry is a single reading: its own rates, which P-RATE made of the agent's time */
function push(columns: SeriesColumns, at: number, sum: TrafficSum | undefined, reading?: TrafficSample): void {
  const known = sum !== undefined && sum.n > 0 ? sum : undefined;
  columns.at.push(at);
  columns.inBps.push(reading === undefined ? meanBps(known, 'in') : reading.inBps);
  columns.outBps.push(reading === undefined ? meanBps(known, 'out') : reading.outBps);
  columns.inMaxBps.push(known?.inMax ?? null);
  columns.outMaxBps.push(known?.outMax ?? null);
  columns.inErrors.push(known?.inErrors ?? null);
  columns.outErrors.push(known?.outErrors ?? null);
  columns.inDiscards.push(known?.inDiscards ?? null);
  columns.outDiscards.push(known?.outDiscards ?? null);
}
