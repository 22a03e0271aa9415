import { type Fraction, fractionOfDecimal, isAtLeastFraction, shownUp } from '../availability/index.js';
import { type Interval } from '../intervals/index.js';
import {
  isMeasured,
  larger,
  NOTHING_MEASURED,
  plus,
  QUALITY_METRICS,
  QUALITY_SLOT_MS,
  type QualityMetric,
  type QualitySlot,
  type QualitySum,
  slotsWithin,
  valueOf,
  wholeSlots,
} from './quality-sums.js';
import { type SlaTerms, targetOf } from './terms.js';

/** What was measured of a line, month by month or all at once: parts add up to the whole without loss. */
export interface MeasuredTime {
  /** Time that could have been measured, in whole intervals in which the line was up and the contract counts. */
  readonly countableS: number;
  readonly measuredS: number;
  readonly sum: QualitySum;
  /** The worst interval in each respect: ms or percent. */
  readonly worst: Readonly<Partial<Record<QualityMetric, Fraction>>>;
}

/** One respect over a span: ms or percent, rounded up to three places; null where it was not measured or promised. */
export interface QualityOfSpan {
  readonly metric: QualityMetric;
  readonly mean: string | null;
  readonly worst: string | null;
  readonly target: string | null;
  readonly isMet: boolean | null;
}

export const NEVER_MEASURED: MeasuredTime = { countableS: 0, measuredS: 0, sum: NOTHING_MEASURED, worst: {} };

/**
 * Delay, loss and jitter in available time alone, as `reckonQuality` counts them, whether anything is promised or not.
 *
 * @param slots in order of time, each interval once
 * @param up when the line was up and the contract counts, in order
 */
export function measuredTime(slots: readonly QualitySlot[], up: readonly Interval[]): MeasuredTime {
  const slotS = QUALITY_SLOT_MS / 1_000;
  const counted = slotsWithin(slots, up).filter(isMeasured);
  const worst: Partial<Record<QualityMetric, Fraction>> = {};
  for (const slot of counted) {
    for (const metric of QUALITY_METRICS) {
      const value = valueOf(metric, slot);
      if (value !== null) worst[metric] = larger(worst[metric] ?? value, value);
    }
  }
  return {
    countableS: up.reduce((seconds, each) => seconds + wholeSlots(each) * slotS, 0),
    measuredS: counted.length * slotS,
    sum: counted.reduce<QualitySum>(plus, NOTHING_MEASURED),
    worst,
  };
}

export function addMeasured(one: MeasuredTime, other: MeasuredTime): MeasuredTime {
  const worst = { ...one.worst };
  for (const metric of QUALITY_METRICS) {
    const value = other.worst[metric];
    if (value !== undefined) worst[metric] = larger(worst[metric] ?? value, value);
  }
  return {
    countableS: one.countableS + other.countableS,
    measuredS: one.measuredS + other.measuredS,
    sum: plus(one.sum, other.sum),
    worst,
  };
}

/** Each respect with its mean over all packets, compared exactly with what is promised. */
export function qualityOfSpan({ sum, worst }: MeasuredTime, terms: Pick<SlaTerms, 'objectives'>): QualityOfSpan[] {
  return QUALITY_METRICS.map((metric) => {
    const mean = valueOf(metric, sum);
    const target = targetOf(terms, metric);
    const peak = worst[metric];
    return {
      metric,
      mean: mean === null ? null : shownUp(mean),
      worst: peak === undefined ? null : shownUp(peak),
      target,
      isMet: mean === null || target === null ? null : isAtLeastFraction(fractionOfDecimal(target), mean),
    };
  });
}
