import type { RateStatus } from './rate-statuses.js';

export interface CounterOptions {
  /** Counter32 or Counter64. */
  readonly width: 32 | 64;
  /** Speed of the port by P-SPEED, null when unknown. */
  readonly speedBps: number | null;
  readonly unit: 'octets' | 'packets';
}

export type DeltaFault = Extract<RateStatus, 'AMBIGUOUS_WRAP' | 'COUNTER_DECREASED' | 'RATE_EXCEEDS_SPEED'>;

/** What a counter gained, or why nobody can tell. */
export type CounterDelta =
  | {
      readonly status: 'OK';
      readonly delta: bigint;
      readonly wrapped: boolean;
      /** bit/s for octets, packets/s for packets. */
      readonly perSecond: number;
    }
  | { readonly status: DeltaFault };

/**
 * Bits that the smallest unit takes on the wire. A packet is at least an 84-octet Ethernet slot: 64 octets of frame,
 * 8 of preamble, 12 of gap (IEEE 802.3).
 */
const WIRE_BITS = { octets: 8, packets: 672 } as const;
const RATE_BITS = { octets: 8, packets: 1 } as const;
const MS_PER_SECOND = 1_000;
const COUNTER32_VALUES = 2 ** 32;

/** Line cards that refresh their counters every 5 to 30 s put traffic of one interval into the next. */
const SPEED_ALLOWANCE_PERCENT = 110;

function mayHaveWrappedUnseen(dtMs: number, { width, speedBps, unit }: CounterOptions): boolean {
  return width === 32 && speedBps !== null && dtMs * speedBps >= COUNTER32_VALUES * WIRE_BITS[unit] * MS_PER_SECOND;
}

function exceedsSpeed(delta: bigint, dtMs: number, speedBps: number, unit: CounterOptions['unit']): boolean {
  return Number(delta) * WIRE_BITS[unit] * MS_PER_SECOND * 100 > SPEED_ALLOWANCE_PERCENT * speedBps * dtMs;
}

/**
 * What one counter gained between two readings that may be compared (rule P-RATE, steps 7 to 10).
 *
 * A counter that went down is taken to have wrapped once if the line could have carried that much; otherwise it was
 * reset, and so was one on a port of unknown speed.
 *
 * @param dtMs length of the interval, as `sampleInterval` gave it; above zero
 * @see RFC 2578 sections 7.1.6 and 7.1.10 (counters), RFC 2863 section 3.1.6
 *
 * @example
 * counterDelta(4294900000n, 37432704n, 300_000, { width: 32, speedBps: 10_000_000, unit: 'octets' })
 * // { status: 'OK', delta: 37500000n, wrapped: true, perSecond: 1_000_000 }
 */
export function counterDelta(previous: bigint, current: bigint, dtMs: number, options: CounterOptions): CounterDelta {
  const { width, speedBps, unit } = options;
  if (mayHaveWrappedUnseen(dtMs, options)) return { status: 'AMBIGUOUS_WRAP' };

  const difference = current - previous;
  const wrapped = difference < 0n;
  const delta = wrapped ? difference + (1n << BigInt(width)) : difference;
  // A negative delta is left when the older value never fitted the width: the counter was read in another width before.
  if (delta < 0n || (wrapped && speedBps === null)) return { status: 'COUNTER_DECREASED' };
  if (speedBps !== null && exceedsSpeed(delta, dtMs, speedBps, unit)) {
    return { status: wrapped ? 'COUNTER_DECREASED' : 'RATE_EXCEEDS_SPEED' };
  }
  return { status: 'OK', delta, wrapped, perSecond: (Number(delta) * RATE_BITS[unit] * MS_PER_SECOND) / dtMs };
}
