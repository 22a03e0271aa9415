import type { FaultKind, FaultReason, SuspectedSide } from '../faults/fault-reasons.js';
import type { CircuitEndSide, PortStatus } from '../status/statuses.js';

/** What the person says of the power at their end. */
export const POWER_ANSWERS = ['yes', 'no', 'unknown'] as const;
export type PowerAnswer = (typeof POWER_ANSWERS)[number];

/** One watched end of the line. `isFresh`: it was read after the test was asked for. Times in ms. */
export interface TestedEnd {
  readonly side: CircuitEndSide;
  readonly status: PortStatus;
  readonly isFresh: boolean;
  /** When it was read last; null: never. */
  readonly readAt: number | null;
}

/** Errored frames at one side over the last quarter of an hour, and over the same one a day before. */
export interface TestedErrors {
  readonly side: CircuitEndSide;
  readonly now: number;
  /** Null where nothing was read then. */
  readonly before: number | null;
}

/** The received optical power of one side in dBm. */
export interface TestedLight {
  readonly side: CircuitEndSide;
  readonly nowDbm: number;
  readonly beforeDbm: number | null;
}

/** The newest run of a probe to one side. Loss in percent, mean delay in microseconds; null when nothing came back. */
export interface TestedProbe {
  readonly side: CircuitEndSide;
  readonly lossPct: number;
  readonly meanUs: number | null;
  readonly beforeMeanUs: number | null;
  /** ms. */
  readonly measuredAt: number;
}

/** Everything that a line test found, and that its verdict goes by. */
export interface LineEvidence {
  readonly hasPower: PowerAnswer;
  /** Ends that are watched; others cannot be read. */
  readonly ends: readonly TestedEnd[];
  readonly errors: readonly TestedErrors[];
  readonly light: readonly TestedLight[];
  readonly probes: readonly TestedProbe[];
  /** Percent of the contracted bandwidth, of a fresh reading; null where there is none. */
  readonly utilisation: number | null;
  /** The planned work that covers the line now. `until` in ms. */
  readonly work: { readonly id: string; readonly number: string; readonly until: number } | null;
  /** The worst fault that is open at the line. `isEvent`: one cause that touches several lines. `since` in ms. */
  readonly fault: {
    readonly id: string;
    readonly kind: FaultKind;
    readonly reason: FaultReason;
    readonly suspected: SuspectedSide;
    readonly isEvent: boolean;
    readonly since: number;
  } | null;
}
