/** A range as the address bar holds it: ends are "now", "now-24h" or ms since the epoch. */
export interface RangeText {
  readonly from: string;
  readonly to: string;
}

/** A range in ms since the epoch, [from, to). `live`: its end moves with the present. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
  readonly live: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Spans on offer, shortest first; the key names the text. */
export const SPANS = [
  { key: '1h', ms: HOUR },
  { key: '6h', ms: 6 * HOUR },
  { key: '24h', ms: DAY },
  { key: '7d', ms: 7 * DAY },
  { key: '30d', ms: 30 * DAY },
  { key: '90d', ms: 90 * DAY },
  { key: '365d', ms: 365 * DAY },
] as const;
export type SpanKey = (typeof SPANS)[number]['key'];

export const DEFAULT_RANGE: RangeText = { from: 'now-24h', to: 'now' };

const LONGEST_MS = 400 * DAY;
const SHORTEST_MS = 60_000;
const RELATIVE = /^now(?:-(\d{1,4})([mhd]))?$/;
const UNIT_MS = { m: 60_000, h: HOUR, d: DAY } as const;

function endOf(text: string, now: number): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const match = RELATIVE.exec(text);
  if (match === null) return undefined;
  const [, count = '0', unit = 'm'] = match;
  return now - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

/**
 * The range that an address names; the last 24 hours where it names none that makes sense (unreadable, turned
 * round, shorter than a minute or longer than 400 days).
 */
export function readRange(text: Partial<RangeText>, now: number): TimeRange {
  const from = endOf(text.from ?? '', now);
  const to = endOf(text.to ?? '', now);
  if (from === undefined || to === undefined || !isShowable(from, to)) {
    return { from: now - DAY, to: now, live: true };
  }
  return { from, to, live: text.to === 'now' };
}

/** Whether a range is long and short enough to be drawn. */
export function isShowable(from: number, to: number): boolean {
  return from >= 0 && to - from >= SHORTEST_MS && to - from <= LONGEST_MS;
}

/** Whether an address names a range that cannot be shown, so that another one stands on the page. */
export function isRefused(text: RangeText, now: number): boolean {
  const from = endOf(text.from, now);
  const to = endOf(text.to, now);
  return from === undefined || to === undefined || !isShowable(from, to);
}

/** A stretch as an address, made long enough to be shown where it is too short. */
export function stretchText(from: number, to: number): RangeText {
  const missing = Math.max(0, SHORTEST_MS - (to - from)) / 2;
  return { from: String(Math.floor(from - missing)), to: String(Math.ceil(to + missing)) };
}

/** Twice the range about its middle, as far as can be shown, and never beyond now. */
export function zoomedOut(range: TimeRange, now: number): RangeText {
  const length = Math.min(2 * (range.to - range.from), LONGEST_MS);
  const to = Math.min(now, Math.round((range.from + range.to + length) / 2));
  return stretchText(Math.max(0, to - length), to);
}

/** A range that ends now. */
export function spanText(key: SpanKey): RangeText {
  return { from: `now-${key}`, to: 'now' };
}

/** The span that a range is, if it is one of those on offer and ends now. */
export function spanOf(range: TimeRange): SpanKey | undefined {
  return range.live ? SPANS.find(({ ms }) => ms === range.to - range.from)?.key : undefined;
}

/** The range before or after, of the same length. Forward past the present means up to now. */
export function shifted(range: TimeRange, by: 1 | -1, now: number): RangeText {
  const length = range.to - range.from;
  const to = range.to + by * length;
  if (to < now) return { from: String(to - length), to: String(to) };
  const span = SPANS.find(({ ms }) => ms === length);
  return span === undefined ? { from: String(now - length), to: String(now) } : spanText(span.key);
}
