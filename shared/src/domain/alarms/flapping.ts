import { halfUp } from '../decimals/index.js';

/** How flapping is damped, in seconds and points of penalty (after RFC 2439). */
export interface FlapRule {
  readonly penaltyPerDown: number;
  readonly halfLifeS: number;
  /** Suppressed while the penalty is above this … */
  readonly suppress: number;
  /** … until it has fallen below this. */
  readonly reuse: number;
  readonly maxSuppressS: number;
}

export const FLAP_RULE: FlapRule = {
  penaltyPerDown: 1_000,
  halfLifeS: 900,
  suppress: 2_000,
  reuse: 750,
  maxSuppressS: 3_600,
};

/** Where the damping of one object stands. */
export interface FlapState {
  /** At `at`; it decays from there. */
  readonly penalty: number;
  /** Seconds. */
  readonly at: number;
  readonly isSuppressed: boolean;
}

/** The most that a penalty can be: from there it falls to `reuse` in `maxSuppressS`. */
export function penaltyCeiling({ reuse, maxSuppressS, halfLifeS }: FlapRule): number {
  return reuse * 2 ** (maxSuppressS / halfLifeS);
}

/** The penalty some time later. */
export function penaltyAt({ penalty, at }: FlapState, now: number, { halfLifeS }: FlapRule): number {
  return penalty * 2 ** (-(now - at) / halfLifeS);
}

/** The state at a time without a further down. */
export function calmed(state: FlapState, now: number, rule: FlapRule): FlapState {
  const penalty = penaltyAt(state, now, rule);
  return { penalty, at: now, isSuppressed: state.isSuppressed && penalty >= rule.reuse };
}

/**
 * The state after the object went down (rule P-FLAP). Damping silences messages; it never shortens an outage.
 *
 * @param state undefined for an object that never went down
 * @param at seconds, not before `state.at`
 */
export function flapAfterDown(state: FlapState | undefined, at: number, rule: FlapRule = FLAP_RULE): FlapState {
  const before = state === undefined ? { penalty: 0, at, isSuppressed: false } : calmed(state, at, rule);
  const penalty = Math.min(before.penalty + rule.penaltyPerDown, penaltyCeiling(rule));
  return { penalty, at, isSuppressed: before.isSuppressed || penalty > rule.suppress };
}

/** When a suppressed object is heard again, if it stays calm; seconds. Null while it is not suppressed. */
export function reuseAt({ penalty, at, isSuppressed }: FlapState, { reuse, halfLifeS }: FlapRule): number | null {
  return isSuppressed ? at + halfLifeS * Math.log2(penalty / reuse) : null;
}

/**
 * How much of a row of checks was change, newer changes counting more (rule P-PSC; the weighting of Nagios).
 *
 * @param changes positions 1 (oldest) .. checks - 1 (newest) at which a check differed from the one before
 * @param checks how many checks were looked at, at least 3
 * @returns percent as a decimal text with 4 places
 */
export function percentStateChange(changes: readonly number[], checks = 21): string {
  const places = checks - 1;
  // 0.75 + 0.5 (x - 1) / (places - 1), over one denominator.
  const weights = changes.reduce((sum, position) => sum + 3 * (places - 1) + 2 * (position - 1), 0);
  return halfUp(100n * BigInt(weights), BigInt(4 * (places - 1) * places), 4);
}
