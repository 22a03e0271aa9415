import { type DateSpan, localDate, periodAround, type SchedulePeriod } from '@linewatch/shared';

/** The zone of a report's period; each circuit's availability goes by the zone of its contract. */
export const REPORT_ZONE = 'Asia/Shanghai';
const DAY_MS = 24 * 60 * 60_000;
/** Mails come in the morning: eight hours after midnight. */
const MORNING_MS = 8 * 60 * 60_000;

/** When the report of the period that begins on `from` is sent, ms. */
export function sendingTime(period: SchedulePeriod, from: string, afterDays: number): number {
  const end = periodAround(period, from, REPORT_ZONE).to;
  // That many local days after the end, whatever their length.
  const day = localDate(end + (afterDays - 1) * DAY_MS + DAY_MS / 2, REPORT_ZONE);
  return periodAround('DAY', day, REPORT_ZONE).from + MORNING_MS;
}

/** The first day of the period after the one that begins on `from`. */
export function nextPeriod(period: SchedulePeriod, from: string): string {
  return localDate(periodAround(period, from, REPORT_ZONE).to, REPORT_ZONE);
}

/** The days of the period that begins on `from`. */
export function datesOf(period: SchedulePeriod, from: string): DateSpan {
  return { from, to: localDate(periodAround(period, from, REPORT_ZONE).to - 1, REPORT_ZONE) };
}

/** Whether a span is one week, Monday to Sunday. */
export function isWeek({ from, to }: DateSpan): boolean {
  const begin = localDate(periodAround('WEEK', from, REPORT_ZONE).from, REPORT_ZONE);
  return begin === from && datesOf('WEEK', from).to === to;
}

/** The first period whose report is still to be sent at `now` (ms): the one that is over, or the one that runs. */
export function firstToSend(period: SchedulePeriod, afterDays: number, now: number): string {
  const running = localDate(periodAround(period, localDate(now, REPORT_ZONE), REPORT_ZONE).from, REPORT_ZONE);
  const before = localDate(Date.parse(`${running}T00:00:00Z`) - DAY_MS, 'UTC');
  const last = localDate(periodAround(period, before, REPORT_ZONE).from, REPORT_ZONE);
  return sendingTime(period, last, afterDays) > now ? last : running;
}
