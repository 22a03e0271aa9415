import { meanBps, type TrafficSum } from './sample-series.js';

const BITS_PER_OCTET = 8;
const MS_PER_SECOND = 1_000;

/** What the ports of one bucket come to so far; rates in bit/s. */
interface Together {
  readonly ports: number;
  readonly n: number;
  readonly coveredMs: number;
  readonly inBps: number;
  readonly outBps: number;
  readonly inErrors: number;
  readonly outErrors: number;
  readonly inDiscards: number;
  readonly outDiscards: number;
}

/**
 * The ports of one side of a circuit, added up to what the line carried: bucket by bucket, before any percentile or
 * mean is taken (P-95). A bucket in which a port is missing is a gap and no smaller load; a port is missed from the
 * bucket on in which it was first heard of, so that a port added later takes nothing from the time before it.
 *
 * Handed in port by port: the rows of one port at a time are held.
 */
export class BundleSums {
  private readonly buckets = new Map<number, Together>();
  private readonly since: number[] = [];

  /** How many ports were ever heard of. */
  get heard(): number {
    return this.since.length;
  }

  /**
   * @param sums of one port, one a bucket
   * @param heardSince begin of the first bucket the port is known by; undefined: it was never heard of
   */
  add(sums: Iterable<TrafficSum>, heardSince: number | undefined): void {
    if (heardSince === undefined) return;
    this.since.push(heardSince);
    for (const sum of sums) {
      const [inBps, outBps] = [meanBps(sum, 'in'), meanBps(sum, 'out')];
      if (inBps === null || outBps === null) continue;
      const known = this.buckets.get(sum.bucket) ?? NOTHING;
      this.buckets.set(sum.bucket, {
        ports: known.ports + 1,
        n: known.n + sum.n,
        coveredMs: Math.min(known.coveredMs, sum.coveredMs),
        inBps: known.inBps + inBps,
        outBps: known.outBps + outBps,
        inErrors: known.inErrors + sum.inErrors,
        outErrors: known.outErrors + sum.outErrors,
        inDiscards: known.inDiscards + sum.inDiscards,
        outDiscards: known.outDiscards + sum.outDiscards,
      });
    }
  }

  /**
   * The buckets in which every port was read, in order. A maximum is that of the added means: when within a bucket each
   * port had its own is not known, and their sum may never have been carried.
   */
  whole(): TrafficSum[] {
    return [...this.buckets]
      .filter(([bucket, { ports }]) => ports >= this.since.filter((since) => since <= bucket).length)
      .sort(([one], [other]) => one - other)
      .map(([bucket, { ports: _ports, inBps, outBps, ...rest }]) => ({
        ...rest,
        bucket,
        inOctets: octets(inBps, rest.coveredMs),
        outOctets: octets(outBps, rest.coveredMs),
        inMax: inBps,
        outMax: outBps,
      }));
  }
}

const NOTHING: Together = {
  ports: 0,
  n: 0,
  coveredMs: Number.POSITIVE_INFINITY,
  ...{ inBps: 0, outBps: 0, inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 },
};

function octets(bps: number, coveredMs: number): number {
  return (bps * coveredMs) / (BITS_PER_OCTET * MS_PER_SECOND);
}
