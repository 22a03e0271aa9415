import type { BucketRow, StoredSample } from './sample-rows.js';

/** The sums of one port over the readings with a slot in [bucket, until); undefined where there is none. */
export function sumSamples(
  portId: number,
  samples: readonly StoredSample[],
  bucket: number,
  until: number,
): BucketRow | undefined {
  let sum: BucketRow | undefined;
  for (const sample of samples) {
    if (sample.slot >= bucket && sample.slot < until) sum = addSample(sum, portId, sample, bucket);
  }
  return sum;
}

/** The sum with one more reading. */
export function addSample(sum: BucketRow | undefined, portId: number, sample: StoredSample, bucket: number): BucketRow {
  const row = rowOf(portId, sample, bucket);
  return sum === undefined ? row : addRows(sum, row);
}

/** Two sums of one port over one bucket that have no reading in common, as one. */
export function addRows(one: BucketRow, other: BucketRow): BucketRow {
  return {
    portId: one.portId,
    bucket: one.bucket,
    n: one.n + other.n,
    nullN: one.nullN + other.nullN,
    upN: one.upN + other.upN,
    coveredMs: one.coveredMs + other.coveredMs,
    inOctets: one.inOctets + other.inOctets,
    outOctets: one.outOctets + other.outOctets,
    inMax: extreme(Math.max, one.inMax, other.inMax),
    inMin: extreme(Math.min, one.inMin, other.inMin),
    outMax: extreme(Math.max, one.outMax, other.outMax),
    outMin: extreme(Math.min, one.outMin, other.outMin),
    inErrors: one.inErrors + other.inErrors,
    outErrors: one.outErrors + other.outErrors,
    inDiscards: one.inDiscards + other.inDiscards,
    outDiscards: one.outDiscards + other.outDiscards,
  };
}

function rowOf(portId: number, sample: StoredSample, bucket: number): BucketRow {
  const isOk = sample.status === 'OK';
  return {
    portId,
    bucket,
    n: isOk ? 1 : 0,
    nullN: isOk ? 0 : 1,
    upN: sample.adminStatus === 1 && sample.operStatus === 1 ? 1 : 0,
    coveredMs: isOk ? (sample.dtMs ?? 0) : 0,
    inOctets: sample.inOctets ?? 0,
    outOctets: sample.outOctets ?? 0,
    inMax: sample.inBps,
    inMin: sample.inBps,
    outMax: sample.outBps,
    outMin: sample.outBps,
    inErrors: sample.inErrors ?? 0,
    outErrors: sample.outErrors ?? 0,
    inDiscards: sample.inDiscards ?? 0,
    outDiscards: sample.outDiscards ?? 0,
  };
}

function extreme(
  choose: (one: number, other: number) => number,
  one: number | null,
  other: number | null,
): number | null {
  if (one === null || other === null) return one ?? other;
  return choose(one, other);
}
