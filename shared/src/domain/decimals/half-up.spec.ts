import { halfUp } from './half-up.js';

describe('Rounding half-up', () => {
  it('rounds a half away from zero, which binary floating point often does not', () => {
    expect(halfUp(125n, 1_000n, 2)).toBe('0.13');
    expect(halfUp(1_005n, 1_000n, 2)).toBe('1.01');
    expect(halfUp(1_004_999n, 1_000_000n, 2)).toBe('1.00');
  });

  it('carries into the whole part and fills up with zeros', () => {
    expect(halfUp(9_995n, 1_000n, 2)).toBe('10.00');
    expect(halfUp(0n, 3n, 4)).toBe('0.0000');
    expect(halfUp(5n, 2n, 0)).toBe('3');
  });
});
