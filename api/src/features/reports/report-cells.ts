import { halfUp } from '@linewatch/shared';

/** `2026-11-03 09:00`, in the zone of the report and the same in every language. */
export function localTime(iso: string, timeZone: string): string {
  // The Swedish way of writing a time is that of ISO 8601.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(Date.parse(iso));
}

/** `2026-11-03`, likewise. */
export function localDay(iso: string, timeZone: string): string {
  return localTime(iso, timeZone).slice(0, 10);
}

export function number(text: string | null): number | null {
  return text === null ? null : Number(text);
}

/** Half up to one place. */
export function minutes(seconds: number): number {
  return Number(halfUp(BigInt(seconds), 60n, 1));
}

/** Half up to three places. */
export function mbit(bps: number | null): number | null {
  return bps === null ? null : Number(halfUp(BigInt(Math.round(bps)), 1_000_000n, 3));
}

/** Percent with one place, rounded down: 100 is said only when none was missed. */
export function share(kept: number, all: number): number | null {
  return all === 0 ? null : Math.floor((kept * 1_000) / all) / 10;
}
