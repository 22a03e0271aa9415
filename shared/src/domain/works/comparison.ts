import { type OperatingStatus, statusRank } from '../status/statuses.js';

/** unknown: nothing was measured on one side, so nothing can be said. */
export const VERDICTS = ['same', 'better', 'worse', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** How a circuit did over a while; null where nothing was measured. */
export interface LineFacts {
  readonly status: OperatingStatus | null;
  /** Percent of the contracted bandwidth. Shown beside the rest; less traffic alone makes nothing worse. */
  readonly utilisation: number | null;
  /** Errors and discards in a hundred million octets. */
  readonly errors: number | null;
  readonly latencyUs: number | null;
  readonly lossPct: number | null;
}

/** What is no more than the daily ups and downs of a line. */
const ERRORS_ALLOWED = 10;
const LATENCY_ALLOWED_US = 2_000;
const LATENCY_ALLOWED_SHARE = 1.2;
const LOSS_ALLOWED_PCT = 0.5;

/**
 * Whether a circuit is worse after a work than before it: its state first, then errors, delay and loss. A line that was
 * failed before cannot be made worse.
 */
export function verdictOf(before: LineFacts, after: LineFacts): Verdict {
  if (!isKnown(before.status) || !isKnown(after.status)) return isDown(after.status) ? 'worse' : 'unknown';
  const change = statusRank(after.status) - statusRank(before.status);
  if (change !== 0) return change < 0 ? 'worse' : 'better';
  return isWorseMeasured(before, after) ? 'worse' : 'same';
}

function isWorseMeasured(before: LineFacts, after: LineFacts): boolean {
  return (
    grew(before.errors, after.errors, (was, is) => is > was * 2 + ERRORS_ALLOWED) ||
    grew(before.latencyUs, after.latencyUs, (was, is) => is > was * LATENCY_ALLOWED_SHARE + LATENCY_ALLOWED_US) ||
    grew(before.lossPct, after.lossPct, (was, is) => is > was + LOSS_ALLOWED_PCT)
  );
}

function grew(was: number | null, is: number | null, isMore: (was: number, is: number) => boolean): boolean {
  return was !== null && is !== null && isMore(was, is);
}

function isKnown(status: OperatingStatus | null): status is OperatingStatus {
  return status !== null && status !== 'unknown';
}

function isDown(status: OperatingStatus | null): boolean {
  return status === 'failed' || status === 'degraded';
}
