import { intersectIntervals, type Interval, mergeIntervals } from '../intervals/intervals.js';
import type { OperatingStatus, PortStatus } from './statuses.js';

/** SERIES: all ends are needed. PARALLEL: one of them is enough. */
export const COMPOSE_MODES = ['SERIES', 'PARALLEL'] as const;
export type ComposeMode = (typeof COMPOSE_MODES)[number];

export interface EndState {
  /** False for an end that nobody can look at; it does not count. */
  readonly monitored: boolean;
  readonly status: PortStatus;
}

function isDown({ status }: EndState): boolean {
  return status === 'DOWN' || status === 'ADMIN_DOWN' || status === 'TESTING';
}

/**
 * Operating status of a circuit at this moment (rule P-COMPOSE): the worst that is certain.
 *
 * A port that the operator shut or is testing carries nothing, so it is down to the customer. A sleeping backup is not
 * counted. Silence decides only where nothing else does: one end known to be down breaks a line in series whatever the
 * other end would say, and costs a protected line its protection.
 *
 * @param state service state of TMF638; all but `active` is stopped
 */
export function operatingStatus(ends: readonly EndState[], composeMode: ComposeMode, state: string): OperatingStatus {
  if (state !== 'active') return 'stopped';
  const needed = ends.filter(({ monitored, status }) => monitored && status !== 'STANDBY');
  const down = needed.filter(isDown).length;
  if (down > 0) return composeMode === 'SERIES' || down === needed.length ? 'failed' : 'degraded';
  const someUnknown = needed.some(({ status }) => status === 'UNKNOWN');
  return someUnknown || needed.length === 0 ? 'unknown' : 'running';
}

/**
 * The time a circuit was down, from the time each of its ends was (rule P-COMPOSE).
 *
 * @param endsDown one list an end
 */
export function composeDown(endsDown: readonly (readonly Interval[])[], composeMode: ComposeMode): Interval[] {
  if (composeMode === 'SERIES') return mergeIntervals(endsDown.flat());
  const [first = [], ...others] = endsDown;
  return others.reduce<Interval[]>((down, end) => intersectIntervals(down, end), mergeIntervals(first));
}
