import { Injectable } from '@nestjs/common';
import { ENDED_BY, type NoticeKind, type NoticeObjectView, type Severity } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { inChunks } from './in-chunks.js';
import type { NoticeEvent, NoticeFacts } from './notice-event.js';

interface Row {
  readonly id: string;
  readonly at: number | string;
  readonly kind: NoticeKind;
  readonly customer_id: string;
  readonly severity: Severity | null;
  readonly object_type: NoticeObjectView['type'];
  readonly object_id: string;
  readonly cause: string;
  readonly circuit_ids: string;
  readonly site_ids: string;
  readonly facts: string;
}

const COLUMNS = [
  'id',
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
const SELECTED = COLUMNS.map((column) => `e.${column}`).join(', ');
const AT_ONCE = 200;
/** Forgotten in one transaction, so that the sweep never holds the writer for long. */
const SWEPT_AT_ONCE = 2_000;

/** Reads the board, in the order in which things were pinned to it. */
@Injectable()
export class NoticeEventRepository {
  constructor(private readonly database: Database) {}

  /** What belongs to no message yet, the oldest first, at most 200. */
  async waiting(): Promise<NoticeEvent[]> {
    const rows = await this.database.read<Row>(
      `SELECT ${SELECTED} FROM notice_event e WHERE e.gathered_at IS NULL ORDER BY e.id LIMIT ${String(AT_ONCE)}`,
    );
    return rows.map(toEvent);
  }

  /** @returns whether nobody else took it before */
  async markGathered(tx: Transaction, id: string, now: number): Promise<boolean> {
    const changed = await tx.execute('UPDATE notice_event SET gathered_at = ? WHERE id = ? AND gathered_at IS NULL', [
      now,
      id,
    ]);
    return changed === 1;
  }

  /** Puts an event back among those that wait. */
  async unmarkGathered(tx: Transaction, id: string): Promise<void> {
    await tx.execute('UPDATE notice_event SET gathered_at = NULL WHERE id = ?', [id]);
  }

  async ofMessage(tx: Transaction, messageId: string): Promise<NoticeEvent[]> {
    const rows = await tx.query<Row>(
      `SELECT ${SELECTED} FROM notice_message_event m JOIN notice_event e ON e.id = m.event_id
       WHERE m.message_id = ? ORDER BY e.id`,
      [messageId],
    );
    return rows.map(toEvent);
  }

  /** Which of them have ended by themselves, by their ids: a fault that is over needs nobody any more. */
  async endedSince(tx: Transaction, events: readonly NoticeEvent[]): Promise<ReadonlySet<string>> {
    const rows = await inChunks(
      events.map(({ object }) => object.id),
      (some, places) =>
        tx.query<{ id: string; kind: string; at: number | string }>(
          `SELECT e.object_id AS id, e.kind, MAX(e.at) AS at FROM notice_event e
           WHERE e.object_id IN (${places}) GROUP BY e.object_id, e.kind`,
          some,
        ),
    );
    const isOver = ({ kind, object, at }: NoticeEvent): boolean =>
      rows.some((row) => row.id === object.id && row.kind === ENDED_BY[kind] && Number(row.at) >= at);
    return new Set(events.filter(isOver).map(({ id }) => id));
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, NoticeEvent>> {
    const rows = await inChunks(ids, (some, places) =>
      this.database.read<Row>(`SELECT ${SELECTED} FROM notice_event e WHERE e.id IN (${places})`, some),
    );
    return new Map(rows.map((row) => [row.id, toEvent(row)]));
  }

  /** Forgets what happened before `time` (ms) and was gathered. @returns how many; at most 2000 a call */
  async removeOlderThan(tx: Transaction, time: number): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM notice_event WHERE at < ? AND gathered_at IS NOT NULL ORDER BY id LIMIT ${String(SWEPT_AT_ONCE)}`,
      [time],
    );
    const ids = rows.map(({ id }) => id);
    await inChunks(ids, async (some, places) => {
      await tx.execute(`DELETE FROM notice_message_event WHERE event_id IN (${places})`, some);
      await tx.execute(`DELETE FROM notice_event WHERE id IN (${places})`, some);
      return [];
    });
    return ids.length;
  }
}

function toEvent(row: Row): NoticeEvent {
  return {
    id: row.id,
    at: Number(row.at),
    kind: row.kind,
    customerId: row.customer_id,
    severity: row.severity,
    object: { type: row.object_type, id: row.object_id },
    cause: row.cause,
    circuitIds: JSON.parse(row.circuit_ids) as string[],
    siteIds: JSON.parse(row.site_ids) as string[],
    facts: JSON.parse(row.facts) as NoticeFacts,
  };
}
