import { groupBy } from './chunks.js';
import type { PortSampleRow } from './sample-rows.js';

/** What one side of a line counted at a time, by its port or by all ports of a bundle; rates in bit/s. */
export interface SideReading {
  readonly slot: number;
  readonly takenAt: number;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly inErrors: number | null;
  readonly inPackets: number | null;
}

/** The readings of one port of a bundle. */
export interface PortReadings {
  readonly rows: readonly PortSampleRow[];
  /** Epoch seconds from which on the port is known; undefined: it was never heard of. */
  readonly heardSince: number | undefined;
}

/**
 * The readings of a bundle's ports, added up where they meet: in buckets as wide as the longest interval of the ports,
 * which is where their slots begin. As in BundleSums, a bucket in which a port was not read says nothing, and a port
 * is missed from when it was first heard of.
 *
 * @returns in order
 */
export function bundledReadings(ports: readonly PortReadings[], widthS: number): SideReading[] {
  const known = ports.flatMap(({ heardSince }) => heardSince ?? []);
  const buckets = new Map<number, SideReading[]>();
  for (const { rows, heardSince } of ports) {
    if (heardSince === undefined) continue;
    for (const [bucket, own] of groupBy(rows, ({ slot }) => slot - (slot % widthS))) {
      const reading = ofPort(bucket, own);
      if (reading !== undefined) buckets.set(bucket, [...(buckets.get(bucket) ?? []), reading]);
    }
  }
  return [...buckets]
    .filter(([bucket, read]) => read.length >= known.filter((since) => since <= bucket).length)
    .sort(([one], [other]) => one - other)
    .map(([, read]) => read.reduce(addPorts));
}

/** What a port carried in a bucket: the mean of its rates, and what it counted; undefined without any rate. */
function ofPort(slot: number, rows: readonly PortSampleRow[]): SideReading | undefined {
  const rated = rows.filter(({ dtMs, inBps, outBps }) => dtMs !== null && inBps !== null && outBps !== null);
  const coveredMs = rated.reduce((sum, { dtMs }) => sum + (dtMs ?? 0), 0);
  if (coveredMs === 0) return undefined;
  const mean = (rate: (row: PortSampleRow) => number | null): number =>
    rated.reduce((sum, row) => sum + (rate(row) ?? 0) * (row.dtMs ?? 0), 0) / coveredMs;
  return {
    slot,
    takenAt: Math.max(...rated.map(({ takenAt }) => takenAt)),
    inBps: mean(({ inBps }) => inBps),
    outBps: mean(({ outBps }) => outBps),
    inErrors: rated.map(({ inErrors }) => inErrors).reduce(added),
    inPackets: rated.map(({ inPackets }) => inPackets).reduce(added),
  };
}

function addPorts(one: SideReading, other: SideReading): SideReading {
  return {
    slot: one.slot,
    takenAt: Math.max(one.takenAt, other.takenAt),
    inBps: added(one.inBps, other.inBps),
    outBps: added(one.outBps, other.outBps),
    inErrors: added(one.inErrors, other.inErrors),
    inPackets: added(one.inPackets, other.inPackets),
  };
}

/** What one of them did not count is not known of both. */
function added(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}
