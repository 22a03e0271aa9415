/** Narrow space between a number and its unit, so that the two never part at the end of a line. */
const THIN = '\u202f';
const RATE_UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'] as const;

/** Shown wherever there is no value. */
export const NO_VALUE = '—';

/**
 * A bit rate in decimal units (1 Mbit/s = 10^6 bit/s), with three digits that matter.
 *
 * @param bitsPerSecond null where nothing valid was read
 *
 * @example
 * formatRate(123_456_000) // "123 Mbit/s"
 */
export function formatRate(bitsPerSecond: number | null | undefined): string {
  if (bitsPerSecond === null || bitsPerSecond === undefined || !Number.isFinite(bitsPerSecond)) return NO_VALUE;
  let value = bitsPerSecond;
  let unit = 0;
  // 999.5 is where three digits would round up to 1000 of the smaller unit.
  while (Math.abs(value) >= 999.5 && unit < RATE_UNITS.length - 1) {
    value /= 1_000;
    unit++;
  }
  const digits = unit === 0 || Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return `${String(Number(value.toFixed(digits)))}${THIN}${RATE_UNITS[unit] ?? ''}`;
}

/** A share in percent; one digit below ten. */
export function formatPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined || !Number.isFinite(percent)) return NO_VALUE;
  return `${percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0)}${THIN}%`;
}

/**
 * A delay in milliseconds, with the digits that matter.
 *
 * @param us microseconds; null where nothing came back
 */
export function formatDelay(us: number | null | undefined): string {
  if (us === null || us === undefined || !Number.isFinite(us)) return NO_VALUE;
  const ms = us / 1_000;
  return `${ms.toFixed(ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0)}${THIN}ms`;
}

/** An optical level; what is no light at all is told as below the lowest that can be (P-DDM). */
export function formatDbm(dbm: number | null | undefined): string {
  if (dbm === null || dbm === undefined || !Number.isFinite(dbm)) return NO_VALUE;
  return dbm <= -40 ? `< -40${THIN}dBm` : `${dbm.toFixed(2)}${THIN}dBm`;
}

/** A number of things, whole; with its thousands apart. */
export function formatCount(count: number | null | undefined): string {
  if (count === null || count === undefined || !Number.isFinite(count)) return NO_VALUE;
  return Math.round(count).toLocaleString('en').replaceAll(',', THIN);
}

const MIB = 1024 * 1024;

/** The size of a file: "12 KiB", "4.2 MiB". */
export function formatBytes(bytes: number): string {
  if (bytes < MIB) return `${String(Math.max(1, Math.round(bytes / 1024)))}${THIN}KiB`;
  return `${(bytes / MIB).toFixed(1)}${THIN}MiB`;
}

const DURATION_WORDS = {
  'zh-CN': { day: '天', hour: '小时', minute: '分', second: '秒' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
} as const;
type Words = (typeof DURATION_WORDS)[keyof typeof DURATION_WORDS];

/**
 * A length of time in its two largest units, rounded down: "2 小时 14 分", "2 h 14 min".
 *
 * @param ms negative counts as nothing: clocks differ by a little
 */
export function formatDuration(ms: number, language: string): string {
  const words: Words = language === 'en' ? DURATION_WORDS.en : DURATION_WORDS['zh-CN'];
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), words.day],
    [Math.floor(seconds / 3_600) % 24, words.hour],
    [Math.floor(seconds / 60) % 60, words.minute],
    [seconds % 60, words.second],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return `0 ${words.second}`;
  // Seconds stop mattering once a minute has passed.
  const shown = parts.slice(first, first === 2 ? 3 : first + 2).filter(([count], index) => index === 0 || count > 0);
  return shown.map(([count, word]) => `${String(count)} ${word}`).join(' ');
}

/** Younger than this is "just now": counting single seconds would only look nervous. */
const JUST_NOW_MS = 5_000;

/** How long ago something was: "12 秒前", "12 s ago". */
export function formatAge(ms: number, language: string): string {
  const isEnglish = language === 'en';
  if (ms < JUST_NOW_MS) return isEnglish ? 'just now' : '刚刚';
  return isEnglish ? `${formatDuration(ms, language)} ago` : `${formatDuration(ms, language)}前`;
}

/** How finely a time is printed. */
export type InstantDetail = 'minute' | 'second' | 'day' | 'clock';

/**
 * A point in time as "2026-11-21 周六 14:05", in the given zone.
 *
 * @param at ms since the epoch, ISO text, or null
 */
export function formatInstant(
  at: number | string | null | undefined,
  language: string,
  zone: string,
  detail: InstantDetail = 'minute',
): string {
  if (at === null || at === undefined) return NO_VALUE;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  if (Number.isNaN(ms)) return NO_VALUE;
  const parts = new Map(
    partsIn(language, zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const clock = `${part('hour')}:${part('minute')}`;
  if (detail === 'clock') return clock;
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  if (detail === 'day') return day;
  return `${day} ${part('weekday')} ${clock}${detail === 'second' ? `:${part('second')}` : ''}`;
}

/** The zone as people read it: "Asia/Shanghai (UTC+8)". */
export function formatZone(zone: string, at: number): string {
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return offset === undefined || zone === 'UTC' ? zone : `${zone} (${offset.replace('GMT', 'UTC')})`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make (0.1 ms each) and lists use thousands. */
function partsIn(language: string, zone: string): Intl.DateTimeFormat {
  const key = `${language} ${zone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(key, made);
  return made;
}
