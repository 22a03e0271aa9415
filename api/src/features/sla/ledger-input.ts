import {
  clipIntervals,
  type ExcludedTime,
  type Interval,
  type LedgerInput,
  type LineTime,
  mergeIntervals,
  type TimePiece,
} from '@linewatch/shared';

/** So far around a month its outages are looked at: whether one began before, and whether it was long enough to count. */
export const MARGIN_MS = 86_400_000;

/**
 * What a circuit's month is reckoned from. What does not touch the month is left out, so that what happens later
 * changes nothing in a closed one.
 *
 * @param times of the month and its margin
 */
export function ledgerInput(
  period: Interval,
  hours: readonly Interval[],
  times: readonly TimePiece[],
  exclusions: readonly ExcludedTime[],
): LedgerInput {
  const touching = times.filter(({ from, to }) => from < period.to && period.from < to);
  return {
    period,
    hours,
    life: clipIntervals(mergeIntervals(touching), period),
    line: touching.flatMap(lineTimes),
    excluded: [
      ...touching.flatMap((piece) => excludedTimes(piece, period)),
      ...exclusions.filter(({ from, to }) => from < period.to && period.from < to),
    ],
  };
}

function lineTimes({ from, to, observed, cause, evidence, outageId }: TimePiece): LineTime[] {
  if (observed !== 'down' && observed !== 'unknown') return [];
  return [{ from, to, state: observed, evidence: evidence.kind, cause, ref: outageId }];
}

function excludedTimes({ from, to, state, observed, evidence }: TimePiece, period: Interval): ExcludedTime[] {
  if (state !== 'excluded') return [];
  const cut = { from: Math.max(from, period.from), to: Math.min(to, period.to) };
  if (observed === 'stopped') return [{ ...cut, reason: 'SUSPENDED', ref: null, isDisputed: false }];
  return [{ ...cut, reason: 'WORK', ref: evidence.refId, isDisputed: false }];
}
