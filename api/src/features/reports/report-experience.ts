import { fraction, type ReportQuality, type ReportSatisfaction, shownDown, shownUp } from '@linewatch/shared';
import type { LineQuality } from '../sla/index.js';
import type { Satisfaction } from '../tickets/index.js';

/** What was measured of one line, as a report says it. */
export function qualityOf({ circuit, metrics, countableS, measuredS }: LineQuality): ReportQuality {
  const { id, code, name, alias } = circuit;
  const missing = Math.max(0, countableS - measuredS);
  return {
    ...{ circuitId: id, code, name, alias },
    metrics: metrics.map(({ metric, mean, worst, target, isMet }) => ({ metric, mean, worst, target, isMet })),
    // Rounded up: none is said only when nothing is missing.
    gap: countableS === 0 ? null : Number(shownUp(fraction(100n * BigInt(missing), BigInt(countableS)), 1)),
  };
}

/** What customers said of the tickets of a report. */
export function satisfactionOf({ rated, steps, callBacks, openCallBacks }: Satisfaction): ReportSatisfaction {
  return {
    ...{ rated, callBacks, openCallBacks },
    steps: steps.map(({ step, count, sum }) => ({
      ...{ step, count },
      mean: count === 0 ? null : Number(shownDown(fraction(BigInt(sum), BigInt(count)), 1)),
    })),
  };
}
