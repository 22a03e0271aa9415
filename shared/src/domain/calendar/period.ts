import { Temporal } from 'temporal-polyfill';
import type { Interval } from '../intervals/index.js';

/** Lengths of reports. Weeks begin on Monday (ISO 8601). */
export const PERIOD_KINDS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/**
 * The period that a local date lies in, as instants (rule P-PERIOD). Borders are local midnights of the zone: a month
 * may have 719, 721, 743 or 745 hours, and a day that the zone skipped has none.
 *
 * @param date `YYYY-MM-DD` in the zone
 * @param timeZone name of the IANA database
 * @returns ms, half open
 * @throws RangeError when the date or the zone does not exist
 */
export function periodAround(kind: PeriodKind, date: string, timeZone: string): Interval {
  const day = Temporal.PlainDate.from(date);
  const first = firstDay(kind, day);
  return { from: midnight(first, timeZone), to: midnight(first.add(LENGTHS[kind]), timeZone) };
}

/** @param month `YYYY-MM`; as `periodAround` */
export function monthPeriod(month: string, timeZone: string): Interval {
  return periodAround('MONTH', `${month}-01`, timeZone);
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** Whether a zone is one of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    // Offsets such as +08:00 are accepted there too; they know no summer time and are no place.
    return (
      /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
}

const LENGTHS = {
  DAY: { days: 1 },
  WEEK: { days: 7 },
  MONTH: { months: 1 },
  QUARTER: { months: 3 },
  YEAR: { years: 1 },
} as const satisfies Readonly<Record<PeriodKind, Temporal.DurationLike>>;

function firstDay(kind: PeriodKind, day: Temporal.PlainDate): Temporal.PlainDate {
  switch (kind) {
    case 'DAY':
      return day;
    case 'WEEK':
      return day.subtract({ days: day.dayOfWeek - 1 });
    case 'MONTH':
      return day.with({ day: 1 });
    case 'QUARTER':
      return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) });
    case 'YEAR':
      return day.with({ day: 1, month: 1 });
  }
}

/** The first instant of a local day, which is not 00:00 where the clock is put forward at midnight. */
function midnight(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}
