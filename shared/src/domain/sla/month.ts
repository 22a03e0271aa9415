import { localDate } from '../calendar/index.js';

/** `YYYY-MM`. */
export const MONTH = /^(?:20\d{2})-(?:0[1-9]|1[0-2])$/;

/** The month before or after. @param by whole months, negative for the past */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, inYear = 1] = month.split('-').map(Number);
  const count = year * 12 + inYear - 1 + by;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The month that an instant lies in, in a zone. */
export function monthOf(at: number, timeZone: string): string {
  return localDate(at, timeZone).slice(0, 7);
}
