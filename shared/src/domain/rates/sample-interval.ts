import type { RateStatus } from './rate-statuses.js';
import { MS_PER_TICK, ticksApart, ticksBetween } from './time-ticks.js';

/** One answer of an agent, by the collector's clock and by its own. */
export interface AgentMoment {
  /** When the collector had the answer, ms since the epoch. */
  readonly takenAt: number;
  /** sysUpTime of the same answer, in ticks. */
  readonly sysUpTime: number;
  /** snmpEngineBoots of an agent that has it. */
  readonly engineBoots?: number | null;
}

/** What all counters of one port share in one reading: when it was taken, and of what. */
export interface PortMoment extends AgentMoment {
  /** ifCounterDiscontinuityTime, in ticks; 0 where the agent has none. */
  readonly discontinuity: number;
  readonly ifName: string;
  /** Compared only when both readings have one. */
  readonly ifAlias?: string | null;
}

export type IntervalFault = Extract<
  RateStatus,
  'NO_BASELINE' | 'REINDEXED' | 'INVALID_TIME' | 'GAP' | 'AGENT_RESTART' | 'DISCONTINUITY'
>;

/** The length of time that the deltas belong to, or why two readings cannot be compared. */
export type SampleInterval =
  | { readonly status: 'OK'; readonly dtMs: number }
  | {
      readonly status: IntervalFault;
      /** AGENT_RESTART only: when the agent started again, ms since the epoch. */
      readonly restartedAt?: number;
    };

const GAP_INTERVALS = 3;
const RESTART_TOLERANCE_MS = 10_000;
const RESTART_TOLERANCE_SHARE = 0.05;
const CLOCKS_TOLERANCE_MS = 2_000;
const CLOCKS_TOLERANCE_SHARE = 0.02;

/**
 * When the agent started again between two readings (rule P-RATE, step 4).
 *
 * sysUpTime that is not where the collector's clock expects it means a restart only if it also went back, or is
 * younger than the interval: an agent whose clock runs slow has not restarted, and neither has one whose sysUpTime
 * wrapped after 497 days.
 *
 * @returns ms since the epoch, or `undefined` when it ran on
 * @see RFC 3418 (sysUpTime), RFC 3411 section 5 (snmpEngineBoots)
 */
export function agentRestartedAt(previous: AgentMoment, current: AgentMoment): number | undefined {
  const elapsedMs = current.takenAt - previous.takenAt;
  const expected = previous.sysUpTime + elapsedMs / MS_PER_TICK;
  const offMs = ticksApart(expected, current.sysUpTime) * MS_PER_TICK;
  const upMs = current.sysUpTime * MS_PER_TICK;
  const off = offMs > Math.max(RESTART_TOLERANCE_MS, RESTART_TOLERANCE_SHARE * elapsedMs);
  const younger = current.sysUpTime < previous.sysUpTime || upMs < elapsedMs;
  const bootedAgain = (current.engineBoots ?? 0) > (previous.engineBoots ?? Number.POSITIVE_INFINITY);
  return (off && younger) || bootedAgain ? current.takenAt - upMs : undefined;
}

function isAnotherPort(previous: PortMoment, current: PortMoment): boolean {
  if (previous.ifName !== current.ifName) return true;
  const before = previous.ifAlias ?? '';
  const now = current.ifAlias ?? '';
  return before !== '' && now !== '' && before !== now;
}

/**
 * The agent's own measure of the interval where it agrees with the collector's, because the counters were read by the
 * agent's clock; the collector's where it does not, or where the agent's clock stood still.
 */
function intervalLengthMs(previous: PortMoment, current: PortMoment): number {
  const collectorMs = current.takenAt - previous.takenAt;
  const agentMs = ticksBetween(previous.sysUpTime, current.sysUpTime) * MS_PER_TICK;
  const tolerance = Math.max(CLOCKS_TOLERANCE_MS, CLOCKS_TOLERANCE_SHARE * collectorMs);
  return agentMs > 0 && Math.abs(agentMs - collectorMs) <= tolerance ? agentMs : collectorMs;
}

/**
 * Whether the counters of two readings of a port may be compared, and over what time (rule P-RATE, steps 1 to 6).
 * A reader does this once a port and `counterDelta` once a counter.
 *
 * @param previous the older reading, null when there is none
 * @param intervalS poll interval in seconds; three of them without a reading are a gap
 */
export function sampleInterval(previous: PortMoment | null, current: PortMoment, intervalS: number): SampleInterval {
  if (previous === null) return { status: 'NO_BASELINE' };
  if (isAnotherPort(previous, current)) return { status: 'REINDEXED' };
  const elapsedMs = current.takenAt - previous.takenAt;
  if (elapsedMs <= 0) return { status: 'INVALID_TIME' };
  if (elapsedMs > GAP_INTERVALS * intervalS * 1_000) return { status: 'GAP' };
  const restartedAt = agentRestartedAt(previous, current);
  if (restartedAt !== undefined) return { status: 'AGENT_RESTART', restartedAt };
  if (previous.discontinuity !== current.discontinuity) return { status: 'DISCONTINUITY' };
  return { status: 'OK', dtMs: intervalLengthMs(previous, current) };
}
