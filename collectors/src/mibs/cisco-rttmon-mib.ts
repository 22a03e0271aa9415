import { integer, optional, type RawCells, unsigned32 } from './smi.js';

/** CISCO-RTTMON-MIB: operations of IP SLA and their latest results. The index is rttMonCtrlAdminIndex. */
const RTT_MON_CTRL_ADMIN_ENTRY = '1.3.6.1.4.1.9.9.42.1.2.1.1';
const LATEST_RTT_OPER_ENTRY = '1.3.6.1.4.1.9.9.42.1.2.10.1';
const LATEST_JITTER_OPER_ENTRY = '1.3.6.1.4.1.9.9.42.1.5.2.1';

/** Times in milliseconds, those of a jitter operation in microseconds where it was set up so. */
export const RTTMON_COLUMNS = {
  type: `${RTT_MON_CTRL_ADMIN_ENTRY}.4`,
  completionTime: `${LATEST_RTT_OPER_ENTRY}.1`,
  sense: `${LATEST_RTT_OPER_ENTRY}.2`,
  roundTrips: `${LATEST_JITTER_OPER_ENTRY}.1`,
  sumOfRoundTrips: `${LATEST_JITTER_OPER_ENTRY}.2`,
  minRoundTrip: `${LATEST_JITTER_OPER_ENTRY}.4`,
  maxRoundTrip: `${LATEST_JITTER_OPER_ENTRY}.5`,
  lossToTarget: `${LATEST_JITTER_OPER_ENTRY}.26`,
  lossFromTarget: `${LATEST_JITTER_OPER_ENTRY}.27`,
  lossEitherWay: `${LATEST_JITTER_OPER_ENTRY}.29`,
  jitterSense: `${LATEST_JITTER_OPER_ENTRY}.31`,
  averageJitter: `${LATEST_JITTER_OPER_ENTRY}.46`,
} as const;

/** RttMonRttType. */
const ECHOES = new Set([1, 5]);
const JITTER = 9;

/** RttResponseSense: ok(1), overThreshold(3) with an answer; timeout(4) and disconnected(2), notConnected(6) without. */
const ANSWERED = new Set([1, 3]);
const UNANSWERED = new Set([2, 4, 6]);

/** The latest run of an operation; times in the operation's own unit. */
export interface RttRun {
  readonly sent: number;
  readonly received: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  readonly jitter: number | null;
  /** Whether the times may be microseconds: an echo has milliseconds always. */
  readonly isFine: boolean;
}

type Cells = RawCells<keyof typeof RTTMON_COLUMNS>;

/**
 * @returns null when the device has no such operation; 'NONE' when it has not run yet, failed by its own fault, or is of a
 *   type that measures something else
 * @throws SmiError
 */
export function decodeRttRun(cells: Cells): RttRun | 'NONE' | null {
  const type = optional(cells.type, integer);
  if (type === null) return null;
  if (type === JITTER) return jitterRun(cells);
  return ECHOES.has(type) ? echoRun(cells) : 'NONE';
}

function echoRun(cells: Cells): RttRun | 'NONE' {
  const sense = optional(cells.sense, integer);
  const time = optional(cells.completionTime, unsigned32);
  if (sense !== null && UNANSWERED.has(sense)) return lost(1, false);
  if (sense === null || !ANSWERED.has(sense) || time === null) return 'NONE';
  return { sent: 1, received: 1, min: time, mean: time, max: time, jitter: null, isFine: false };
}

/** Late packets arrived and are no loss here, as in the operation's own figures. */
function jitterRun(cells: Cells): RttRun | 'NONE' {
  const received = optional(cells.roundTrips, unsigned32);
  const losses = [cells.lossToTarget, cells.lossFromTarget, cells.lossEitherWay];
  const lostCount = losses.reduce((sum, cell) => sum + (optional(cell, unsigned32) ?? 0), 0);
  if (received === null || received + lostCount === 0) {
    const sense = optional(cells.jitterSense, integer);
    // A run that timed out as a whole may count no packet at all: it was lost, however many there were.
    return sense !== null && UNANSWERED.has(sense) ? lost(1, true) : 'NONE';
  }
  if (received === 0) return lost(lostCount, true);
  const sum = optional(cells.sumOfRoundTrips, unsigned32);
  return {
    sent: received + lostCount,
    received,
    min: optional(cells.minRoundTrip, unsigned32),
    mean: sum === null ? null : sum / received,
    max: optional(cells.maxRoundTrip, unsigned32),
    jitter: optional(cells.averageJitter, unsigned32),
    isFine: true,
  };
}

function lost(sent: number, isFine: boolean): RttRun {
  return { sent, received: 0, min: null, mean: null, max: null, jitter: null, isFine };
}
