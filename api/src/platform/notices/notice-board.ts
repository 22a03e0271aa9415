import { Injectable } from '@nestjs/common';
import type { NoticeKind, Severity } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';

/** Something that people may have to be told, without any text: each reader's language and zone decide it. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly customerId: string;
  /** Circuits of this customer only; who sees none of the sites is not told. */
  readonly circuitIds: readonly string[];
  readonly siteIds: readonly string[];
  readonly severity: Severity | null;
  /** What it is about, for the link. */
  readonly object: NoticeObject;
  /** Notices of one cause that come together become one message. */
  readonly cause: string;
  /** Names the happening: pinned twice, it is told once. */
  readonly once: string;
  /** What the texts need: codes, numbers, and instants as ISO 8601 in UTC. Nothing of other customers. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export interface NoticeObject {
  readonly type: 'fault' | 'work' | 'ticket' | 'circuit' | 'report' | 'exclusion' | 'customer' | 'room';
  readonly id: string;
}

const COLUMNS = [
  'id',
  'once_key',
  'at',
  'kind',
  'customer_id',
  'severity',
  'object_type',
  'object_id',
  'cause',
  'circuit_ids',
  'site_ids',
  'facts',
];

/**
 * Where every feature pins up what happened, in the transaction in which it did. Who is told, by which way and when is
 * decided afterwards by the feature `notifications`, which reads the board in the order of the ids.
 */
@Injectable()
export class NoticeBoard {
  async pin(tx: Transaction, notices: readonly Notice[], now: number): Promise<void> {
    if (notices.length === 0) return;
    const rows = notices.map((notice) => [
      uuidv7(),
      notice.once,
      now,
      notice.kind,
      notice.customerId,
      notice.severity,
      notice.object.type,
      notice.object.id,
      notice.cause,
      JSON.stringify(notice.circuitIds),
      JSON.stringify(notice.siteIds),
      JSON.stringify(notice.facts),
    ]);
    await tx.insertMany('notice_event', COLUMNS, ['once_key'], rows, 'ignore');
  }
}
