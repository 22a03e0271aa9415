/** A piece of time, half open: `from` belongs to it, `to` does not. ms since the epoch; empty unless from < to. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

function isNotEmpty({ from, to }: Interval): boolean {
  return from < to;
}

/**
 * The time that any of the intervals covers, as the fewest intervals in order. Touching ones become one.
 * Every other function here takes any list and gives such a list.
 */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  let open: { from: number; to: number } | undefined;
  for (const { from, to } of intervals.filter(isNotEmpty).sort((one, other) => one.from - other.from)) {
    if (open !== undefined && from <= open.to) {
      open.to = Math.max(open.to, to);
    } else {
      open = { from, to };
      merged.push(open);
    }
  }
  return merged;
}

/** The time that both lists cover. */
export function intersectIntervals(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const ones = mergeIntervals(one);
  const others = mergeIntervals(other);
  const shared: Interval[] = [];
  let left = 0;
  let right = 0;
  for (;;) {
    const a = ones[left];
    const b = others[right];
    if (a === undefined || b === undefined) return shared;
    const both = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
    if (isNotEmpty(both)) shared.push(both);
    if (a.to < b.to) left += 1;
    else right += 1;
  }
}

/** The time that the first list covers and the second does not. */
export function subtractIntervals(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const holes = mergeIntervals(other);
  const left: Interval[] = [];
  let next = 0;
  for (const { from, to } of mergeIntervals(one)) {
    let start = from;
    // Holes that end before this piece begins end before every later piece too.
    while ((holes[next]?.to ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    for (let index = next; start < to; index += 1) {
      const hole = holes[index];
      const stop = Math.min(hole?.from ?? to, to);
      if (start < stop) left.push({ from: start, to: stop });
      start = Math.max(start, hole?.to ?? to);
    }
  }
  return left;
}

/** The part of the covered time that lies within a window. */
export function clipIntervals(intervals: readonly Interval[], window: Interval): Interval[] {
  return intersectIntervals(intervals, [window]);
}

/** How much time the intervals cover, ms; where they overlap it counts once. */
export function coveredMs(intervals: readonly Interval[]): number {
  return mergeIntervals(intervals).reduce((total, { from, to }) => total + to - from, 0);
}
