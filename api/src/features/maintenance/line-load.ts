import type { LineFacts } from '@linewatch/shared';
import { BundleSums, type TrafficSum } from '../telemetry/index.js';

/** What a port of a line carried in five minutes each. */
export interface PortLoad {
  readonly side: string;
  readonly sums: readonly TrafficSum[];
  /** Epoch seconds from which on the port is known; undefined: it was never heard of. */
  readonly heardSince: number | undefined;
}

const OCTETS_OF_ERRORS = 100_000_000;

/**
 * The load of a line over a while, of the end that stands for it (A, else Z) by all its ports together (P-95), and its
 * errors, wherever they were counted.
 */
export function loadOf(ports: readonly PortLoad[], contractedBps: number): Pick<LineFacts, 'utilisation' | 'errors'> {
  const side = ports.some((port) => port.side === 'A') ? 'A' : 'Z';
  const bundle = new BundleSums();
  for (const port of ports) if (port.side === side) bundle.add(port.sums, port.heardSince);
  const bps = meanOf(bundle.whole());
  const all = ports.flatMap(({ sums }) => sums);
  const octets = total(all, ({ inOctets, outOctets }) => inOctets + outOctets);
  const errors = total(all, (sum) => sum.inErrors + sum.outErrors + sum.inDiscards + sum.outDiscards);
  return {
    utilisation: bps === null || contractedBps === 0 ? null : round((bps / contractedBps) * 100, 1),
    errors: octets === 0 ? null : round((errors / octets) * OCTETS_OF_ERRORS, 2),
  };
}

/** The larger direction, bit/s. */
function meanOf(sums: readonly TrafficSum[]): number | null {
  const coveredMs = total(sums, (sum) => sum.coveredMs);
  if (coveredMs === 0) return null;
  const [inward, out] = [total(sums, ({ inOctets }) => inOctets), total(sums, ({ outOctets }) => outOctets)];
  return (Math.max(inward, out) * 8_000) / coveredMs;
}

function total(sums: readonly TrafficSum[], value: (sum: TrafficSum) => number): number {
  return sums.reduce((all, sum) => all + value(sum), 0);
}

function round(value: number, places: number): number {
  const unit = 10 ** places;
  return Math.round(value * unit) / unit;
}
