import fc from 'fast-check';
import {
  availability,
  type AvailabilityInput,
  fractionOfDecimal,
  isAtLeastFraction,
  shownDown,
} from './availability.js';

const HOUR_S = 3_600;
const PERIOD = { from: 0, to: 6 * HOUR_S * 1_000 };

/** Intervals in whole seconds, some of them reaching out of the period, some empty, many overlapping. */
const intervals = fc
  .array(fc.tuple(fc.integer({ min: -HOUR_S, max: 7 * HOUR_S }), fc.integer({ min: 0, max: 2 * HOUR_S })), {
    maxLength: 8,
  })
  .map((spans) => spans.map(([from, length]) => ({ from: from * 1_000, to: (from + length) * 1_000 })));
const inputs = fc.record({ outages: intervals, excluded: intervals, noData: intervals });

/** The same, second by second: slow, and too simple to be wrong. */
function bySeconds({ period, outages, excluded, noData }: AvailabilityInput): Record<string, number> {
  const count = { up: 0, down: 0, excluded: 0, unknown: 0 };
  for (let at = period.from; at < period.to; at += 1_000) {
    const within = (list: AvailabilityInput['outages']): boolean => list.some(({ from, to }) => from <= at && at < to);
    if (within(excluded)) count.excluded += 1;
    else if (within(outages)) count.down += 1;
    else if (within(noData)) count.unknown += 1;
    else count.up += 1;
  }
  return count;
}

describe('Availability', () => {
  it('is what a count of every second gives', () => {
    fc.assert(
      fc.property(inputs, (lists) => {
        const { totalS, downS, excludedS, unknownS } = availability({ period: PERIOD, ...lists });
        const up = totalS - downS - excludedS - unknownS;
        expect({ up, down: downS, excluded: excludedS, unknown: unknownS }).toEqual(
          bySeconds({ period: PERIOD, ...lists }) as never,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order in which things became known', () => {
    fc.assert(
      fc.property(inputs, ({ outages, excluded, noData }) => {
        const turned = { outages: outages.toReversed(), excluded: excluded.toReversed(), noData: noData.toReversed() };
        expect(availability({ period: PERIOD, outages, excluded, noData })).toEqual(
          availability({ period: PERIOD, ...turned }),
        );
      }),
    );
  });

  it('of a period is the sum of its parts', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 6 * HOUR_S - 1 }), (lists, cut) => {
        const whole = availability({ period: PERIOD, ...lists });
        const parts = [
          { from: PERIOD.from, to: cut * 1_000 },
          { from: cut * 1_000, to: PERIOD.to },
        ].map((period) => availability({ period, ...lists }));
        for (const name of ['totalS', 'excludedS', 'downS', 'unknownS', 'scheduledS'] as const) {
          expect(parts.reduce((sum, part) => sum + part[name], 0)).toBe(whole[name]);
        }
      }),
    );
  });

  it('has no value when nothing was scheduled', () => {
    expect(availability({ period: PERIOD, outages: [], excluded: [PERIOD], noData: [] }).percent).toBeNull();
    expect(availability({ period: { from: 5, to: 5 }, outages: [], excluded: [], noData: [] }).percent).toBeNull();
  });

  it('is divided by the calendar where the contract says so', () => {
    const excluded = [{ from: 0, to: 3 * HOUR_S * 1_000 }];
    const { scheduledS, percent } = availability({
      period: PERIOD,
      outages: [{ from: 0, to: 4 * HOUR_S * 1_000 }],
      excluded,
      noData: [],
      denominator: 'CALENDAR',
    });
    expect(scheduledS).toBe(6 * HOUR_S);
    expect(percent && shownDown(percent)).toBe('83.333');
  });

  it('is never shown as more than it is', () => {
    const almost = { numerator: 999_999n, denominator: 10_000n };
    expect(shownDown(almost)).toBe('99.999');
    expect(isAtLeastFraction(almost, fractionOfDecimal('100'))).toBeFalse();
    expect(isAtLeastFraction(almost, fractionOfDecimal('99.9999'))).toBeTrue();
  });

  it('does not take for a number what is none', () => {
    for (const text of ['', '-1', '1e3', '99,9', ' 99', '99.'])
      expect(() => fractionOfDecimal(text)).toThrowError(/no decimal/);
  });
});
