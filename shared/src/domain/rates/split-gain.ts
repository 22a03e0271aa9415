import type { CounterOptions, DeltaFault } from './counter-delta.js';

/** What `splitGain` answers instead of a gain, by its position: -1 is the first. */
export const GAIN_FAULTS = [
  'AMBIGUOUS_WRAP',
  'COUNTER_DECREASED',
  'RATE_EXCEEDS_SPEED',
] as const satisfies DeltaFault[];
const AMBIGUOUS_WRAP = -1;
const COUNTER_DECREASED = -2;
const RATE_EXCEEDS_SPEED = -3;

const HALF = 2 ** 32;
const WIRE_BITS = { octets: 8, packets: 672 } as const;
const MS_PER_SECOND = 1_000;
const SPEED_ALLOWANCE_PERCENT = 110;

/**
 * `counterDelta` for counters that lie in two halves of 32 bits, for readers that make thousands of readings a second: no
 * bigint, no object. Gains below 2^53 are exact; none that a line can carry is larger.
 *
 * @param beforeHigh upper 32 bits of the older value, 0 for a Counter32
 * @param dtMs length of the interval; above zero
 * @returns what was gained, or a negative number that names a fault in `GAIN_FAULTS`
 */
export function splitGain(
  beforeHigh: number,
  beforeLow: number,
  high: number,
  low: number,
  dtMs: number,
  width: CounterOptions['width'],
  speedBps: number | null,
  unit: CounterOptions['unit'],
): number {
  const wireBits = WIRE_BITS[unit];
  if (width === 32 && speedBps !== null && dtMs * speedBps >= HALF * wireBits * MS_PER_SECOND) return AMBIGUOUS_WRAP;
  let gain = (high - beforeHigh) * HALF + (low - beforeLow);
  const wrapped = gain < 0;
  if (wrapped) {
    if (speedBps === null) return COUNTER_DECREASED;
    gain = width === 32 ? gain + HALF : (high - beforeHigh + HALF) * HALF + (low - beforeLow);
    if (gain < 0) return COUNTER_DECREASED;
  }
  if (speedBps !== null && gain * wireBits * MS_PER_SECOND * 100 > SPEED_ALLOWANCE_PERCENT * speedBps * dtMs) {
    return wrapped ? COUNTER_DECREASED : RATE_EXCEEDS_SPEED;
  }
  return gain;
}
