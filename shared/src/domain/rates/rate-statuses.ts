/**
 * Outcome of P-RATE. Only OK carries a rate; everything else is a missing value with its reason, never a zero.
 * NO_SUCH_PORT is the collector's own: the device answered, but has no port of that name. OVERLAP is the API's own: another
 * reading of the port has counted the same time.
 */
export const RATE_STATUSES = [
  'OK',
  'NO_BASELINE',
  'REINDEXED',
  'INVALID_TIME',
  'GAP',
  'AGENT_RESTART',
  'DISCONTINUITY',
  'AMBIGUOUS_WRAP',
  'COUNTER_DECREASED',
  'RATE_EXCEEDS_SPEED',
  'NO_SUCH_PORT',
  'OVERLAP',
] as const;
export type RateStatus = (typeof RATE_STATUSES)[number];
