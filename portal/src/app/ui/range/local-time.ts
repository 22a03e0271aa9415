const MINUTE_MS = 60_000;

/**
 * What clocks in a zone show at an instant, as a `datetime-local` field takes it.
 *
 * @param at ms
 */
export function toLocalText(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 16);
}

/**
 * The instant at which clocks in a zone show this. Of an hour that comes twice (clocks are put back) the first; a time
 * that is left out (clocks are put forward) is as much later as is left out.
 *
 * @param text `YYYY-MM-DDTHH:MM`
 * @returns ms; undefined for what is no such text
 */
export function fromLocalText(text: string, zone: string): number | undefined {
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(wall)) return undefined;
  // A day earlier and later no clock stands differently than before and after the one change that can be near.
  const offsets = [offsetAt(wall - 24 * 60 * MINUTE_MS, zone), offsetAt(wall + 24 * 60 * MINUTE_MS, zone)];
  const fitting = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, zone) === wall);
  return fitting.length > 0 ? Math.min(...fitting) : wall - (offsets[0] ?? 0);
}

/** How far clocks in a zone are ahead of UTC at an instant, ms. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -1 : 1) * minutes * MINUTE_MS;
}
