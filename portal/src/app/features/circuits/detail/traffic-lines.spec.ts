import { trafficLines, under } from './traffic-lines';

describe('the lines of traffic', () => {
  const columns = { at: [0, 10], in: [1, 2], out: [3, null], inMax: [5, 6], outMax: [7, 8] };
  const keys = (isBucketed: boolean, before?: { in: number[]; out: number[] }): string[] =>
    trafficLines(columns, isBucketed, before, String).map(({ key }) => key);

  it('are in and out, with maxima only where an entry stands for many readings', () => {
    expect(keys(false)).toEqual(['in', 'out']);
    expect(keys(true)).toEqual(['in', 'out', 'inMax', 'outMax']);
    expect(keys(false, { in: [1, 1], out: [1, 1] })).toEqual(['in', 'out', 'inBefore', 'outBefore']);
  });

  it('are told apart by dashes, not by colour alone', () => {
    const [into, out] = trafficLines(columns, false, undefined, String);
    expect(into?.dash).not.toEqual(out?.dash);
  });
});

describe('the period before', () => {
  it('stands under the times of the one that is shown', () => {
    const before = { at: [0, 100, 200], inBps: [1, 2, 3], outBps: [4, null, 6] };
    expect(under([1_000, 1_100, 1_200], before, 1_000, 50)).toEqual({ in: [1, 2, 3], out: [4, null, 6] });
    expect(under([1_020, 1_130, 1_290], before, 1_000, 50)).toEqual({ in: [1, 2, null], out: [4, null, null] });
  });

  it('is empty where nothing was read', () => {
    expect(under([1_000], { at: [], inBps: [], outBps: [] }, 1_000, 50)).toEqual({ in: [null], out: [null] });
  });
});
