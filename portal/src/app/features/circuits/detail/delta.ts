import type { DirectionStats, SampleSeries } from '@linewatch/shared';
import { formatPercent } from '../../../ui/format/quantities';

/** How a figure differs from the same of the period before. */
export interface Delta {
  readonly sign: '+' | '−' | '±';
  /** How much, without its sign. */
  readonly bps: number;
  readonly percent: string;
}

/** Periods with less data than this share are not compared: the gaps would be the difference. */
const LEAST_COVERAGE = 0.9;

/** @returns undefined where there is nothing honest to compare */
export function deltaOf(
  series: SampleSeries,
  before: SampleSeries,
  direction: 'in' | 'out',
  figure: keyof DirectionStats,
): Delta | undefined {
  const [now, then] = [series.stats[direction][figure], before.stats[direction][figure]];
  if (now === null || then === null || Math.min(series.coverage, before.coverage) < LEAST_COVERAGE) return undefined;
  const difference = now - then;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±';
  const share = then === 0 ? '' : `${sign}${formatPercent((100 * Math.abs(difference)) / then)}`;
  return { sign, bps: Math.abs(difference), percent: share };
}
