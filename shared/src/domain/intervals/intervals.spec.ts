import fc from 'fast-check';
import {
  clipIntervals,
  coveredMs,
  type Interval,
  intersectIntervals,
  mergeIntervals,
  subtractIntervals,
} from './intervals.js';

const END = 30;
const aMoment = fc.integer({ min: 0, max: END });
/** Empty and backward ones among them. */
const someIntervals = fc.array(fc.record<Interval>({ from: aMoment, to: aMoment }), { maxLength: 8 });

/** For each millisecond whether it is covered: slow, and beyond doubt. */
function covered(intervals: readonly Interval[]): boolean[] {
  return Array.from({ length: END }, (_, at) => intervals.some(({ from, to }) => from <= at && at < to));
}

function expectInOrder(intervals: readonly Interval[]): void {
  for (const [index, { from, to }] of intervals.entries()) {
    expect(from).toBeLessThan(to);
    expect(from).toBeGreaterThan(intervals[index - 1]?.to ?? -1);
  }
}

describe('Intervals of time', () => {
  it('merge into the fewest, in order', () => {
    fc.assert(
      fc.property(someIntervals, (intervals) => {
        const merged = mergeIntervals(intervals);
        expectInOrder(merged);
        expect(covered(merged)).toEqual(covered(intervals));
      }),
    );
    expect(
      mergeIntervals([
        { from: 5, to: 9 },
        { from: 1, to: 5 },
      ]),
    ).toEqual([{ from: 1, to: 9 }]);
  });

  it('intersect where both are', () => {
    fc.assert(
      fc.property(someIntervals, someIntervals, (one, other) => {
        const both = intersectIntervals(one, other);
        const others = covered(other);
        expectInOrder(both);
        expect(covered(both)).toEqual(covered(one).map((is, at) => is && others[at] === true));
      }),
    );
  });

  it('subtract where only the first is', () => {
    fc.assert(
      fc.property(someIntervals, someIntervals, (one, other) => {
        const left = subtractIntervals(one, other);
        const others = covered(other);
        expectInOrder(left);
        expect(covered(left)).toEqual(covered(one).map((is, at) => is && others[at] !== true));
      }),
    );
  });

  it('are cut to a window', () => {
    expect(
      clipIntervals(
        [
          { from: 0, to: 10 },
          { from: 12, to: 20 },
        ],
        { from: 5, to: 15 },
      ),
    ).toEqual([
      { from: 5, to: 10 },
      { from: 12, to: 15 },
    ]);
  });

  it('count time once where they overlap', () => {
    expect(
      coveredMs([
        { from: 0, to: 10 },
        { from: 5, to: 12 },
        { from: 20, to: 20 },
      ]),
    ).toBe(12);
  });

  it('are left as they were given', () => {
    const given = [
      { from: 5, to: 9 },
      { from: 1, to: 6 },
    ];
    mergeIntervals(given);
    expect(given).toEqual([
      { from: 5, to: 9 },
      { from: 1, to: 6 },
    ]);
  });
});
