import type { OverviewFault } from '@linewatch/shared';
import type { OpenFault } from '../faults/index.js';

/** What is said of an open fault beside its circuit. */
export function toOverviewFault({
  id,
  circuitId,
  kind,
  reason,
  side,
  suspected,
  acknowledgedAt,
}: OpenFault): OverviewFault {
  const progress = acknowledgedAt === null ? 'OPEN' : 'IN_HAND';
  return { id, circuitId, kind, reason, side, suspected, progress };
}
