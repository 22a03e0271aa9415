import type {
  AlarmFacts,
  CircuitEndSide,
  FaultKind,
  FaultReason,
  FaultStoryKind,
  Severity,
  SuspectedSide,
} from '@linewatch/shared';
import type { FaultChangeKind } from './fault-changes.js';

/** A fault as it is kept; times in ms. */
export interface FaultRow {
  readonly id: string;
  readonly activeKey: string | null;
  readonly faultKey: string;
  readonly circuitId: string;
  readonly customerId: string;
  readonly kind: FaultKind;
  readonly severity: Severity;
  readonly reason: FaultReason;
  readonly side: CircuitEndSide | null;
  readonly suspected: SuspectedSide;
  readonly facts: AlarmFacts;
  readonly since: number;
  readonly untilAt: number | null;
  readonly changedAt: number;
  readonly isFlapping: boolean;
  readonly eventId: string | null;
  readonly afterWorkId: string | null;
  readonly alarmId: string;
  readonly acknowledgedAt: number | null;
  readonly noteCount: number;
  readonly raiseCount: number;
  readonly version: number;
}

/** Whether there is a fault and it is open. */
export function isOpen(fault: FaultRow | undefined): fault is FaultRow & { readonly activeKey: string } {
  return fault !== undefined && fault.activeKey !== null;
}

/** A line of a fault's story before it is written. */
export interface StoryNote {
  readonly faultId: string;
  readonly kind: FaultStoryKind;
  readonly at: number;
  readonly side: CircuitEndSide | null;
  readonly evidence: string | null;
  readonly severity: Severity | null;
  readonly facts: AlarmFacts;
  readonly bySide: 'CUSTOMER' | 'OPERATOR' | null;
  readonly byId: string | null;
  readonly text: string | null;
  readonly isInternal: boolean;
}

/** One happening for the ordered log. */
export interface Happening {
  readonly fault: FaultRow;
  readonly kind: FaultChangeKind;
  readonly at: number;
}
