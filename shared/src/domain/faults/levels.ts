import type { Severity } from '../alarms/severity.js';
import type { HouseLevels } from './house-levels.js';
import { crosses, isWellAgain, METRIC_RANGES, type ThresholdMetric } from './threshold-metrics.js';

/** From which value on how bad, mildest first. */
export interface SeverityLevel {
  readonly severity: Severity;
  readonly level: number;
}

const SAMPLES_TO_CLEAR = 2;

/**
 * How bad a measured value is by the house's levels: a level is reached when enough of the newest values are at or
 * beyond it, and left when so many in a row are well below.
 *
 * @param values oldest first, without gaps
 * @param before what it was until now; null: well
 * @returns null when it is well
 */
export function severityOf(
  metric: ThresholdMetric,
  values: readonly number[],
  { levels, rule }: HouseLevels,
  before: Severity | null,
): Severity | null {
  const newest = values.slice(-rule.of);
  const last = values.slice(-rule.good);
  const known = levels.findIndex(({ severity }) => severity === before);
  const place = levels.findLastIndex(({ level }, index) => {
    const isReached = newest.filter((value) => crosses(metric, level, value)).length >= rule.bad;
    const isLeft = last.length === rule.good && last.every((value) => isWellAgain(metric, level, value));
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
