import fc from 'fast-check';
import { type DayLoad, loadTrend } from './load-trend.js';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const LIMIT = 80_000_000;

/** Days up to now, each `growth` more than the one before; `noise` is repeated. */
function days(count: number, first: number, growth: number, noise: readonly number[] = [0]): DayLoad[] {
  return Array.from({ length: count }, (_, index) => ({
    at: NOW - (count - index) * DAY,
    bps: first + growth * index + (noise[index % noise.length] ?? 0),
  }));
}

describe('the trend of a load', () => {
  it('finds the day on which a growing load reaches the limit (LIV9)', () => {
    // 5 % a month of 40 Mbit/s: about 66 667 bit/s a day.
    const { verdict, slopeBps } = loadTrend(days(60, 40_000_000, 66_667), LIMIT, NOW);
    expect(slopeBps).toBeCloseTo(66_667, 6);
    expect(verdict.kind).toBe('date');
    if (verdict.kind !== 'date') return;
    const left = (LIMIT - (40_000_000 + 66_667 * 60)) / 66_667;
    expect((verdict.at - NOW) / DAY).toBeCloseTo(left, 3);
  });

  it('gives a range that holds the date and is wider the more the days differ', () => {
    const calm = loadTrend(days(60, 40_000_000, 300_000, [-1e6, 1e6]), LIMIT, NOW).verdict;
    const wild = loadTrend(days(60, 40_000_000, 300_000, [-6e6, 6e6]), LIMIT, NOW).verdict;
    if (calm.kind !== 'date' || wild.kind !== 'date') throw new Error('both grow');
    for (const { at, earliest, latest } of [calm, wild]) {
      expect(earliest).toBeLessThanOrEqual(at);
      expect(latest ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(at);
    }
    const width = ({ earliest, latest }: { earliest: number; latest: number | null }): number =>
      (latest ?? Number.POSITIVE_INFINITY) - earliest;
    expect(width(wild)).toBeGreaterThan(width(calm));
  });

  it('names no date for a flat load, a falling one, and one whose growth may be chance (LIV9)', () => {
    for (const loads of [
      days(60, 40_000_000, 0),
      days(60, 40_000_000, -100_000),
      days(30, 40_000_000, 1_000, [-5e6, 5e6, 1e6]),
    ]) {
      expect(loadTrend(loads, LIMIT, NOW).verdict).toEqual({ kind: 'flat' });
    }
  });

  it('says so when there are not enough days', () => {
    expect(loadTrend(days(27, 40_000_000, 300_000), LIMIT, NOW).verdict).toEqual({ kind: 'short' });
    expect(loadTrend([], LIMIT, NOW)).toEqual({ days: 0, slopeBps: null, verdict: { kind: 'short' } });
    const oneDay = Array.from({ length: 30 }, () => ({ at: NOW, bps: 1 }));
    expect(loadTrend(oneDay, LIMIT, NOW).verdict).toEqual({ kind: 'short' });
  });

  it('says so when the load is there already, or will not be for years', () => {
    expect(loadTrend(days(60, 81_000_000, 100), LIMIT, NOW).verdict).toEqual({ kind: 'reached' });
    expect(loadTrend(days(60, 10_000_000, 1_000), LIMIT, NOW).verdict).toEqual({ kind: 'far' });
  });

  it('does not depend on the order of the days', () => {
    const load = fc.record({ at: fc.integer({ min: 0, max: 99 }).map((day) => day * DAY), bps: fc.nat(LIMIT) });
    fc.assert(
      fc.property(fc.array(load, { minLength: 28, maxLength: 60 }), (loads) => {
        const [one, other] = [loadTrend(loads, LIMIT, NOW), loadTrend(loads.toReversed(), LIMIT, NOW)];
        expect(one.days).toBe(other.days);
        expect(one.slopeBps ?? 0).toBeCloseTo(other.slopeBps ?? 0, 2);
      }),
    );
  });
});
