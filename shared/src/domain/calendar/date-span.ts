import { Temporal } from 'temporal-polyfill';
import type { Interval } from '../intervals/index.js';
import { periodAround } from './period.js';

/** Local dates `YYYY-MM-DD`, both within it. */
export interface DateSpan {
  readonly from: string;
  readonly to: string;
}

/** A month, or the days of it that lie in a span. */
export interface MonthPart {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Null: all of it. */
  readonly days: DateSpan | null;
}

/**
 * The instants of a span in a zone.
 *
 * @returns ms, half open
 * @throws RangeError when a date or the zone does not exist
 */
export function spanInstants({ from, to }: DateSpan, timeZone: string): Interval {
  return { from: periodAround('DAY', from, timeZone).from, to: periodAround('DAY', to, timeZone).to };
}

/** How many days a span has; below one when its end lies before its beginning. @throws RangeError as `spanInstants` */
export function daysOf({ from, to }: DateSpan): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days + 1;
}

/** The months that a span touches, each with the days of it that it has. */
export function monthParts({ from, to }: DateSpan): MonthPart[] {
  const last = Temporal.PlainDate.from(to);
  const parts: MonthPart[] = [];
  for (let at = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(at, last) <= 0; at = firstOfNext(at)) {
    const end = firstOfNext(at).subtract({ days: 1 });
    const until = Temporal.PlainDate.compare(end, last) <= 0 ? end : last;
    const isWhole = at.day === 1 && until.equals(end);
    const days = isWhole ? null : { from: at.toString(), to: until.toString() };
    parts.push({ month: at.toPlainYearMonth().toString(), days });
  }
  return parts;
}

/** The span right before, as long: in months when it is made of whole months, else in days. */
export function spanBefore(span: DateSpan): DateSpan {
  const first = Temporal.PlainDate.from(span.from);
  const parts = monthParts(span);
  const length = parts.every(({ days }) => days === null) ? { months: parts.length } : { days: daysOf(span) };
  return { from: first.subtract(length).toString(), to: first.subtract({ days: 1 }).toString() };
}

function firstOfNext(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ day: 1 }).add({ months: 1 });
}
