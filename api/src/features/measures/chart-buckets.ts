import { bucketStart, SHANGHAI } from '../telemetry/index.js';

/** One range of one point, epoch seconds. */
export interface PointRange {
  readonly pointId: number;
  readonly intervalS: number;
  readonly from: number;
  readonly to: number;
  /** Entries that the chart can show. */
  readonly points: number;
}

/** Measurements further apart than this many intervals have a gap between them. */
const GAP_INTERVALS = 3;

/** Adds up what lies in the same bucket. By start of the bucket. */
export function byBucket<Sum extends { readonly at: number }>(
  sums: readonly Sum[],
  widthS: number,
  add: (one: Sum, other: Sum) => Sum,
): Map<number, Sum> {
  const merged = new Map<number, Sum>();
  for (const sum of sums) {
    const bucket = bucketStart(sum.at, widthS, SHANGHAI);
    const known = merged.get(bucket);
    merged.set(bucket, known === undefined ? sum : add(known, sum));
  }
  return merged;
}

/** Every bucket of a range with its start in ms, and what lies in it. */
export function bucketEntries<Sum>(
  merged: ReadonlyMap<number, Sum>,
  { from, to }: PointRange,
  widthS: number,
): [number, Sum | undefined][] {
  const entries: [number, Sum | undefined][] = [];
  for (let at = bucketStart(from, widthS, SHANGHAI); at < to; at += widthS) entries.push([at * 1_000, merged.get(at)]);
  return entries;
}

/** Every measurement with its time in ms, and one empty entry wherever some are missing. */
export function singleEntries<Sum extends { readonly at: number }>(
  sums: readonly Sum[],
  intervalS: number,
): [number, Sum | undefined][] {
  const entries: [number, Sum | undefined][] = [];
  let last: number | undefined;
  for (const sum of sums) {
    if (last !== undefined && sum.at - last > GAP_INTERVALS * intervalS) {
      entries.push([(last + intervalS) * 1_000, undefined]);
    }
    entries.push([sum.at * 1_000, sum]);
    last = sum.at;
  }
  return entries;
}
