import { type Fraction, fractionOfDecimal, isAtLeastFraction, shownUp } from '../availability/index.js';
import { type Interval } from '../intervals/index.js';
import { percentile95 } from '../percentile/index.js';
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

export { QUALITY_METRICS, QUALITY_SLOT_MS, type QualityMetric, type QualitySlot, type QualitySum };

/** How one promise was kept over the period. */
export interface QualityFigure {
  readonly metric: QualityMetric;
  readonly target: string;
  /** ms or percent, rounded up to three places; null when nothing was measured. */
  readonly value: string | null;
  /** 95th percentile of the intervals, in the same unit and by the rule of P-95. */
  readonly p95: string | null;
  readonly isMet: boolean | null;
  /** Time of the intervals that were worse than the target. */
  readonly degradedS: number;
}

/** A stretch in which the line was up and worse than promised. */
export interface DegradedPiece extends Interval {
  /** What was worse than promised, with the worst interval of each: ms or percent. */
  readonly worse: readonly { readonly metric: QualityMetric; readonly value: string }[];
}

export interface Quality {
  /** Time that could have been measured: whole intervals in which the line was up and the contract counts. */
  readonly countableS: number;
  readonly measuredS: number;
  /** Time in which at least one promise was not kept. */
  readonly degradedS: number;
  readonly sum: QualitySum;
  readonly figures: readonly QualityFigure[];
  readonly pieces: readonly DegradedPiece[];
}

/** Whether anything is promised that has to be measured. */
export function hasQualityTarget(terms: Pick<SlaTerms, 'objectives'>): boolean {
  return QUALITY_METRICS.some((metric) => targetOf(terms, metric) !== null);
}

/**
 * Delay, loss and jitter of a line against what was promised (P-LAT, P-JITTER). They count in available time alone: an
 * interval in which the line was down, unknown or excluded, were it for a second, is left out. Compared exactly.
 *
 * @param slots in order of time, each interval once
 * @param up when the line was up and the contract counts, in order
 */
export function reckonQuality(
  slots: readonly QualitySlot[],
  up: readonly Interval[],
  terms: Pick<SlaTerms, 'objectives'>,
): Quality {
  const targets = QUALITY_METRICS.flatMap((metric) => {
    const target = targetOf(terms, metric);
    return target === null ? [] : [{ metric, target, limit: fractionOfDecimal(target) }];
  });
  const counted = slotsWithin(slots, up).filter(isMeasured);
  const judged = counted.map((slot) => ({
    slot,
    worse: targets.flatMap(({ metric, limit }) => {
      const value = valueOf(metric, slot);
      return value === null || isAtLeastFraction(limit, value) ? [] : [{ metric, value }];
    }),
  }));
  const sum = counted.reduce<QualitySum>(plus, NOTHING_MEASURED);
  const slotS = QUALITY_SLOT_MS / 1_000;
  return {
    countableS: up.reduce((seconds, each) => seconds + wholeSlots(each) * slotS, 0),
    measuredS: counted.length * slotS,
    degradedS: judged.filter(({ worse }) => worse.length > 0).length * slotS,
    sum,
    figures: targets.map(({ metric, target, limit }) => {
      const value = valueOf(metric, sum);
      return {
        ...{ metric, target, p95: p95Of(metric, counted) },
        value: value === null ? null : shownUp(value),
        isMet: value === null ? null : isAtLeastFraction(limit, value),
        degradedS: judged.filter(({ worse }) => worse.some((each) => each.metric === metric)).length * slotS,
      };
    }),
    pieces: degradedPieces(judged),
  };
}

interface Judged {
  readonly slot: QualitySlot;
  readonly worse: readonly { readonly metric: QualityMetric; readonly value: Fraction }[];
}

/** Neighbouring intervals that were worse in the same respects are one piece. */
function degradedPieces(judged: readonly Judged[]): DegradedPiece[] {
  const runs: { from: number; to: number; worse: Map<QualityMetric, Fraction> }[] = [];
  for (const { slot, worse } of judged) {
    if (worse.length === 0) continue;
    const last = runs.at(-1);
    const isSame = last?.to === slot.at && last.worse.size === worse.length;
    if (last !== undefined && isSame && worse.every(({ metric }) => last.worse.has(metric))) {
      last.to += QUALITY_SLOT_MS;
      for (const { metric, value } of worse) last.worse.set(metric, larger(last.worse.get(metric) ?? value, value));
    } else {
      const values = new Map(worse.map(({ metric, value }) => [metric, value]));
      runs.push({ from: slot.at, to: slot.at + QUALITY_SLOT_MS, worse: values });
    }
  }
  return runs.map(({ from, to, worse }) => ({
    ...{ from, to },
    worse: [...worse].map(([metric, value]) => ({ metric, value: shownUp(value) })),
  }));
}

function p95Of(metric: QualityMetric, slots: readonly QualitySlot[]): string | null {
  const values = slots.flatMap((slot) => valueOf(metric, slot) ?? []);
  const place = percentile95(values.map(({ numerator, denominator }) => Number(numerator) / Number(denominator)));
  return place === null ? null : shownUp({ numerator: BigInt(Math.round(place.value * 1_000)), denominator: 1_000n });
}
