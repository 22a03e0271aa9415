import type { Severity } from '../alarms/severity.js';
import { crosses, isWellAgain, METRIC_RANGES, type ThresholdMetric } from './threshold-metrics.js';

/** From which value on how bad, mildest first. */
export interface SeverityLevel {
  readonly severity: Severity;
  readonly level: number;
}

/** Utilisation in percent of the contracted bandwidth (standards 2.4, UTIL_HIGH). */
export const UTILISATION_LEVELS: readonly SeverityLevel[] = [
  { severity: 'warning', level: 80 },
  { severity: 'minor', level: 90 },
  { severity: 'major', level: 95 },
];
const SAMPLES_TO_RAISE = 3;
const SAMPLES_TO_CLEAR = 2;

/**
 * How bad a measured value is: a level is reached when three samples in a row are at or beyond it, and left when two in
 * a row are well below.
 *
 * @param values oldest first, without gaps
 * @param before what it was until now; null: well
 * @returns null when it is well
 */
export function severityOf(
  metric: ThresholdMetric,
  values: readonly number[],
  levels: readonly SeverityLevel[],
  before: Severity | null,
): Severity | null {
  const newest = values.slice(-SAMPLES_TO_RAISE);
  const last = values.slice(-SAMPLES_TO_CLEAR);
  const known = levels.findIndex(({ severity }) => severity === before);
  const place = levels.findLastIndex(({ level }, index) => {
    const isReached = newest.length === SAMPLES_TO_RAISE && newest.every((value) => crosses(metric, level, value));
    const isLeft = last.length === SAMPLES_TO_CLEAR && last.every((value) => isWellAgain(metric, level, value));
    return isReached || (index <= known && !isLeft);
  });
  return levels[place]?.severity ?? null;
}

/** A measured value; `at` in ms. */
export interface Measured {
  readonly at: number;
  readonly value: number;
}

/**
 * Whether a customer's own level is crossed: without a break for as long as it says, until two values in a row are well
 * on the good side.
 *
 * @param values oldest first
 * @param gapMs values further apart than this have a break between them
 */
export function isCrossed(
  { metric, level, forMs }: { readonly metric: ThresholdMetric; readonly level: number; readonly forMs: number },
  values: readonly Measured[],
  gapMs: number,
  before: boolean,
): boolean {
  const last = values.slice(-SAMPLES_TO_CLEAR);
  if (before)
    return !(last.length === SAMPLES_TO_CLEAR && last.every(({ value }) => isWellAgain(metric, level, value)));
  const newest = values.at(-1);
  if (newest === undefined) return false;
  let since = newest.at;
  for (const { at, value } of values.toReversed()) {
    if (!crosses(metric, level, value) || since - at > gapMs) return false;
    since = at;
    if (newest.at - since >= forMs) return true;
  }
  return false;
}

/** What a level is said in. */
export function unitOf(metric: ThresholdMetric): '%' | 'ms' | 'dBm' {
  return METRIC_RANGES[metric].unit;
}
