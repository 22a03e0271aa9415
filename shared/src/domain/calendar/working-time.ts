import { Temporal } from 'temporal-polyfill';
import type { Interval } from '../intervals/index.js';
import { localDate } from './period.js';

/** When people work: data of the operator or of a contract, never rules in code. */
export interface WorkCalendar {
  readonly timeZone: string;
  /** Local times, `HH:MM`; `24:00` ends the day. */
  readonly dayFrom: string;
  readonly dayTo: string;
  /** Days of the week that are worked, 1 Monday .. 7 Sunday. */
  readonly workdays: readonly number[];
  /** `YYYY-MM-DD`, not worked although their day of the week is. */
  readonly holidays: readonly string[];
  /** `YYYY-MM-DD`, worked although their day of the week is not (调休). Beats a holiday. */
  readonly extraWorkdays: readonly string[];
}

export const MONDAY_TO_FRIDAY: readonly number[] = [1, 2, 3, 4, 5];

/** A calendar without any working time in so many days is a mistake. */
const SEARCHED_DAYS = 3_660;

/**
 * The moment at which so much working time has passed (rule P-BIZ).
 *
 * @param start ms
 * @param workingMs at least 1
 * @returns ms; null when the calendar has not so much working time within ten years
 */
export function workingTimeDue(start: number, workingMs: number, calendar: WorkCalendar): number | null {
  let left = workingMs;
  for (const { from, to } of workingDays(start, calendar)) {
    const begin = Math.max(from, start);
    if (begin >= to) continue;
    if (begin + left <= to) return begin + left;
    left -= to - begin;
  }
  return null;
}

/** The working time within an interval, as intervals in order. Bounded by ten years. */
export function workingTimeWithin({ from, to }: Interval, calendar: WorkCalendar): Interval[] {
  const worked: Interval[] = [];
  for (const day of workingDays(from, calendar)) {
    if (day.from >= to) break;
    const part = { from: Math.max(day.from, from), to: Math.min(day.to, to) };
    if (part.from < part.to) worked.push(part);
  }
  return worked;
}

/** Length of a working day by the local times of a calendar, ms; a day of a summer-time change differs. */
export function dayLengthMs({ dayFrom, dayTo }: WorkCalendar): number {
  const [from, to] = [dayFrom, dayTo].map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return (hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000;
  });
  return (to ?? 0) - (from ?? 0);
}

/** The working hours of each day from that of `start` on. */
function* workingDays(start: number, calendar: WorkCalendar): Generator<Interval> {
  const holidays = new Set(calendar.holidays);
  const extra = new Set(calendar.extraWorkdays);
  let day = Temporal.PlainDate.from(localDate(start, calendar.timeZone));
  for (let count = 0; count < SEARCHED_DAYS; count += 1, day = day.add({ days: 1 })) {
    const name = day.toString();
    const isWorked = extra.has(name) || (calendar.workdays.includes(day.dayOfWeek) && !holidays.has(name));
    if (isWorked) {
      yield { from: instantOf(day, calendar.dayFrom, calendar), to: instantOf(day, calendar.dayTo, calendar) };
    }
  }
}

/** A local time that a summer-time change skipped is the moment of the change; one that comes twice is the first. */
function instantOf(day: Temporal.PlainDate, time: string, { timeZone }: WorkCalendar): number {
  if (time === '24:00') return day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  const plainTime = Temporal.PlainTime.from(time);
  const there = day.toZonedDateTime({ timeZone, plainTime });
  if (there.toPlainTime().equals(plainTime)) return there.epochMilliseconds;
  // The first moment that was skipped comes out as the change itself, which does not lie before itself.
  const change = there.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return (change ?? there).epochMilliseconds;
}
