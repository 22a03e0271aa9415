import { coveredMs } from '../intervals/index.js';
import { isTimeZone, localDate, monthPeriod, periodAround } from './period.js';
import { MONDAY_TO_FRIDAY, type WorkCalendar, workingTimeDue, workingTimeWithin } from './working-time.js';

const HOUR_MS = 3_600_000;
const hours = ({ from, to }: { from: number; to: number }): number => (to - from) / HOUR_MS;

const OFFICE: WorkCalendar = {
  timeZone: 'Asia/Shanghai',
  dayFrom: '09:00',
  dayTo: '17:00',
  workdays: MONDAY_TO_FRIDAY,
  holidays: [],
  extraWorkdays: [],
};
const at = (text: string): number => Date.parse(text);

describe('A month', () => {
  it('is as long as the clocks of its zone make it', () => {
    expect(hours(monthPeriod('2026-03', 'Europe/Berlin'))).toBe(743);
    expect(hours(monthPeriod('2026-10', 'Europe/Berlin'))).toBe(745);
    expect(hours(monthPeriod('2026-04', 'Australia/Lord_Howe'))).toBe(720.5);
    expect(hours(monthPeriod('2011-12', 'Pacific/Apia'))).toBe(30 * 24);
    expect(hours(monthPeriod('2028-02', 'Asia/Shanghai'))).toBe(29 * 24);
  });

  it('ends where the next begins, in every zone', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      for (let month = 1; month < 12; month += 1) {
        const name = (number: number): string => `2026-${String(number).padStart(2, '0')}`;
        expect(monthPeriod(name(month), timeZone).to)
          .withContext(timeZone)
          .toBe(monthPeriod(name(month + 1), timeZone).from);
      }
    }
  });

  it('begins at the first instant of its day, also where there is no midnight', () => {
    // Clocks went from 00:00 to 01:00 on that day.
    const { from } = periodAround('DAY', '2018-11-04', 'America/Sao_Paulo');
    expect(new Date(from).toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(localDate(from, 'America/Sao_Paulo')).toBe('2018-11-04');
    expect(localDate(from - 1, 'America/Sao_Paulo')).toBe('2018-11-03');
  });
});

describe('A quarter, a week and a year', () => {
  it('are found from any day in them', () => {
    const name = (kind: 'QUARTER' | 'WEEK' | 'YEAR'): string[] => {
      const { from, to } = periodAround(kind, '2026-11-22', 'UTC');
      return [from, to].map((instant) => localDate(instant, 'UTC'));
    };
    expect(name('QUARTER')).toEqual(['2026-10-01', '2027-01-01']);
    expect(name('WEEK')).toEqual(['2026-11-16', '2026-11-23']);
    expect(name('YEAR')).toEqual(['2026-01-01', '2027-01-01']);
  });
});

describe('A zone', () => {
  it('is a place, not an offset and not a word', () => {
    expect(['Asia/Urumqi', 'UTC', '+08:00', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('Working time', () => {
  it('does not run at night, on weekends and on holidays, and runs on a shifted workday', () => {
    // Friday afternoon, two hours before the end of the day.
    expect(workingTimeDue(at('2026-11-20T15:00:00+08:00'), 3 * HOUR_MS, OFFICE)).toBe(at('2026-11-23T10:00:00+08:00'));
    const shifted = { ...OFFICE, extraWorkdays: ['2026-11-21'] };
    expect(workingTimeDue(at('2026-11-20T15:00:00+08:00'), 3 * HOUR_MS, shifted)).toBe(at('2026-11-21T10:00:00+08:00'));
    const holiday = { ...OFFICE, holidays: ['2026-11-23'] };
    expect(workingTimeDue(at('2026-11-20T15:00:00+08:00'), 3 * HOUR_MS, holiday)).toBe(at('2026-11-24T10:00:00+08:00'));
  });

  it('is due at the end of a day when it is used up there, not at the beginning of the next', () => {
    expect(workingTimeDue(at('2026-11-20T09:00:00+08:00'), 8 * HOUR_MS, OFFICE)).toBe(at('2026-11-20T17:00:00+08:00'));
  });

  it('of a day around the clock is as long as the day really is', () => {
    const always = {
      ...OFFICE,
      timeZone: 'Europe/Berlin',
      dayFrom: '00:00',
      dayTo: '24:00',
      workdays: [1, 2, 3, 4, 5, 6, 7],
    };
    const worked = (month: string): number =>
      coveredMs(workingTimeWithin(monthPeriod(month, 'Europe/Berlin'), always)) / HOUR_MS;
    expect([worked('2026-03'), worked('2026-10')]).toEqual([743, 745]);
  });

  it('that there is none of is not waited for', () => {
    expect(workingTimeDue(0, 1, { ...OFFICE, workdays: [] })).toBeNull();
    expect(workingTimeDue(0, 1, { ...OFFICE, dayFrom: '17:00', dayTo: '09:00' })).toBeNull();
  });
});

describe('A working day', () => {
  it('that would begin in the hour that a change of the clock skips begins at the change', () => {
    const sunday = { from: at('2026-03-29T00:00:00+01:00'), to: at('2026-03-30T00:00:00+02:00') };

    for (const dayFrom of ['02:00', '02:15', '02:59', '03:00']) {
      const nights = { ...OFFICE, timeZone: 'Europe/Berlin', dayFrom, workdays: [6, 7] };
      expect(workingTimeWithin(sunday, nights))
        .withContext(dayFrom)
        .toEqual([{ from: at('2026-03-29T03:00:00+02:00'), to: at('2026-03-29T17:00:00+02:00') }]);
      // Two hours of Saturday are left, and one of Sunday.
      expect(workingTimeDue(at('2026-03-28T15:00:00+01:00'), 3 * HOUR_MS, nights))
        .withContext(dayFrom)
        .toBe(at('2026-03-29T04:00:00+02:00'));
    }
  });
});
