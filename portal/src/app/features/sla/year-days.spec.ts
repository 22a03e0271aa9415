import type { SlaFigure, SlaYear } from '@linewatch/shared';
import { ringOf } from './month-ring';
import { monthsOfDays } from './year-days';

describe('The heat map of a year', () => {
  it('puts the days under their weekdays and shows the worst of each', () => {
    const year: SlaYear = {
      ...{ year: 2026, timeZone: 'Asia/Shanghai', date: ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'] },
      ...{ scheduledS: [1, 1, 1, 1], downS: [3_600, 60, 0, 0], excludedS: [0, 60, 60, 0], unknownS: [0, 0, 0, 0] },
      months: [{ month: '2026-11', percent: '99.000', isMet: null, revision: 0 }],
    };

    const [month] = monthsOfDays(year);

    expect(month?.days.map(({ look }) => look)).toEqual(['much', 'little', 'excluded', 'good']);
    expect(month?.days.map(({ column }) => column)).toEqual([7, null, null, null]);
  });
});

describe('The ring of a month', () => {
  const figure = (downS: number, unknownS = 0): SlaFigure => ({
    ...{ percent: null, exact: null, totalS: 1_000_000, scheduledS: 1_000_000, excludedS: 0, lostS: downS },
    ...{ downS, unknownS, upS: 1_000_000 - downS - unknownS },
  });

  it('lets a minute be seen, and closes', () => {
    expect(ringOf(figure(60))).toEqual([
      { kind: 'down', length: 1, offset: 0 },
      { kind: 'up', length: 99, offset: 1 },
    ]);
    expect(ringOf(figure(0, 1_000_000))).toEqual([{ kind: 'unknown', length: 100, offset: 0 }]);
    expect(ringOf({ ...figure(0), totalS: 0 })).toEqual([]);
  });
});
