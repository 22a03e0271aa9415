/** The load of one day: the 95th percentile of its five-minute means, the larger direction; bit/s. */
export interface DayLoad {
  /** Begin of the day, ms. */
  readonly at: number;
  readonly bps: number;
}

/** Days below this say nothing about a month. */
export const TREND_LEAST_DAYS = 28;
/** A line that is drawn further than this is a wish. */
export const TREND_FURTHEST_MS = 3 * 365 * 86_400_000;

/**
 * When a load reaches a limit if it goes on as it did.
 *
 * - `short` too few days to say anything
 * - `reached` the line is there already
 * - `flat` it does not grow, or too little to tell growth from chance
 * - `far` not within three years
 * - `date` `at`, with the range that the same days leave open; `latest` null: perhaps never
 */
export type TrendVerdict =
  | { readonly kind: 'short' | 'reached' | 'flat' | 'far' }
  | { readonly kind: 'date'; readonly at: number; readonly earliest: number; readonly latest: number | null };

export interface LoadTrend {
  readonly days: number;
  /** What a day adds, bit/s; null with fewer than three days. */
  readonly slopeBps: number | null;
  readonly verdict: TrendVerdict;
}

const DAY_MS = 86_400_000;
/** Of the normal distribution, for 95 %; the days are so many that Student's differs little. */
const Z95 = 1.96;

/**
 * A straight line through the daily loads by least squares, and when it crosses the limit.
 *
 * The range follows from the standard error of the slope. A slope that is not two errors above zero is no growth: a
 * date made of noise would be worse than none.
 *
 * @param loads one a day, in any order; days without enough readings are left out
 * @param limitBps what must not be reached, such as 80 % of the contracted bandwidth
 * @param now ms; the verdict looks from here
 */
export function loadTrend(loads: readonly DayLoad[], limitBps: number, now: number): LoadTrend {
  const days = loads.length;
  const line = days < 3 ? null : fitLine(loads);
  if (line === null || days < TREND_LEAST_DAYS) return verdict(days, line, { kind: 'short' });
  const { slope, slopeError, meanAt, meanBps } = line;
  if (meanBps + slope * daysBetween(meanAt, now) >= limitBps) return verdict(days, line, { kind: 'reached' });
  if (slope <= 0 || slope - Z95 * slopeError <= 0) return verdict(days, line, { kind: 'flat' });
  const crossing = (each: number): number => meanAt + ((limitBps - meanBps) / each) * DAY_MS;
  const at = crossing(slope);
  if (at - now > TREND_FURTHEST_MS) return verdict(days, line, { kind: 'far' });
  const earliest = Math.max(now, crossing(slope + Z95 * slopeError));
  const last = crossing(slope - Z95 * slopeError);
  const latest = last - now > TREND_FURTHEST_MS ? null : last;
  return verdict(days, line, { kind: 'date', at, earliest, latest });
}

interface Line {
  /** bit/s a day. */
  readonly slope: number;
  readonly slopeError: number;
  readonly meanAt: number;
  readonly meanBps: number;
}

function fitLine(loads: readonly DayLoad[]): Line | null {
  const n = loads.length;
  const meanAt = loads.reduce((sum, { at }) => sum + at, 0) / n;
  const meanBps = loads.reduce((sum, { bps }) => sum + bps, 0) / n;
  const spread = loads.reduce((sum, { at }) => sum + daysBetween(meanAt, at) ** 2, 0);
  if (spread === 0) return null;
  const slope = loads.reduce((sum, { at, bps }) => sum + daysBetween(meanAt, at) * (bps - meanBps), 0) / spread;
  const residue = loads.reduce((sum, { at, bps }) => sum + (bps - meanBps - slope * daysBetween(meanAt, at)) ** 2, 0);
  return { slope, slopeError: Math.sqrt(residue / (n - 2) / spread), meanAt, meanBps };
}

function daysBetween(from: number, to: number): number {
  return (to - from) / DAY_MS;
}

function verdict(days: number, line: Line | null, said: TrendVerdict): LoadTrend {
  return { days, slopeBps: line?.slope ?? null, verdict: said };
}
