import type { InventoryNoticeState, InventoryNoticeView, ProposedEnd } from '@linewatch/shared';
import { iso } from '../../database/instants.js';
import type { NoticeRecord, Proposal } from './notice.repository.js';

/** What a notice proposes, null when nothing. */
export function proposalOf({ proposal }: Pick<NoticeRecord, 'proposal'>): Proposal | null {
  return proposal === null ? null : (JSON.parse(proposal) as Proposal);
}

/** @param ends those of the proposals, by their ids */
export function toNoticeView(row: NoticeRecord, ends: ReadonlyMap<string, ProposedEnd>): InventoryNoticeView {
  const proposal = proposalOf(row);
  return {
    id: row.id,
    kind: row.kind,
    state: stateOf(row),
    deviceId: row.deviceId,
    deviceCode: row.deviceCode,
    deviceName: row.deviceName,
    circuitId: row.circuitId,
    circuitCode: row.circuitCode,
    circuitName: row.circuitName,
    evidence: JSON.parse(row.evidence) as InventoryNoticeView['evidence'],
    proposal:
      proposal === null
        ? null
        : {
            ifName: proposal.ifName,
            ifIndex: proposal.ifIndex,
            ends: proposal.endIds.flatMap((id) => ends.get(id) ?? []),
          },
    raisedAt: iso(row.raisedAt),
    clearedAt: row.clearedAt === null ? null : iso(row.clearedAt),
    decidedAt: row.decidedAt === null ? null : iso(row.decidedAt),
    decidedBy: row.decidedBy,
    reason: row.reason,
  };
}

function stateOf({ activeKey, decision }: NoticeRecord): InventoryNoticeState {
  if (activeKey !== null) return decision === 'IGNORED' ? 'IGNORED' : 'OPEN';
  return decision === 'ACCEPTED' ? 'ACCEPTED' : 'CLEARED';
}
