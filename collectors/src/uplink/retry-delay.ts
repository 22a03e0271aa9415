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
 * @returns ms
 */
export function retryDelayMs(
  failures: number,
  longestMs: number,
  random: (below: number) => number = randomInt,
): number {
  const bound = Math.min(longestMs, FIRST_MS * 2 ** Math.min(failures - 1, DOUBLINGS));
  return random(bound + 1);
}
