import { Temporal } from 'temporal-polyfill';

const DAY = { days: 1 } as const;

/**
 * When quiet hours that hold now are over. They may go past midnight; the same time twice means none. Local times that
 * a change of the clock leaves out are taken as the next that there is.
 *
 * @param at ms
 * @param hours local times, `HH:MM`, [from, to)
 * @returns ms, or null when it is not quiet now
 *
 * @example
 * quietUntil(at('23:30'), { from: '22:00', to: '07:00' }, 'Asia/Shanghai') // 07:00 of the next day
 */
export function quietUntil(
  at: number,
  { from, to }: { readonly from: string; readonly to: string },
  timeZone: string,
): number | null {
  if (from === to) return null;
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  // Quiet hours that hold now began today or yesterday.
  for (const day of [today.subtract(DAY), today]) {
    const begin = moment(day, from, timeZone);
    const end = moment(from < to ? day : day.add(DAY), to, timeZone);
    if (begin <= at && at < end) return end;
  }
  return null;
}

function moment(day: Temporal.PlainDate, time: string, timeZone: string): number {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
