/** Weight of a new difference in the smoothed jitter (RFC 3550 section 6.4.1). */
const SMOOTHING = 16;

/**
 * The product's jitter (P-JITTER): the mean of how much each delay differs from the one before it (RFC 3393).
 *
 * @param delays of the packets that arrived, in the order they were sent, all in one unit
 * @returns in that unit, or null with fewer than two
 */
export function meanDelayVariation(delays: readonly number[]): number | null {
  const differences = successiveDifferences(delays);
  if (differences.length === 0) return null;
  return differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
}

/**
 * Jitter as RTP receivers smooth it (RFC 3550 section 6.4.1), after each packet but the first; where a device gives
 * only this, it has to be called by its name.
 *
 * @param transits of the packets, in one unit
 */
export function smoothedJitter(transits: readonly number[]): readonly number[] {
  let jitter = 0;
  return successiveDifferences(transits).map((difference) => (jitter += (difference - jitter) / SMOOTHING));
}

function successiveDifferences(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, before) => Math.abs(value - (values[before] ?? value)));
}
