import { randomInt } from 'node:crypto';

const FIRST_MS = 500;
const DOUBLINGS = 16;

/**
 * Pause before the next attempt: anything between 0 and a bound that doubles with each failure (full jitter), so that
 * many collectors do not come back to a recovering API at the same moment.
 *
 * @param failures attempts that failed in a row, from 1
 * @param longestMs highest bound
 * @param random whole number from 0 up to, but without, its argument
 * @param notBeforeMs how long the API said not to come; the jitter comes on top, as far as the highest bound lets it
 * @returns ms
 */
export function retryDelayMs(
  failures: number,
  longestMs: number,
  random: (below: number) => number = randomInt,
  notBeforeMs = 0,
): number {
  const bound = Math.min(longestMs, FIRST_MS * 2 ** Math.min(failures - 1, DOUBLINGS));
  return Math.min(longestMs, notBeforeMs + random(bound + 1));
}
