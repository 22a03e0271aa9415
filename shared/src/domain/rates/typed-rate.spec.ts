import fc from 'fast-check';
import { asTypedRate, MOST_BPS, typedRate } from './typed-rate.js';

describe('a typed rate', () => {
  for (const [text, bps] of [
    ['100M', 100e6],
    [' 2G ', 2e9],
    ['64k', 64e3],
    ['1500', 1500],
    ['1000000G', 1e15],
  ] as const) {
    it(`is ${String(bps)} bit/s where ${text} was typed`, () => {
      expect(typedRate(text)).toBe(bps);
    });
  }

  for (const text of ['', '0', '0M', '1.5G', '100 M', '100m', '-1', '1e9', '1000001G', '٣M']) {
    it(`is none where "${text}" was typed`, () => {
      expect(typedRate(text)).toBeUndefined();
    });
  }

  it('is read again as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (bps) => {
        expect(typedRate(asTypedRate(bps))).toBe(bps);
      }),
    );
    expect(asTypedRate(MOST_BPS)).toBe('1000000G');
  });
});
