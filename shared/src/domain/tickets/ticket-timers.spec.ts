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

describe('The clocks of a ticket, where the local time changes,', () => {
  /** The clock goes from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25 October 2026, both Sundays. */
  const BERLIN: WorkCalendar = { ...CALENDAR, timeZone: 'Europe/Berlin', holidays: [], extraWorkdays: [] };
  const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
  const ALWAYS: WorkCalendar = { ...BERLIN, dayFrom: '00:00', dayTo: '24:00', workdays: EVERY_DAY };
  const NIGHTS: WorkCalendar = { ...BERLIN, dayFrom: '01:00', dayTo: '04:00', workdays: EVERY_DAY };
  const at = (text: string): number => Date.parse(text);

  it('keep the office hours of the place: the deadline is at the same local time in spring and in autumn', () => {
    for (const [startedAt, due] of [
      ['2026-03-20T17:00:00+01:00', '2026-03-23T10:00:00+01:00'],
      ['2026-03-27T17:00:00+01:00', '2026-03-30T10:00:00+02:00'],
      ['2026-10-23T17:00:00+02:00', '2026-10-26T10:00:00+01:00'],
    ] as const) {
      const clock = facts({ startedAt: at(startedAt), targetMs: 2 * HOUR, calendar: BERLIN });
      expect(timerReaches(clock, 2 * HOUR))
        .withContext(startedAt)
        .toBe(at(due));
      expect(timerElapsedMs(clock, at(due)))
        .withContext(startedAt)
        .toBe(2 * HOUR);
    }
  });

  it('have no hour that was skipped, and have one twice that came twice', () => {
    // From midnight, by the clock on the wall: 5 hours in spring, 3 in autumn, 4 on all other days.
    for (const [midnight, four] of [
      ['2026-03-29T00:00:00+01:00', '2026-03-29T05:00:00+02:00'],
      ['2026-10-25T00:00:00+02:00', '2026-10-25T03:00:00+01:00'],
      ['2026-10-26T00:00:00+01:00', '2026-10-26T04:00:00+01:00'],
    ] as const) {
      for (const calendar of [ALWAYS, null]) {
        const clock = facts({ startedAt: at(midnight), calendar });
        expect(timerReaches(clock, 4 * HOUR))
          .withContext(midnight)
          .toBe(at(four));
      }
    }
  });

  it('run two hours in the short night shift and four in the long one', () => {
    const worked = (from: string, to: string): number =>
      timerElapsedMs(facts({ startedAt: at(from), calendar: NIGHTS }), at(to)) / HOUR;
    expect(worked('2026-03-29T00:00:00+01:00', '2026-03-29T12:00:00+02:00')).toBe(2);
    expect(worked('2026-10-25T00:00:00+02:00', '2026-10-25T12:00:00+01:00')).toBe(4);
    expect(worked('2026-10-26T00:00:00+01:00', '2026-10-26T12:00:00+01:00')).toBe(3);
  });

  it('lose a pause across the change by as much as it really lasted of their working time', () => {
    const pause = { from: at('2026-10-25T01:30:00+02:00'), to: at('2026-10-25T02:30:00+01:00') };
    const clock = facts({ startedAt: at('2026-10-25T01:00:00+02:00'), pauses: [pause], calendar: NIGHTS });
    // Half an hour before the pause, and from half past two, the second time, on.
    expect(timerReaches(clock, HOUR)).toBe(at('2026-10-25T03:00:00+01:00'));
    expect(timerElapsedMs(clock, at('2026-10-25T04:00:00+01:00'))).toBe(2 * HOUR);
  });

  it('end at the first moment at which they ran so long, whatever the zone, the hours and the pauses', () => {
    const MINUTES_OF_TWO_DAYS = 2 * 24 * 60;
    const near = fc.integer({ min: -MINUTES_OF_TWO_DAYS, max: MINUTES_OF_TWO_DAYS });
    const change = fc.constantFrom(at('2026-03-29T01:00:00Z'), at('2026-10-25T01:00:00Z'));
    const zone = fc.constantFrom('Europe/Berlin', 'Europe/London', 'Atlantic/Azores');
    const hours = fc.constantFrom(['00:00', '24:00'], ['01:15', '03:45'], ['02:30', '09:00'], ['09:00', '18:00']);
    const pause = fc.tuple(near, fc.integer({ min: 1, max: 600 }));
    fc.assert(
      fc.property(
        fc.record({ change, zone, hours, start: near, pauses: fc.array(pause, { maxLength: 4 }) }),
        fc.integer({ min: 1, max: 3_000 }),
        ({ change: centre, zone: timeZone, hours: [dayFrom = '', dayTo = ''], start, pauses }, minutes) => {
          const clock = facts({
            startedAt: centre + start * MINUTE,
            pauses: pauses.map(([from, length]) => ({
              from: centre + from * MINUTE,
              to: centre + (from + length) * MINUTE,
            })),
            calendar: { ...BERLIN, timeZone, dayFrom, dayTo, workdays: EVERY_DAY },
          });
          const due = timerReaches(clock, minutes * MINUTE);
          expect(due === null ? null : timerElapsedMs(clock, due)).toBe(minutes * MINUTE);
          expect(due === null ? null : timerElapsedMs(clock, due - 1)).toBe(minutes * MINUTE - 1);
        },
      ),
      { numRuns: 200 },
    );
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
