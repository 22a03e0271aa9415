import type { Allowance } from '@linewatch/shared';
import type { AgreedCircuit } from './agreed-terms.repository.js';
import type { ClosedMonth } from './sla-month.repository.js';
import type { Snapshot } from './snapshot.js';

/** One circuit's month: as it was closed, or as it stands now. */
export interface LedgerOfMonth {
  readonly circuit: AgreedCircuit;
  readonly snapshot: Snapshot;
  /** Null while the month is not closed. */
  readonly closed: ClosedMonth | null;
  /** How many revisions there are. */
  readonly revisions: number;
  /** Null without a target. */
  readonly allowance: Allowance | null;
}
