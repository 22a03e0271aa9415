import fc from 'fast-check';
import { billableBps, percentile95 } from './percentile95.js';

const someSamples = fc.array(fc.nat(), { minLength: 1, maxLength: 2_000 });

describe('The 95th percentile', () => {
  it('is what is left on top when the highest twentieth is dropped', () => {
    fc.assert(
      fc.property(someSamples, (samples) => {
        const descending = samples.toSorted((one, other) => other - one);
        expect(percentile95(samples)?.value).toBe(descending[Math.floor(samples.length / 20)] ?? Number.NaN);
      }),
    );
  });

  it('does not depend on the order and leaves the samples alone', () => {
    const samples = [10, 9, 100, 1];
    expect(percentile95(samples)).toEqual({ n: 4, rank: 4, discarded: 0, value: 100 });
    expect(samples).toEqual([10, 9, 100, 1]);
  });

  it('leaves missing slots out, or counts them as zero', () => {
    const samples = [null, 5, null, 9];
    expect(percentile95(samples)?.n).toBe(2);
    expect(percentile95(samples, 'ZERO')).toEqual({ n: 4, rank: 4, discarded: 0, value: 9 });
  });

  it('is unknown without samples', () => {
    expect(percentile95([])).toBeNull();
    expect(percentile95([null, null])).toBeNull();
  });

  it('is billed for the larger direction and at least as committed', () => {
    expect(billableBps(3, 5)).toBe(5);
    expect(billableBps(3, 5, 10)).toBe(10);
  });
});
