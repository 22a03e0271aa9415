import type { SlaYear } from '@linewatch/shared';

/** A day of the heat map, by the worst that happened in it. */
export interface DayCell {
  readonly date: string;
  readonly look: 'good' | 'little' | 'much' | 'excluded' | 'unknown';
  /** Seconds. */
  readonly downS: number;
  readonly excludedS: number;
  readonly unknownS: number;
  /** Column of the first day of a month, 1 Monday .. 7; null for the days after it. */
  readonly column: number | null;
}

export interface MonthOfDays {
  readonly month: string;
  readonly percent: string | null;
  readonly days: readonly DayCell[];
}

/** From here on a day was bad and not only marred. */
const MUCH_S = 3_600;

export function monthsOfDays(year: SlaYear): MonthOfDays[] {
  return year.months.map(({ month, percent }) => {
    const places = year.date.flatMap((date, place) => (date.startsWith(month) ? [place] : []));
    return { month, percent, days: places.map((place, index) => cellOf(year, place, index === 0)) };
  });
}

function cellOf(year: SlaYear, place: number, isFirst: boolean): DayCell {
  const date = year.date[place] ?? '';
  const [downS = 0, excludedS = 0, unknownS = 0] = [year.downS[place], year.excludedS[place], year.unknownS[place]];
  // A date is a day of the calendar, whatever the zone.
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const column = isFirst ? (weekday === 0 ? 7 : weekday) : null;
  const look =
    downS >= MUCH_S ? 'much' : downS > 0 ? 'little' : unknownS > 0 ? 'unknown' : excludedS > 0 ? 'excluded' : 'good';
  return { date, look, downS, excludedS, unknownS, column };
}
