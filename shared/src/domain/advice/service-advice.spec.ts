import fc from 'fast-check';
import {
  type Advice,
  ADVICE_KINDS,
  ADVICE_LINES_MOST,
  type AdvisedLine,
  adviceOf,
  isTrendWorthKnowing,
  SOON_MS,
} from './service-advice.js';

const DAY = 86_400_000;
const END = 1_000 * DAY;
const QUIET: AdvisedLine = {
  code: 'L1',
  isMet: true,
  allowance: { allowedS: 1_000, usedS: 0 },
  lostS: 0,
  outagesAt: [],
  isGuarded: false,
  utilisation: 30,
  fullAt: null,
};

function adviceFor(change: Partial<AdvisedLine>): Advice[] {
  return adviceOf([{ ...QUIET, ...change }], [], END);
}

describe('the advice of a service report', () => {
  const days = (...at: number[]): number[] => at.map((day) => END - day * DAY);
  const TABLE: readonly (readonly [string, Partial<AdvisedLine>, readonly Advice[]])[] = [
    ['nothing of a line that is well', {}, []],
    ['nothing of minutes that are used to less than 80 %', { allowance: { allowedS: 1_000, usedS: 799 } }, []],
    [
      'minutes that are used to 80 %',
      { allowance: { allowedS: 1_000, usedS: 800 } },
      [{ kind: 'MINUTES_TIGHT', code: 'L1', usedS: 800, allowedS: 1_000 }],
    ],
    [
      'a target that was missed, and not its minutes a second time',
      { isMet: false, allowance: { allowedS: 10, usedS: 11 } },
      [{ kind: 'TARGET_MISSED', code: 'L1', usedS: 11, allowedS: 10 }],
    ],
    ['nothing of the minutes of a line without a target', { isMet: null, allowance: null }, []],
    ['nothing used of nothing allowed', { allowance: { allowedS: 0, usedS: 0 } }, []],
    ['no chronic fault of two outages', { outagesAt: days(1, 2) }, []],
    [
      'three outages within 45 days, in any order',
      { outagesAt: days(1, 46, 20) },
      [{ kind: 'CHRONIC', code: 'L1', outages: 3, days: 45 }],
    ],
    ['no chronic fault of three outages further apart', { outagesAt: days(1, 47, 20) }, []],
    [
      'the most that lie together',
      { outagesAt: days(300, 1, 2, 3, 4) },
      [{ kind: 'CHRONIC', code: 'L1', outages: 4, days: 45 }],
    ],
    ['a line that lost time alone', { lostS: 1 }, [{ kind: 'NO_BACKUP', code: 'L1', lostS: 1 }]],
    ['nothing of a line that lost time and has another beside it', { lostS: 1, isGuarded: true }, []],
    ['a line that is full', { utilisation: 80 }, [{ kind: 'CAPACITY_FULL', code: 'L1', utilisation: 80 }]],
    [
      'a full line as full, not as one that will be',
      { utilisation: 80, fullAt: END + DAY },
      [{ kind: 'CAPACITY_FULL', code: 'L1', utilisation: 80 }],
    ],
    [
      'a line that is full in half a year',
      { utilisation: 79.9, fullAt: END + SOON_MS },
      [{ kind: 'CAPACITY_SOON', code: 'L1', utilisation: 79.9, fullAt: END + SOON_MS }],
    ],
    ['nothing of one that is full later', { utilisation: 79.9, fullAt: END + SOON_MS + 1 }, []],
    ['nothing of one that is nearly empty', { utilisation: 49.9, fullAt: END + DAY }, []],
    ['nothing of one that nobody measured', { utilisation: null, fullAt: END + DAY }, []],
  ];
  for (const [title, change, expected] of TABLE) {
    it(`tells ${title}`, () => {
      expect(adviceFor(change)).toEqual([...expected]);
    });
  }

  it('tells the clocks of the norm that ran out', () => {
    const norms = [
      { timer: 'ACCEPT', all: 4, kept: 4 },
      { timer: 'RESTORE', all: 4, kept: 1 },
      { timer: 'DISPATCH', all: 0, kept: 0 },
    ] as const;
    expect(adviceOf([], norms, END)).toEqual([{ kind: 'NORM_MISSED', timer: 'RESTORE', missed: 3, all: 4 }]);
  });

  it('asks where a load is going between half full and full', () => {
    expect([null, 49.9, 50, 79.9, 80].map(isTrendWorthKnowing)).toEqual([false, false, true, true, false]);
  });

  it('names the worst lines of a kind, the earliest full one among them', () => {
    const lost = Array.from({ length: 9 }, (_, index) => ({ ...QUIET, code: `L${String(index)}`, lostS: index }));
    expect(adviceOf(lost, [], END).map((each) => ('lostS' in each ? each.lostS : null))).toEqual([8, 7, 6, 5, 4]);
    const growing = [3, 1, 2].map((day) => ({
      ...QUIET,
      code: `G${String(day)}`,
      utilisation: 60,
      fullAt: END + day * DAY,
    }));
    expect(adviceOf(growing, [], END).map((each) => ('code' in each ? each.code : ''))).toEqual(['G1', 'G2', 'G3']);
  });

  it('does not depend on the order of the lines, and is in order of its kinds', () => {
    const line = fc.record({
      code: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'),
      isMet: fc.option(fc.boolean()),
      allowance: fc.option(fc.record({ allowedS: fc.nat(50), usedS: fc.nat(50) })),
      lostS: fc.nat(3),
      outagesAt: fc.array(
        fc.nat(90).map((day) => day * DAY),
        { maxLength: 5 },
      ),
      isGuarded: fc.boolean(),
      utilisation: fc.option(fc.integer({ min: 40, max: 90 })),
      fullAt: fc.option(fc.nat(400).map((day) => END + day * DAY)),
    });
    fc.assert(
      fc.property(fc.uniqueArray(line, { selector: ({ code }) => code }), (lines) => {
        const advice = adviceOf(lines, [], END);
        expect(adviceOf(lines.toReversed(), [], END)).toEqual(advice);
        const kinds = advice.map(({ kind }) => ADVICE_KINDS.indexOf(kind));
        expect(kinds).toEqual([...kinds].sort((one, other) => one - other));
        for (const kind of ADVICE_KINDS) {
          expect(advice.filter((each) => each.kind === kind).length).toBeLessThanOrEqual(ADVICE_LINES_MOST);
        }
      }),
    );
  });
});
