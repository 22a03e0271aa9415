const FIVE_MINUTES_S = 300;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** Width of a bucket of each roll-up level, seconds. */
export const BUCKET_S = { '5m': FIVE_MINUTES_S, '1h': HOUR_S, '1d': DAY_S } as const;
export type RollupLevel = keyof typeof BUCKET_S;

/**
 * Where the operator's days begin: seconds that its clock is ahead of UTC at an instant (epoch seconds).
 * An argument of everything that cuts days, so that another zone is another function.
 */
export type ZoneOffset = (epochS: number) => number;

/** Asia/Shanghai: UTC+8 without summer time since 1991-09-15 (tz database). */
export const SHANGHAI: ZoneOffset = () => 8 * HOUR_S;

/** Start of the five minutes that an instant lies in; both in epoch seconds. */
export function fiveMinutes(epochS: number): number {
  return epochS - (epochS % FIVE_MINUTES_S);
}

/** Start of the hour that an instant lies in; both in epoch seconds. */
export function hour(epochS: number): number {
  return epochS - (epochS % HOUR_S);
}

/** Start of the local day that an instant lies in; both in epoch seconds. */
export function day(epochS: number, zone: ZoneOffset = SHANGHAI): number {
  const offset = zone(epochS);
  const local = epochS + offset;
  return local - (local % DAY_S) - offset;
}
