import { type PortStatus, STALE_AFTER_INTERVALS, stateBeganAt } from '@linewatch/shared';
import { joinEqual, type Piece } from './state-history.js';

/** What one reading says of the state of a port. */
export interface PortSample {
  /** ms, when the agent answered. */
  readonly takenAt: number;
  readonly status: PortStatus;
  /** ms by P-LASTCHANGE; null when the agent does not say. */
  readonly lastChangeAt: number | null;
}

/**
 * The history of a port between its first and its last reading, and from the last one on.
 *
 * It is a function of the readings alone: whatever order they arrived in, the same readings make the same history.
 * A state holds from its reading until the next. The change between two readings lies at the time the agent names,
 * where that is between them. Two readings further apart than 2.5 intervals leave a silence: from one interval after
 * the first nothing is known, which is neither up nor down.
 *
 * @param samples in order of `takenAt`
 * @param intervalMs poll interval
 * @param judgedAt ms; a last reading that is too old at this moment has fallen silent. Null: do not judge
 * @see standards P-STATUS, P-LASTCHANGE; RFC 2863 section 6 (ifLastChange)
 */
export function portHistory(
  samples: readonly PortSample[],
  intervalMs: number,
  judgedAt: number | null,
): Piece<PortStatus>[] {
  const pieces: Piece<PortStatus>[] = [];
  let from = samples[0]?.takenAt ?? 0;
  for (const [index, sample] of samples.entries()) {
    const next = samples[index + 1];
    const until = next === undefined ? null : changeBetween(sample, next);
    const heardAgainAt = next?.takenAt ?? judgedAt;
    pieces.push(...holding(sample, from, until, silentFrom(sample, heardAgainAt, intervalMs)));
    from = until ?? from;
  }
  return joinEqual(pieces);
}

/** When a port that gave this reading is known to be silent: one interval after it; ms. */
export function silenceBegins(takenAt: number, intervalMs: number): number {
  return takenAt + intervalMs;
}

/** Whether nothing was heard for so long that the last reading says nothing about now. */
export function isSilent(takenAt: number, intervalMs: number, at: number): boolean {
  return at - takenAt > STALE_AFTER_INTERVALS * intervalMs;
}

function silentFrom(sample: PortSample, heardAgainAt: number | null, intervalMs: number): number | null {
  // What was unknown already cannot become more so.
  if (sample.status === 'UNKNOWN' || heardAgainAt === null) return null;
  return isSilent(sample.takenAt, intervalMs, heardAgainAt) ? silenceBegins(sample.takenAt, intervalMs) : null;
}

function changeBetween(one: PortSample, next: PortSample): number {
  return next.status === one.status ? next.takenAt : stateBeganAt(one.takenAt, next.takenAt, next.lastChangeAt);
}

function holding(
  { status }: PortSample,
  from: number,
  until: number | null,
  silent: number | null,
): Piece<PortStatus>[] {
  if (silent === null || (until !== null && until <= silent)) return [piece(status, from, until, 'POLL')];
  return [piece(status, from, silent, 'POLL'), piece('UNKNOWN', silent, until, 'SILENCE')];
}

function piece(status: PortStatus, from: number, to: number | null, evidence: string): Piece<PortStatus> {
  return { status, from, to, sides: '', evidence };
}
