import * as fc from 'fast-check';
import { daysOf, monthParts, spanBefore, spanInstants } from './date-span.js';
import { monthPeriod } from './period.js';

const DAY_MS = 86_400_000;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const spans = fc
  .record({ first: fc.integer({ min: 18_262, max: 22_000 }), days: fc.integer({ min: 1, max: 400 }) })
  .map(({ first, days }) => ({ from: dateOf(first), to: dateOf(first + days - 1), days }));

describe('A span of dates', () => {
  it('is whole months where it has every day of them', () => {
    expect(monthParts({ from: '2026-10-01', to: '2026-12-31' })).toEqual([
      { month: '2026-10', days: null },
      { month: '2026-11', days: null },
      { month: '2026-12', days: null },
    ]);
    expect(monthParts({ from: '2026-10-15', to: '2026-11-03' })).toEqual([
      { month: '2026-10', days: { from: '2026-10-15', to: '2026-10-31' } },
      { month: '2026-11', days: { from: '2026-11-01', to: '2026-11-03' } },
    ]);
    expect(monthParts({ from: '2028-02-01', to: '2028-02-28' }).map(({ days }) => days?.to)).toEqual(['2028-02-28']);
  });

  it('is told beside the quarter, the week or the days before', () => {
    expect(spanBefore({ from: '2026-10-01', to: '2026-12-31' })).toEqual({ from: '2026-07-01', to: '2026-09-30' });
    expect(spanBefore({ from: '2026-11-02', to: '2026-11-08' })).toEqual({ from: '2026-10-26', to: '2026-11-01' });
    expect(spanBefore({ from: '2028-03-01', to: '2028-03-31' })).toEqual({ from: '2028-02-01', to: '2028-02-29' });
  });

  it('has each of its days once, in whatever months they lie and whatever the clocks do', () => {
    fc.assert(
      fc.property(spans, fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe'), (span, zone) => {
        expect(daysOf(span)).toBe(span.days);
        const lengths = monthParts(span).map(({ month, days }) =>
          days === null ? monthPeriod(month, zone) : spanInstants(days, zone),
        );
        const whole = spanInstants(span, zone);
        expect(lengths.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(whole.to - whole.from);
        expect(spanInstants(spanBefore(span), zone).to).toBe(whole.from);
      }),
    );
  });
});
