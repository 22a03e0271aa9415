/** What becomes of slots without a reading: left out, or counted as zero. */
export type MissingSamples = 'SKIP' | 'ZERO';

/** The 95th percentile with what is needed to check it by hand. */
export interface Percentile95 {
  /** Samples that counted. */
  readonly n: number;
  /** Position of the value among them, from the smallest, 1 .. n. */
  readonly rank: number;
  /** Samples above the rank, which nobody pays for. */
  readonly discarded: number;
  /** One of the samples, never between two. */
  readonly value: number;
}

/** ceil(95 n / 100) in integers: n / 100 * 95 in floating point is one too high for n = 220, 440, 880 and others. */
function rankOf95(n: number): number {
  return Math.floor((95 * n + 99) / 100);
}

/**
 * The 95th percentile of 300 s mean rates as it is billed (rule P-95).
 *
 * @param samples bit/s in any order; null where a slot has no valid reading
 * @returns null when no sample counts
 */
export function percentile95(
  samples: readonly (number | null)[],
  missing: MissingSamples = 'SKIP',
): Percentile95 | null {
  const known = samples.filter((sample) => sample !== null);
  const zeros = missing === 'ZERO' ? samples.length - known.length : 0;
  const n = known.length + zeros;
  const sorted = new Float64Array(n);
  sorted.set(known, zeros);
  sorted.sort();
  const rank = rankOf95(n);
  const value = sorted[rank - 1];
  return value === undefined ? null : { n, rank, discarded: n - rank, value };
}

/**
 * What is billed of a month: the larger direction, and no less than what was committed.
 *
 * @param commitBps 0 where nothing was committed
 */
export function billableBps(inBps: number, outBps: number, commitBps = 0): number {
  return Math.max(inBps, outBps, commitBps);
}
