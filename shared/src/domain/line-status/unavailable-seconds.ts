/** So many seconds in a row that are, or are not, severely errored. */
export interface SecondsRun {
  readonly seconds: number;
  readonly isSeverelyErrored: boolean;
}

/** Seconds in a row that begin and end a time of unavailability (ITU-T G.826 annex A). */
const DECIDING_SECONDS = 10;

/**
 * Unavailable seconds (P-UAS). Unavailability begins with the first of ten severely errored seconds in a row, which
 * belong to it, and ends with the first of ten others in a row, which do not. A time that is unavailable at the end of
 * what is known stays so.
 */
export function unavailableSeconds(runs: readonly SecondsRun[]): number {
  let total = 0;
  let isUnavailable = false;
  for (const { seconds, isSeverelyErrored } of joined(runs)) {
    if (isSeverelyErrored !== isUnavailable && seconds >= DECIDING_SECONDS) isUnavailable = isSeverelyErrored;
    if (isUnavailable) total += seconds;
  }
  return total;
}

/** Neighbours of one kind are one run. */
function joined(runs: readonly SecondsRun[]): readonly SecondsRun[] {
  const whole: SecondsRun[] = [];
  for (const run of runs) {
    const last = whole.at(-1);
    if (last?.isSeverelyErrored === run.isSeverelyErrored) {
      whole[whole.length - 1] = { ...last, seconds: last.seconds + run.seconds };
    } else if (run.seconds > 0) whole.push(run);
  }
  return whole;
}
