import { halfUp } from '../decimals/half-up.js';

const PERCENT = 100n;
const PLACES = 3;

/**
 * Standard deviation of the round trips of a DISMAN ping test (P-PING, RFC 4560 section 4.1, pingResultsRttSumOfSquares).
 * The agent rounds the mean to whole milliseconds, so that the square of it can be too large: then the spread is nought.
 *
 * @returns ms, or null without a response
 */
export function pingDeviationMs(responses: number, averageRttMs: number, rttSumOfSquares: number): number | null {
  if (responses <= 0) return null;
  return Math.sqrt(Math.max(0, rttSumOfSquares / responses - averageRttMs ** 2));
}

/**
 * Share of packets without an answer, in percent with three places, rounded half-up.
 *
 * @returns null when none was sent; '0.000' when an agent claims more answers than packets
 */
export function lossPercent(sent: number, received: number): string | null {
  if (sent <= 0) return null;
  return halfUp(BigInt(Math.max(0, sent - received)) * PERCENT, BigInt(sent), PLACES);
}
