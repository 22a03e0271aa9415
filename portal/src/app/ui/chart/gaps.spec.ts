import { brokenAtGaps, gapsOf } from './gaps';

const STEP = 10_000;
const RANGE = { from: 0, to: 100_000 };
const all = (at: readonly number[]): boolean[] => at.map(() => true);

describe('the gaps of a range', () => {
  it('are where readings are missing for more than two and a half steps', () => {
    const at = [0, 10_000, 20_000, 60_000, 70_000, 80_000, 90_000];
    expect(gapsOf(at, all(at), RANGE, STEP)).toEqual([{ from: 30_000, to: 60_000 }]);
  });

  it('are where a bucket has no value', () => {
    const at = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n * STEP);
    const has = at.map((_, n) => !(n > 2 && n < 6));
    expect(gapsOf(at, has, RANGE, STEP)).toEqual([{ from: 30_000, to: 60_000 }]);
  });

  it('are the whole range when nothing was read', () => {
    expect(gapsOf([], [], RANGE, STEP)).toEqual([RANGE]);
  });

  it('are none for a reading that came a little late', () => {
    const at = [0, 10_000, 22_000, 40_000, 60_000, 80_000];
    expect(gapsOf(at, all(at), RANGE, STEP)).toEqual([]);
  });

  it('break a line', () => {
    expect(brokenAtGaps([0, 60_000], [1, 2], [{ from: 10_000, to: 60_000 }])).toEqual([
      [0, 1],
      [35_000, null],
      [60_000, 2],
    ]);
  });
});
