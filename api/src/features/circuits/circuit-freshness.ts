import { isStale, OPERATING_STATUSES, type OperatingStatus, PORT_STATUSES, type PortStatus } from '@linewatch/shared';

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

/**
 * What may be said of a circuit at `now`. The watch for silence writes `unknown` a moment after a device fell silent;
 * until it did, and while the API was not there to watch, the age of the readings decides:
 * `running` needs a fresh reading of every watched end, `failed` and `degraded` of one at least, since one end that is
 * known to be down breaks the line whatever the other would say. `stopped` comes from the life cycle and does not age.
 * Where an end was never heard there is no moment from which on nothing was known.
 *
 * @param endsSampledAt newest reading of each watched end, ms, or null
 */
export function presentCircuit(
  stored: StoredState,
  endsSampledAt: readonly (number | null)[],
  intervalS: number,
  now: number,
): PresentState<OperatingStatus> {
  const status = OPERATING_STATUSES.find((known) => known === stored.status) ?? 'unknown';
  const stale = endsSampledAt.filter((sampleAt) => isStale(sampleAt, intervalS, now));
  const rates = isStale(stored.sampleAt, intervalS, now) ? NO_RATES : ratesOf(stored);
  const isSilent = stale.length === endsSampledAt.length;
  const hasAged = status === 'running' ? isSilent || stale.length > 0 : isSilent;
  if (status === 'stopped' || status === 'unknown' || !hasAged) return { ...rates, status, since: stored.since };
  const known = endsSampledAt.filter((sampleAt) => sampleAt !== null);
  const isWhole = known.length === endsSampledAt.length && known.length > 0;
  const since = isWhole ? silentSince(Math.min(...known), intervalS) : null;
  return { ...rates, status: 'unknown', since };
}

/** The same for one end. A port without a fresh reading is UNKNOWN: neither up nor down. */
export function presentEnd(stored: StoredState, intervalS: number, now: number): PresentState<PortStatus> {
  const status = PORT_STATUSES.find((known) => known === stored.status) ?? 'UNKNOWN';
  if (!isStale(stored.sampleAt, intervalS, now)) return { ...ratesOf(stored), status, since: stored.since };
  const fellSilent = stored.sampleAt === null ? null : silentSince(stored.sampleAt, intervalS);
  return { ...NO_RATES, status: 'UNKNOWN', since: status === 'UNKNOWN' ? stored.since : fellSilent };
}

/** Since when nothing is known, once a reading is too old: from the poll after it, which gave none. ms. */
function silentSince(sampleAt: number, intervalS: number): number {
  return sampleAt + intervalS * 1_000;
}

const NO_RATES = { inBps: null, outBps: null } as const;

function ratesOf({ inBps, outBps }: StoredState): Pick<StoredState, 'inBps' | 'outBps'> {
  return { inBps, outBps };
}
