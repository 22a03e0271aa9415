import { halfUp } from '../decimals/half-up.js';

/** Packets of one direction over one interval. */
export interface PacketDeltas {
  readonly unicast: bigint;
  readonly multicast: bigint;
  readonly broadcast: bigint;
}

/**
 * Share of packets that were faulty, or dropped, of all that came (rule P-ERR).
 *
 * @param spoilt errors or discards of the same interval, which the packet counters do not hold
 * @returns percent, half-up to four places, or null when nothing came at all
 *
 * @example
 * errorRatioPercent({ unicast: 999_000n, multicast: 900n, broadcast: 50n }, 50n) // '0.0050'
 */
export function errorRatioPercent(packets: PacketDeltas, spoilt: bigint): string | null {
  const all = packets.unicast + packets.multicast + packets.broadcast + spoilt;
  return all === 0n ? null : halfUp(100n * spoilt, all, 4);
}
