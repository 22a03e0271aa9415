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
  if (from === undefined || to === undefined || to - from < SHORTEST_MS || to - from > LONGEST_MS) {
    return { from: now - DAY, to: now, live: true };
  }
  return { from, to, live: text.to === 'now' };
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
