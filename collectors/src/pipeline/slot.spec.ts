import fc from 'fast-check';
import { slotFor } from './slot.js';

describe('the slot of a reading', () => {
  it('is the start of the interval that the poll was scheduled in', () => {
    expect(slotFor(125_900, 60, null)).toBe(120);
  });

  it('is the scheduled second for a poll between two regular ones', () => {
    expect(slotFor(155_900, 60, 120)).toBe(155);
  });

  it('is the scheduled second for a regular poll whose interval began before the last extra one', () => {
    expect(slotFor(185_000, 60, 181)).toBe(185);
  });

  it('is the next second for a poll right after another one', () => {
    expect(slotFor(120_900, 60, 120)).toBe(121);
    expect(slotFor(155_900, 60, 155)).toBe(156);
    expect(slotFor(155_950, 60, 156)).toBeNull();
  });

  it('is none after the clock stepped back', () => {
    expect(slotFor(100_000, 60, 120)).toBeNull();
  });

  it('never repeats and never decreases, whenever polls are due', () => {
    const tried = fc.check(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000_000 })),
        fc.integer({ min: 1, max: 3_600 }),
        (dues, intervalS) => {
          let last: number | null = null;
          for (const due of dues) {
            const slot = slotFor(due, intervalS, last);
            if (slot === null) continue;
            if ((last !== null && slot <= last) || slot > due / 1_000 + 1) return false;
            last = slot;
          }
          return true;
        },
      ),
    );

    expect(tried.counterexample).toBeNull();
  });
});
