import type { SampleSeries } from '@linewatch/shared';
import { type ChartAxis, type ChartLine, DASHES, niceAbove } from '../../../ui/chart/line-option';
import { formatRate } from '../../../ui/format/quantities';
import type { Naming } from './quality-lines';

/** The traffic that is drawn: columns of equal length, bit/s; null where nothing valid was read. */
export interface TrafficColumns {
  readonly at: readonly number[];
  readonly in: readonly (number | null)[];
  readonly out: readonly (number | null)[];
  readonly inMax: readonly (number | null)[];
  readonly outMax: readonly (number | null)[];
}

/** Room above the contracted bandwidth, so that its line has a name above it. */
const AIR = 1.08;

/** The contract is always on the picture: how much of it is used is what the reader wants to see. */
export function trafficAxes(limitBps: number): readonly ChartAxis[] {
  return [{ format: formatRate, least: niceAbove(limitBps * AIR) }];
}

/**
 * In and out; their maxima where an entry stands for many readings; and both in the period before, where that is asked for.
 */
export function trafficLines(
  columns: TrafficColumns,
  isBucketed: boolean,
  before: Pick<TrafficColumns, 'in' | 'out'> | undefined,
  name: Naming,
): ChartLine[] {
  const line = (key: keyof TrafficColumns, colour: 'in' | 'out', isThin: boolean): ChartLine => ({
    ...{ key, name: name(key), values: columns[key], colour, dash: DASHES[colour], isThin, axis: 0 },
    hasArea: key === 'in',
  });
  const peaks = isBucketed ? [line('inMax', 'in', true), line('outMax', 'out', true)] : [];
  const past = (['in', 'out'] as const).map((colour): ChartLine => {
    const key = `${colour}Before`;
    return { key, name: name(key), values: before?.[colour] ?? [], colour, dash: DASHES.before, isThin: true, axis: 0 };
  });
  return [line('in', 'in', false), line('out', 'out', false), ...peaks, ...(before === undefined ? [] : past)];
}

/**
 * A series of an earlier time under the times of a later one: for each of those the value that lies nearest to it, if
 * it is not more than a step away.
 *
 * @param byMs how much earlier it was
 */
export function under(
  at: readonly number[],
  before: Pick<SampleSeries, 'at' | 'inBps' | 'outBps'>,
  byMs: number,
  stepMs: number,
): Pick<TrafficColumns, 'in' | 'out'> {
  let next = 0;
  const places = at.map((time) => {
    const wanted = time - byMs;
    while (
      Math.abs((before.at[next + 1] ?? Number.POSITIVE_INFINITY) - wanted) <= Math.abs((before.at[next] ?? 0) - wanted)
    )
      next += 1;
    return Math.abs((before.at[next] ?? Number.POSITIVE_INFINITY) - wanted) <= stepMs ? next : undefined;
  });
  const pick = (values: readonly (number | null)[]): (number | null)[] =>
    places.map((place) => (place === undefined ? null : (values[place] ?? null)));
  return { in: pick(before.inBps), out: pick(before.outBps) };
}
