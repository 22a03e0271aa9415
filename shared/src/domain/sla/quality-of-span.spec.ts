import fc from 'fast-check';
import { someTerms } from '../../testing/ledger.builder.js';
import { addMeasured, measuredTime, NEVER_MEASURED, qualityOfSpan } from './quality-of-span.js';
import { QUALITY_SLOT_MS, type QualitySlot, reckonQuality } from './quality.js';

const TERMS = someTerms({ objectives: [{ metric: 'LATENCY', target: '30' }] });

/** Twenty packets without loss in one interval. */
function slot(place: number, ms: number): QualitySlot {
  const run = { sent: 20, received: 20, delayN: 20, delaySumUs: ms * 20_000, jitterN: 1, jitterSumUs: 1_000 };
  return { at: place * QUALITY_SLOT_MS, ...run };
}

const between = (from: number, to: number) => [{ from: from * QUALITY_SLOT_MS, to: to * QUALITY_SLOT_MS }];

describe('Delay, loss and jitter of a span', () => {
  it('are the ledger’s for a month, with the worst interval beside them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), (delays) => {
        const slots = delays.map((ms, place) => slot(place, ms));
        const up = between(0, delays.length);

        const [latency] = qualityOfSpan(measuredTime(slots, up), TERMS);

        const [kept] = reckonQuality(slots, up, TERMS).figures;
        expect([latency?.mean, latency?.isMet]).toEqual([kept?.value, kept?.isMet]);
        expect(Number(latency?.worst)).toBe(Math.max(...delays));
      }),
    );
  });

  it('add up from parts to the whole, wherever it is cut', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 });
    fc.assert(
      fc.property(delays, fc.nat(20), (each, at) => {
        const slots = each.map((ms, place) => slot(place, ms));
        const cut = Math.min(at, each.length);
        const parts = [
          measuredTime(slots.slice(0, cut), between(0, cut)),
          measuredTime(slots.slice(cut), between(cut, 20)),
        ];

        const sum = parts.reduce(addMeasured, NEVER_MEASURED);

        const whole = measuredTime(slots, between(0, 20));
        expect(qualityOfSpan(sum, TERMS)).toEqual(qualityOfSpan(whole, TERMS));
        expect([sum.measuredS, sum.countableS]).toEqual([whole.measuredS, whole.countableS]);
      }),
    );
  });

  it('leave out intervals in which the line was not up, and have no verdict without a promise or a measurement', () => {
    const down = measuredTime([slot(0, 10), slot(1, 500)], between(0, 1));

    expect(qualityOfSpan(down, TERMS).map(({ metric, mean, worst, isMet }) => [metric, mean, worst, isMet])).toEqual([
      ['LATENCY', '10.000', '10.000', true],
      ['LOSS', '0.000', '0.000', null],
      ['JITTER', '1.000', '1.000', null],
    ]);
    expect(qualityOfSpan(NEVER_MEASURED, TERMS).map(({ mean, isMet }) => [mean, isMet])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });
});
