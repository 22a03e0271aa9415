import { lastChangeAt } from '../rates/last-change.js';
import { agentRestartedAt } from '../rates/sample-interval.js';

/** What two polls in a row saw of a port. */
export interface PolledState {
  /** ms since the epoch. */
  readonly takenAt: number;
  readonly up: boolean;
  /** Ticks. */
  readonly sysUpTime: number;
  /** Ticks; 0 says nothing. */
  readonly ifLastChange: number;
}

export interface LinkTrap {
  /** ms since the epoch. */
  readonly at: number;
  readonly kind: 'linkDown' | 'linkUp';
}

/**
 * A break that began and ended between two polls: how long it lasted where both traps came, or that it happened at
 * all, as an event of no length.
 */
export type ShortBreak =
  | { readonly kind: 'OUTAGE'; readonly from: number; readonly to: number }
  | { readonly kind: 'FLAP_UNRESOLVED'; readonly at: number };

/** Each linkDown with the linkUp that ends it; a second linkDown before it belongs to the same break. */
function pairs(traps: readonly LinkTrap[]): ShortBreak[] {
  const found: ShortBreak[] = [];
  let downAt: number | undefined;
  for (const { at, kind } of traps.toSorted((one, other) => one.at - other.at)) {
    if (kind === 'linkDown') {
      downAt ??= at;
    } else if (downAt !== undefined) {
      if (downAt < at) found.push({ kind: 'OUTAGE', from: downAt, to: at });
      downAt = undefined;
    }
  }
  return found;
}

/**
 * Breaks that polling alone did not see: ifLastChange moved although the port was up at both polls (rule P-STATUS).
 *
 * An agent that restarted in between has forgotten what its ports did before, so its new ifLastChange proves nothing.
 *
 * @param traps any of this port; those outside the two polls are ignored
 * @returns oldest first; empty when there was no break
 */
export function breaksBetweenPolls(
  previous: PolledState,
  current: PolledState,
  traps: readonly LinkTrap[],
): ShortBreak[] {
  if (!previous.up || !current.up || previous.ifLastChange === current.ifLastChange) return [];
  if (agentRestartedAt(previous, current) !== undefined) return [];
  const changedAt = lastChangeAt(current.takenAt, current.sysUpTime, current.ifLastChange);
  if (changedAt === null || changedAt <= previous.takenAt || changedAt > current.takenAt) return [];
  const found = pairs(traps.filter(({ at }) => at > previous.takenAt && at <= current.takenAt));
  return found.length > 0 ? found : [{ kind: 'FLAP_UNRESOLVED', at: changedAt }];
}

/**
 * When a state that the second of two polls saw first began: at P-LASTCHANGE if that lies between them, else at the
 * poll that saw it.
 *
 * @param previousAt ms, the poll that still saw the older state; null when there was none
 * @param changedAt ms by P-LASTCHANGE, or null
 */
export function stateBeganAt(previousAt: number | null, currentAt: number, changedAt: number | null): number {
  if (previousAt === null || changedAt === null) return currentAt;
  return changedAt > previousAt && changedAt <= currentAt ? changedAt : currentAt;
}
