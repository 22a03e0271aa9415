/** A stretch of time, ms, [from, to). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Missing for longer than this many steps is a hole and no late reading. */
const HOLE_STEPS = 2.5;

/**
 * Where a range holds no data: entries without a value, steps that are missing, and the ends of the range.
 *
 * @param at ms, oldest first
 * @param hasValue whether anything valid is there, one an entry of `at`
 * @param stepMs width of a bucket, or the poll interval where each point is one reading
 */
export function gapsOf(at: readonly number[], hasValue: readonly boolean[], range: Stretch, stepMs: number): Stretch[] {
  const gaps: Stretch[] = [];
  let known = range.from;
  for (const [index, time] of at.entries()) {
    if (hasValue[index] !== true) continue;
    if (time - known > HOLE_STEPS * stepMs) gaps.push({ from: known, to: time });
    known = Math.max(known, time + stepMs);
  }
  if (range.to - known > HOLE_STEPS * stepMs) gaps.push({ from: known, to: range.to });
  return gaps;
}

/** The values with an empty one inside every gap, so that a line breaks there instead of bridging it. */
export function brokenAtGaps(
  at: readonly number[],
  values: readonly (number | null)[],
  gaps: readonly Stretch[],
): [number, number | null][] {
  const points = at.map((time, index): [number, number | null] => [time, values[index] ?? null]);
  const breaks = gaps.map(({ from, to }): [number, number | null] => [Math.floor((from + to) / 2), null]);
  return [...points, ...breaks].sort(([one], [other]) => one - other);
}
