/** The parts of an instant in a zone, as `datetime-local` inputs write them. */
function partsOf(ms: number, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
}

/** `2026-11-21T10:00` in a zone, for a `datetime-local` input. */
export function toLocalText(ms: number, zone: string): string {
  const { year = '', month = '', day = '', hour = '', minute = '' } = partsOf(ms, zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The instant (ms) that a `datetime-local` text means in a zone. Of an hour that occurs twice it is the first; one that is
 * skipped is read with the offset before it.
 *
 * @returns null for a text that is none
 */
export function fromLocalText(text: string, zone: string): number | null {
  const asUtc = Date.parse(`${text}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) || Number.isNaN(asUtc)) return null;
  const offsetAt = (ms: number): number => Date.parse(`${toLocalText(ms, zone)}:00Z`) - ms;
  // The offsets a day before and after are all that can be meant.
  const candidates = [asUtc - offsetAt(asUtc - DAY_MS), asUtc - offsetAt(asUtc + DAY_MS)];
  const exact = candidates.filter((ms) => toLocalText(ms, zone) === text);
  return exact.length > 0 ? Math.min(...exact) : (candidates[0] ?? null);
}

const DAY_MS = 24 * 60 * 60_000;

/** `2026-11` of an instant in a zone. */
export function monthOf(ms: number, zone: string): string {
  return toLocalText(ms, zone).slice(0, 7);
}

/** A month as far from another as is said. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const whole = year * 12 + number - 1 + by;
  return `${String(Math.floor(whole / 12)).padStart(4, '0')}-${String((whole % 12) + 1).padStart(2, '0')}`;
}

/** A day of a month's calendar, [from, to) in ms. `date` is 1 to 31. */
export interface CalendarDay {
  readonly date: number;
  readonly from: number;
  readonly to: number;
}

/** The days of a month in a zone, and how many places of the first week (from Monday on) lie before it. */
export function daysOf(
  month: string,
  zone: string,
): { readonly before: number; readonly days: readonly CalendarDay[] } {
  const first = new Date(`${month}-01T00:00:00Z`);
  const count = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const midnights = Array.from({ length: count + 1 }, (_, index) => {
    const day = new Date(first.getTime() + index * DAY_MS).toISOString().slice(0, 10);
    return fromLocalText(`${day}T00:00`, zone) ?? 0;
  });
  return {
    before: (first.getUTCDay() + 6) % 7,
    days: Array.from({ length: count }, (_, index) => ({
      date: index + 1,
      from: midnights[index] ?? 0,
      to: midnights[index + 1] ?? 0,
    })),
  };
}
