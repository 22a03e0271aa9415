import type { SampleSeries } from '@linewatch/shared';

/** Traffic at one moment, bit/s; null: nothing valid was read. */
export interface TrafficPoint {
  readonly at: number;
  readonly in: number | null;
  readonly out: number | null;
  readonly inMax: number | null;
  readonly outMax: number | null;
}

/** A stretch without data, ms, [from, to). */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Missing for longer than this many steps is a hole and no late reading. */
const HOLE_STEPS = 2.5;

/** The columns of an answer as points, oldest first. */
export function pointsOf(series: SampleSeries): TrafficPoint[] {
  return series.at.map((at, index) => ({
    at,
    in: series.inBps[index] ?? null,
    out: series.outBps[index] ?? null,
    inMax: series.inMaxBps[index] ?? null,
    outMax: series.outMaxBps[index] ?? null,
  }));
}

/**
 * Where a range holds no data: entries without a value, steps that are missing, and the ends of the range.
 *
 * @param stepMs width of a bucket, or the poll interval where each point is one reading
 */
export function gapsOf(points: readonly TrafficPoint[], range: Gap, stepMs: number): Gap[] {
  const gaps: Gap[] = [];
  let known = range.from;
  for (const point of points) {
    if (point.in === null && point.out === null) continue;
    if (point.at - known > HOLE_STEPS * stepMs) gaps.push({ from: known, to: point.at });
    known = Math.max(known, point.at + stepMs);
  }
  if (range.to - known > HOLE_STEPS * stepMs) gaps.push({ from: known, to: range.to });
  return gaps;
}

/** The points with an empty one inside every gap, so that a line breaks there instead of bridging it. */
export function brokenAtGaps(points: readonly TrafficPoint[], gaps: readonly Gap[]): TrafficPoint[] {
  const breaks = gaps.map(({ from, to }) => ({
    at: Math.floor((from + to) / 2),
    in: null,
    out: null,
    inMax: null,
    outMax: null,
  }));
  return [...points, ...breaks].sort((one, other) => one.at - other.at);
}
