import { Injectable } from '@nestjs/common';
import type { NoticeKind } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type Notice, NoticeBoard } from '../../platform/notices/notice-board.js';
import { appendToOutbox, type OutboxChange, STAFF_FEED } from '../../platform/outbox/outbox.js';
import type { FaultChangeKind } from './fault-changes.js';
import type { FaultRow, Happening } from './fault-row.js';
import { grouped } from './grouped.js';
import type { MappedCircuit } from './line-map.repository.js';

const KINDS: Readonly<Record<FaultChangeKind, NoticeKind | null>> = {
  RAISED: 'fault.raised',
  CAME_BACK: 'fault.raised',
  CHANGED: 'fault.changed',
  CLEARED: 'fault.cleared',
  TAKEN_UP: 'fault.changed',
  NOTED: 'fault.noted',
};

/** Puts what happened to faults where pages and people are told of it, in the transaction in which it did. */
@Injectable()
export class FaultTelling {
  constructor(private readonly board: NoticeBoard) {}

  /** @param happenings those that are silent reach the pages only */
  async tell(
    tx: Transaction,
    happenings: readonly (Happening & { readonly isSilent: boolean })[],
    circuits: readonly Pick<MappedCircuit, 'circuitId' | 'code' | 'name' | 'ends'>[],
    now: number,
  ): Promise<void> {
    const byId = new Map(circuits.map((circuit) => [circuit.circuitId, circuit]));
    const sitesOf = ({ circuitId }: FaultRow): string[] => [
      ...new Set(byId.get(circuitId)?.ends.flatMap(({ siteId }) => siteId ?? [])),
    ];
    const changes = [...grouped(happenings, ({ fault }) => fault.customerId)].map(([feed, own]): OutboxChange => ({
      feed,
      topic: 'records.changed',
      items: own.map(({ fault }) => ({ siteIds: sitesOf(fault), body: { kind: 'fault', id: fault.id } })),
    }));
    await appendToOutbox(tx, changes, now);
    const notices = happenings.flatMap((happening): Notice[] => {
      const kind = KINDS[happening.kind];
      const circuit = byId.get(happening.fault.circuitId);
      if (happening.isSilent || kind === null || circuit === undefined) return [];
      return [noticeOf(kind, happening, circuit, sitesOf(happening.fault))];
    });
    await this.board.pin(tx, notices, now);
  }

  /** Says to staff which alarms changed. */
  async alarmsChanged(tx: Transaction, ids: readonly string[], now: number): Promise<void> {
    if (ids.length === 0) return;
    const items = ids.map((id) => ({ siteIds: [], body: { id } }));
    await appendToOutbox(tx, [{ feed: STAFF_FEED, topic: 'alarms.changed', items }], now);
  }
}

function noticeOf(
  kind: NoticeKind,
  { fault, at }: Happening,
  { code, name }: Pick<MappedCircuit, 'code' | 'name'>,
  siteIds: readonly string[],
): Notice {
  return {
    kind,
    customerId: fault.customerId,
    circuitIds: [fault.circuitId],
    siteIds,
    severity: fault.severity,
    object: { type: 'fault', id: fault.id },
    // The faults of one network event are one message, and those of one circuit too.
    cause: fault.eventId ?? fault.id,
    once: `${kind}:${fault.id}:${String(fault.version)}`,
    facts: {
      circuitCode: code,
      circuitName: name,
      faultKind: fault.kind,
      reason: fault.reason,
      side: fault.side,
      suspected: fault.suspected,
      since: new Date(fault.since).toISOString(),
      until: fault.untilAt === null ? null : new Date(fault.untilAt).toISOString(),
      at: new Date(at).toISOString(),
    },
  };
}
