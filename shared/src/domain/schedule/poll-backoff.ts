/** First pause and longest pause after failed polls, in seconds. */
export interface BackoffLimits {
  readonly firstS: number;
  readonly longestS: number;
}

const USUAL_LIMITS: BackoffLimits = { firstS: 60, longestS: 900 };

/**
 * How long to leave an unreachable device alone before it is asked again (rule P-BACKOFF): twice as long each time.
 *
 * @param failures failed polls in a row
 * @returns seconds; 0 when the last poll succeeded
 */
export function pollBackoffS(failures: number, { firstS, longestS }: BackoffLimits = USUAL_LIMITS): number {
  return failures <= 0 ? 0 : Math.min(longestS, firstS * 2 ** (failures - 1));
}
