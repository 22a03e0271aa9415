import type { AlarmFacts, FaultStoryLine, FaultView } from '@linewatch/shared';
import type { EndBreak } from '../telemetry/index.js';
import type { NamedFault, StoredStory } from './fault-list.repository.js';

/** How many of the circuits that somebody sees a network event hits. */
export interface EventShare {
  readonly circuits: number;
  readonly ofCircuits: number;
}

/**
 * What a person may see of a fault.
 *
 * @param share undefined where it is no part of a network event
 * @param namesCustomer whether the reader sees several customers
 */
export function toFaultView(row: NamedFault, share: EventShare | undefined, namesCustomer: boolean): FaultView {
  const { circuitId, circuitCode, circuitName, alias, customerId, customerZh, customerEn, eventId } = row;
  return {
    id: row.id,
    circuit: { id: circuitId, code: circuitCode, name: circuitName, alias },
    customer: namesCustomer ? { id: customerId, nameZh: customerZh, nameEn: customerEn } : null,
    kind: row.kind,
    severity: row.severity,
    reason: row.reason,
    side: row.side,
    suspected: row.suspected,
    facts: row.facts,
    progress: row.untilAt !== null ? 'CLEARED' : row.acknowledgedAt !== null ? 'IN_HAND' : 'OPEN',
    since: instant(row.since),
    until: orNull(row.untilAt),
    changedAt: instant(row.changedAt),
    isFlapping: row.isFlapping,
    networkEvent: eventId === null || share === undefined ? null : { id: eventId, ...share },
    afterWorkId: row.afterWorkId,
    acknowledgedAt: orNull(row.acknowledgedAt),
    noteCount: row.noteCount,
  };
}

/** A customer reads that the operator wrote, not who of its people. */
export function toStoryLine(row: StoredStory, namesStaff: boolean): FaultStoryLine {
  return {
    id: row.id,
    kind: row.kind,
    at: instant(Number(row.at)),
    side: row.side,
    evidence: row.evidence,
    severity: row.severity,
    facts: JSON.parse(row.facts) as AlarmFacts,
    by: row.bySide,
    byName: row.bySide === 'OPERATOR' && !namesStaff ? null : row.byName,
    text: row.text,
  };
}

/** A break that no reading saw, as a line of the story: known by what the next reading said of the time between. */
export function toBreakLine({ at, side }: EndBreak): FaultStoryLine {
  return {
    ...{ id: `break ${side} ${String(at)}`, kind: 'SHORT_BREAK', at: instant(at), side, evidence: 'POLL' },
    ...{ severity: null, facts: {}, by: null, byName: null, text: null },
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function orNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms);
}
