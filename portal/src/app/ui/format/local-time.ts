/**
 * A point in time as an input of type `datetime-local` takes it, in the zone of the page: `2026-11-22T13:05`.
 *
 * @param ms since the epoch
 * @param detail by the second where the minute that something happened in is not enough: `2026-11-22T13:05:42`
 */
export function toLocalInput(ms: number, zone: string, detail: 'minute' | 'second' = 'minute'): string {
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, detail === 'minute' ? 16 : 19);
}

/**
 * The point in time that such an input says. Of an hour that a clock change repeats the earlier one is taken; one that
 * it leaves out is read as if the change had not come yet.
 *
 * @returns ms, or undefined when nothing readable was put in
 */
export function fromLocalInput(text: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // The offset of a moment up to a day away may be the other side of a change, so both are tried.
  const before = asUtc - offsetAt(asUtc - 86_400_000, zone);
  if (toLocalInput(before, zone) === text.slice(0, 16)) return before;
  const after = asUtc - offsetAt(asUtc + 86_400_000, zone);
  return toLocalInput(after, zone) === text.slice(0, 16) ? after : before;
}

/** How far the zone is ahead of UTC at a moment, ms. */
function offsetAt(ms: number, zone: string): number {
  const parts = new Map(
    new Intl.DateTimeFormat('en', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    })
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(ms / 1_000) * 1_000;
}
