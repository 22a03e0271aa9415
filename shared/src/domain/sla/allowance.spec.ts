import { allowanceOf, warningLevel } from './allowance.js';
import { shiftMonth } from './month.js';

const MONTH_S = 30 * 86_400;

describe('What a month may lose', () => {
  it('is rounded down, and what is left goes below zero', () => {
    expect(allowanceOf('99.9', MONTH_S, 600)).toEqual({ allowedS: 2_592, usedS: 600, leftS: 1_992 });
    expect(allowanceOf('99.95', MONTH_S - 1, 2_000)).toEqual({ allowedS: 1_295, usedS: 2_000, leftS: -705 });
    expect(allowanceOf('100', MONTH_S, 0).allowedS).toBe(0);
  });

  it('warns at half, at four fifths, and when the target is missed', () => {
    const level = (usedS: number): number | null => warningLevel(allowanceOf('99.9', MONTH_S, usedS));
    expect([0, 1_295, 1_296, 2_073, 2_074, 2_592, 2_593].map(level)).toEqual([null, null, 50, 50, 80, 80, 100]);
    expect(warningLevel(allowanceOf('100', MONTH_S, 0))).toBeNull();
    expect(warningLevel(allowanceOf('100', MONTH_S, 1))).toBe(100);
  });

  it('is of a month, whose neighbours are over the years too', () => {
    expect([shiftMonth('2026-01', -1), shiftMonth('2026-12', 1), shiftMonth('2026-11', -14)]).toEqual([
      ...['2025-12', '2027-01', '2025-09'],
    ]);
  });
});
