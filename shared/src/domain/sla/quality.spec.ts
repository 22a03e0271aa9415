import fc from 'fast-check';
import { someTerms } from '../../testing/ledger.builder.js';
import { reckonNorm } from './norm-kept.js';
import { QUALITY_SLOT_MS, type QualitySlot, reckonQuality } from './quality.js';

const TERMS = someTerms({
  objectives: [
    { metric: 'LATENCY', target: '30' },
    { metric: 'LOSS', target: '0.5' },
  ],
});

/** Twenty packets of 20 ms without loss in one interval; a test names only what it is about. */
function slot(place: number, overrides: Partial<QualitySlot> = {}): QualitySlot {
  const run = { sent: 20, received: 20, delayN: 20, delaySumUs: 400_000, jitterN: 1, jitterSumUs: 1_000 };
  return { at: place * QUALITY_SLOT_MS, ...run, ...overrides };
}

const upTo = (slots: number): { from: number; to: number } => ({ from: 0, to: slots * QUALITY_SLOT_MS });

describe('Delay, loss and jitter of a month', () => {
  it('count each part as often as it was measured, and are compared exactly (P-LAT)', () => {
    const slots = [slot(0, { delayN: 10, delaySumUs: 500_000 }), slot(1, { delayN: 20, delaySumUs: 400_000 })];
    const [latency] = reckonQuality(slots, [upTo(2)], TERMS).figures;

    expect(latency).toEqual(jasmine.objectContaining({ metric: 'LATENCY', value: '30.000', isMet: true }));
    const worse = [slot(0, { delayN: 10, delaySumUs: 500_001 }), slots[1] ?? slot(1)];
    // Never shown as less than it is.
    expect(reckonQuality(worse, [upTo(2)], TERMS).figures[0]).toEqual(
      jasmine.objectContaining({ value: '30.001', isMet: false }),
    );
  });

  it('count only intervals in which the line was up from begin to end', () => {
    const bad = { delaySumUs: 4_000_000, received: 0 };
    const slots = [slot(0), slot(1, bad), slot(2), slot(3, bad)];
    const up = [
      { from: 0, to: 1.5 * QUALITY_SLOT_MS },
      { from: 1.5 * QUALITY_SLOT_MS + 1_000, to: 3 * QUALITY_SLOT_MS },
    ];

    const quality = reckonQuality(slots, up, TERMS);

    expect([quality.countableS, quality.measuredS, quality.degradedS]).toEqual([600, 600, 0]);
    expect(quality.figures.map(({ value }) => value)).toEqual(['20.000', '0.000']);
  });

  it('name the time that was worse than promised, with the worst of it', () => {
    const slow = (ms: number): Partial<QualitySlot> => ({ delaySumUs: ms * 20_000 });
    const slots = [slot(0, slow(31)), slot(1, slow(44)), slot(2), slot(3, { ...slow(40), received: 19 })];
    const quality = reckonQuality(slots, [upTo(4)], TERMS);

    expect(quality.degradedS).toBe(900);
    expect(quality.figures.map(({ degradedS }) => degradedS)).toEqual([900, 300]);
    expect(quality.pieces).toEqual([
      { from: 0, to: 2 * QUALITY_SLOT_MS, worse: [{ metric: 'LATENCY', value: '44.000' }] },
      {
        ...{ from: 3 * QUALITY_SLOT_MS, to: 4 * QUALITY_SLOT_MS },
        worse: [
          { metric: 'LATENCY', value: '40.000' },
          { metric: 'LOSS', value: '5.000' },
        ],
      },
    ]);
  });

  it('have no figure and no verdict where nothing was measured', () => {
    const { figures, measuredS } = reckonQuality([], [upTo(4)], TERMS);

    expect(measuredS).toBe(0);
    expect(figures.map(({ value, p95, isMet }) => [value, p95, isMet])).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('have their 95th percentile by the rule of billing', () => {
    const slots = Array.from({ length: 20 }, (_, place) => slot(place, { delaySumUs: (place + 1) * 20_000 }));

    expect(reckonQuality(slots, [upTo(20)], TERMS).figures[0]?.p95).toBe('19.000');
  });

  it('degrade as much time as their pieces cover', () => {
    const received = fc.array(fc.option(fc.integer({ min: 0, max: 22 })), { maxLength: 40 });
    fc.assert(
      fc.property(received, fc.integer({ min: 0, max: 40 }), (counts, upSlots) => {
        const slots = counts.flatMap((count, place) => (count === null ? [] : slot(place, { received: count })));
        const { pieces, degradedS, measuredS, countableS } = reckonQuality(slots, [upTo(upSlots)], TERMS);

        const lossy = slots.filter(({ at, received: answers }) => at < upTo(upSlots).to && answers < 20);
        expect(degradedS).toBe(lossy.length * 300);
        expect(pieces.reduce((sum, { from, to }) => sum + (to - from) / 1_000, 0)).toBe(degradedS);
        expect(measuredS).toBeLessThanOrEqual(countableS);
      }),
    );
  });
});

describe('The norm of tickets', () => {
  const kept = (kind: string, isKept = true) => ({ kind, isKept });

  it('is kept by tickets that kept every clock that is counted', () => {
    const tickets = [
      { clocks: [kept('DISPATCH'), kept('ACCEPT'), kept('RESTORE'), kept('CONFIRM'), kept('UPDATE', false)] },
      { clocks: [kept('DISPATCH'), kept('ACCEPT'), kept('RESTORE', false)] },
      { clocks: [kept('RESTORE')] },
    ];
    const norm = reckonNorm(tickets, '66.666');

    expect(norm).toEqual(jasmine.objectContaining({ tickets: 3, kept: 2, value: '66.666', isMet: true }));
    expect(norm.timers.map(({ timer, all, kept: inTime }) => [timer, all, inTime])).toEqual([
      ['DISPATCH', 2, 2],
      ['ACCEPT', 2, 2],
      ['RESTORE', 3, 2],
      ['CONFIRM', 1, 1],
    ]);
    expect(reckonNorm(tickets, '66.667').isMet).toBeFalse();
  });

  it('of a month without tickets has no verdict', () => {
    expect(reckonNorm([], '99')).toEqual(jasmine.objectContaining({ value: null, isMet: null }));
  });
});
