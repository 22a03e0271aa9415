import {
  isStale,
  type OperatingStatus,
  type PortStatus,
  STALE_AFTER_INTERVALS,
  OPERATING_STATUSES,
  PORT_STATUSES,
} from '@linewatch/shared';

/** A state as it was stored: what the newest reading said, and when that reading was. Times in ms. */
export interface StoredState {
  readonly status: string | null;
  readonly since: number | null;
  readonly sampleAt: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
}

/** What may be said of it now. */
export interface PresentState<Status> {
  readonly status: Status;
  readonly since: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
}

/** When a reading stops standing for the present, ms since the epoch. */
export function staleFrom(sampleAt: number, intervalS: number): number {
  return sampleAt + STALE_AFTER_INTERVALS * intervalS * 1_000;
}

/**
 * The status of a circuit that may be shown at `now`: a state whose reading is too old becomes `unknown` since the
 * moment it went stale, and its rates are not "now" any more. `stopped` comes from the circuit's life cycle, not from
 * a reading, and does not age.
 */
export function presentCircuit(stored: StoredState, intervalS: number, now: number): PresentState<OperatingStatus> {
  const status = OPERATING_STATUSES.find((known) => known === stored.status) ?? 'unknown';
  if (status === 'stopped' || !isStale(stored.sampleAt, intervalS, now)) return { ...ratesOf(stored), status };
  return { ...silenced(stored, status === 'unknown', intervalS), status: 'unknown' };
}

/** The same for one end. A port without a fresh reading is UNKNOWN: neither up nor down. */
export function presentEnd(stored: StoredState, intervalS: number, now: number): PresentState<PortStatus> {
  const status = PORT_STATUSES.find((known) => known === stored.status) ?? 'UNKNOWN';
  if (!isStale(stored.sampleAt, intervalS, now)) return { ...ratesOf(stored), status };
  return { ...silenced(stored, status === 'UNKNOWN', intervalS), status: 'UNKNOWN' };
}

type Rates = Omit<PresentState<never>, 'status'>;

function ratesOf({ since, inBps, outBps }: StoredState): Rates {
  return { since, inBps, outBps };
}

function silenced({ since, sampleAt }: StoredState, knownToBeSilent: boolean, intervalS: number): Rates {
  const wentStale = sampleAt === null ? null : staleFrom(sampleAt, intervalS);
  return { since: knownToBeSilent ? since : wentStale, inBps: null, outBps: null };
}
