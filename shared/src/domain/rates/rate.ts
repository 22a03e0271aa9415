import { halfUp } from '../decimals/half-up.js';
import { counterDelta, type CounterDelta, type CounterOptions } from './counter-delta.js';
import { type PortMoment, sampleInterval, type SampleInterval } from './sample-interval.js';

/** One counter of a port, as it was read. */
export interface CounterReading extends PortMoment {
  readonly value: bigint;
}

export interface RateOptions extends CounterOptions {
  /** Poll interval in seconds. */
  readonly intervalS: number;
}

/** What `rate` takes, as one value. */
export interface RateInput {
  readonly previous: CounterReading | null;
  readonly current: CounterReading;
  readonly options: RateOptions;
}

/** A rate with the interval it is the mean of, or the reason why there is none. */
export type RateResult =
  | (Extract<CounterDelta, { status: 'OK' }> & { readonly dtMs: number })
  | Exclude<CounterDelta, { status: 'OK' }>
  | Exclude<SampleInterval, { status: 'OK' }>;

/**
 * Mean rate of one counter between two readings: rule P-RATE, all ten steps.
 *
 * Never throws and never guesses: wherever the readings do not prove a rate, the answer says why and holds none.
 *
 * @param previous the older reading of the same counter, null when there is none
 *
 * @example
 * rate(null, reading, options) // { status: 'NO_BASELINE' }
 */
export function rate(previous: CounterReading | null, current: CounterReading, options: RateOptions): RateResult {
  if (previous === null) return { status: 'NO_BASELINE' };
  const interval = sampleInterval(previous, current, options.intervalS);
  if (interval.status !== 'OK') return interval;
  const gained = counterDelta(previous.value, current.value, interval.dtMs, options);
  return gained.status === 'OK' ? { ...gained, dtMs: interval.dtMs } : gained;
}

/**
 * How full a line was, percent, half-up to two places.
 *
 * @param octets carried within `dtMs`
 * @param capacityBps contracted bandwidth, or the port's speed where none is agreed; whole bit/s above zero
 */
export function utilisationPercent(octets: bigint, dtMs: number, capacityBps: number): string {
  const microseconds = BigInt(Math.round(dtMs * 1_000));
  return halfUp(octets * 8n * 100n * 1_000_000n, BigInt(capacityBps) * microseconds, 2);
}
