import fc from 'fast-check';
import { type WorkCalendar } from '../calendar/index.js';
import type { Interval } from '../intervals/index.js';
import { FIRST_NORM, isComplete, restoreLimitMs } from './norm.js';
import { impactOf, urgencyOf } from './priority.js';
import { nextStage, type TimerFacts, timerElapsedMs, timerReaches } from './ticket-timers.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Beijing; the National Day of 2026 and the Saturday that is worked for it. */
const CALENDAR: WorkCalendar = {
  timeZone: 'Asia/Shanghai',
  dayFrom: '09:00',
  dayTo: '18:00',
  workdays: [1, 2, 3, 4, 5],
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
  extraWorkdays: ['2026-10-10'],
};
const facts = (more: Partial<TimerFacts> = {}): TimerFacts => ({
  startedAt: 0,
  targetMs: HOUR,
  pauses: [],
  calendar: null,
  ...more,
});

describe('The clocks of a ticket', () => {
  it('end later by each stretch that does not count, and by none that lies behind their end', () => {
    const pauses = [
      { from: 10 * MINUTE, to: 30 * MINUTE },
      { from: 20 * MINUTE, to: 40 * MINUTE },
      { from: 5 * HOUR, to: 6 * HOUR },
    ];
    expect(timerReaches(facts({ pauses }), HOUR)).toBe(90 * MINUTE);
    expect(timerElapsedMs(facts({ pauses }), 2 * HOUR)).toBe(90 * MINUTE);
  });

  it('have no end while they stand still, and have one again after that', () => {
    const open = { from: 10 * MINUTE, to: Number.POSITIVE_INFINITY };
    expect(timerReaches(facts({ pauses: [open] }), HOUR)).toBeNull();
    expect(timerReaches(facts({ pauses: [open] }), 5 * MINUTE)).toBe(5 * MINUTE);
    expect(timerReaches(facts({ pauses: [open], calendar: CALENDAR }), HOUR)).toBeNull();
  });

  it('go by working days with their holidays and the days worked instead', () => {
    const startedAt = Date.parse('2026-09-30T09:00:00+08:00');
    const fiveDays = facts({ startedAt, targetMs: 45 * HOUR, calendar: CALENDAR });
    // 30 September, 8, 9 and 10 October (a Saturday), Monday 12 October.
    expect(timerReaches(fiveDays, fiveDays.targetMs)).toBe(Date.parse('2026-10-12T18:00:00+08:00'));
    const nightPause = [{ from: startedAt + 9 * HOUR, to: startedAt + 20 * HOUR }];
    expect(timerReaches({ ...fiveDays, pauses: nightPause }, 45 * HOUR)).toBe(Date.parse('2026-10-12T18:00:00+08:00'));
    const dayPause = [{ from: startedAt + HOUR, to: startedAt + 3 * HOUR }];
    expect(timerReaches({ ...fiveDays, pauses: dayPause }, 45 * HOUR)).toBe(Date.parse('2026-10-13T11:00:00+08:00'));
  });

  it('end at the first moment at which they ran so long, whatever the pauses and the calendar', () => {
    const pause = fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 80 }))
      .map(([from, length]): Interval => ({ from: from * HOUR, to: (from + length) * HOUR }));
    fc.assert(
      fc.property(
        fc.array(pause, { maxLength: 6 }),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (pauses, hours, isWorking) => {
          const startedAt = Date.parse('2026-09-28T03:00:00Z');
          const shifted = pauses.map(({ from, to }) => ({ from: from + startedAt, to: to + startedAt }));
          const clock = facts({ startedAt, pauses: shifted, calendar: isWorking ? CALENDAR : null });
          const due = timerReaches(clock, hours * HOUR);
          expect(due === null ? null : timerElapsedMs(clock, due)).toBe(hours * HOUR);
          expect(due === null ? 0 : timerElapsedMs(clock, due - 1)).toBe(hours * HOUR - 1);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are told at 50 and 80 percent and at their end, each once', () => {
    expect(nextStage(facts(), [])).toEqual({ stage: 50, at: 30 * MINUTE });
    expect(nextStage(facts(), [50])).toEqual({ stage: 80, at: 48 * MINUTE });
    expect(nextStage(facts(), [50, 80])).toEqual({ stage: 100, at: HOUR });
    expect(nextStage(facts(), [50, 80, 100])).toBeNull();
  });
});

describe('The norm', () => {
  it('takes of the limits that fit the one that names most, and of several lines the shortest', () => {
    const mstp = { grade: null, product: 'MSTP', networkGrade: null, minutes: 600 };
    const mstpGroup = { grade: 'GROUP', product: 'MSTP', networkGrade: 'A', minutes: 120 };
    const norm = { ...FIRST_NORM, restore: [...FIRST_NORM.restore, mstp, mstpGroup] };
    const line = { grade: 'LOCAL_C', product: 'OTN', networkGrade: null };
    expect(restoreLimitMs(norm, [line])).toBe(24 * HOUR);
    expect(restoreLimitMs(norm, [{ ...line, product: 'MSTP' }])).toBe(10 * HOUR);
    expect(restoreLimitMs(norm, [{ grade: 'GROUP', product: 'MSTP', networkGrade: 'A' }])).toBe(2 * HOUR);
    expect(restoreLimitMs(norm, [line, { ...line, grade: 'PROVINCE' }])).toBe(4 * HOUR);
  });

  it('is whole only with a limit for every line', () => {
    expect(isComplete(FIRST_NORM)).toBeTrue();
    expect(isComplete({ ...FIRST_NORM, restore: FIRST_NORM.restore.slice(0, 2) })).toBeFalse();
  });

  it('hurries for high grades and for many lines (P-PRIO)', () => {
    expect([urgencyOf('low', 'GROUP'), urgencyOf('low', 'LOCAL_B'), urgencyOf('low', 'LOCAL_C')]).toEqual([
      'high',
      'medium',
      'low',
    ]);
    expect(urgencyOf('high', 'LOCAL_C')).toBe('high');
    expect([impactOf('low', 2), impactOf('low', 3)]).toEqual(['low', 'high']);
  });
});
