import { contrastOnWhite, isReadableOnWhite } from './contrast.js';

describe('a colour on white paper', () => {
  it('has the contrast that WCAG reckons', () => {
    expect(contrastOnWhite('#000000')).toBeCloseTo(21, 6);
    expect(contrastOnWhite('#ffffff')).toBeCloseTo(1, 6);
    expect(contrastOnWhite('#ff0000')).toBeCloseTo(3.998, 3);
  });

  it('can be read from 4.5 to 1 on: the two greys on either side of it', () => {
    expect([isReadableOnWhite('#767676'), isReadableOnWhite('#777777')]).toEqual([true, false]);
    expect([isReadableOnWhite('#1a56b0'), isReadableOnWhite('#f2c200')]).toEqual([true, false]);
  });
});
