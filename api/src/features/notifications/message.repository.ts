import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NoticeKind } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import type { NoticeEvent } from './notice-event.js';

/** A message that is due to be told. */
export interface DueMessage {
  readonly id: string;
  readonly customerId: string;
  readonly kind: NoticeKind;
}

const COLUMNS = ['id', 'customer_id', 'kind', 'open_key', 'cause_key', 'opened_at', 'due_at', 'state', 'joined'];
const AT_ONCE = 100;

/** The only class that reads or writes the tables `notice_message` and `notice_message_event`. */
@Injectable()
export class MessageRepository {
  constructor(private readonly database: Database) {}

  /** Whether a message of the same cause and kind was opened after `since` (ms). */
  async wasOpened(tx: Transaction, event: NoticeEvent, since: number): Promise<boolean> {
    const rows = await tx.query('SELECT 1 FROM notice_message WHERE cause_key = ? AND opened_at > ? LIMIT 1', [
      causeKey(event),
      since,
    ]);
    return rows.length > 0;
  }

  /**
   * Puts an event into the message of its cause that is open, or into a new one.
   *
   * @param dueAt when a new message is told (ms)
   * @returns false when the open message was closed in this moment: ask again
   */
  async join(tx: Transaction, event: NoticeEvent, now: number, dueAt: number): Promise<boolean> {
    const key = causeKey(event);
    const row = [uuidv7(), event.customerId, event.kind, key, key, now, dueAt, 'HELD', 0];
    await tx.insertMany('notice_message', COLUMNS, ['open_key'], [row], 'ignore');
    // The row stays locked until the commit, so that whoever closes the message waits for this event.
    if ((await tx.execute('UPDATE notice_message SET joined = joined + 1 WHERE open_key = ?', [key])) === 0)
      return false;
    const [open] = await tx.query<{ id: string }>('SELECT id FROM notice_message WHERE open_key = ?', [key]);
    if (open === undefined) return false;
    await tx.insertMany(
      'notice_message_event',
      ['message_id', 'event_id'],
      ['message_id', 'event_id'],
      [[open.id, event.id]],
    );
    return true;
  }

  /** A message of one event that has been told. @returns its id */
  async addTold(tx: Transaction, event: NoticeEvent): Promise<string> {
    const id = uuidv7({ msecs: event.at });
    const row = [id, event.customerId, event.kind, null, causeKey(event), event.at, event.at, 'TOLD', 1];
    await tx.insertMany('notice_message', COLUMNS, ['id'], [row]);
    const link = ['message_id', 'event_id'];
    await tx.insertMany('notice_message_event', link, link, [[id, event.id]]);
    return id;
  }

  /** The messages that are due, the oldest first, at most 100. */
  async due(now: number): Promise<DueMessage[]> {
    const rows = await this.database.read<{ id: string; customer_id: string; kind: NoticeKind }>(
      `SELECT id, customer_id, kind FROM notice_message WHERE state = 'HELD' AND due_at <= ?
       ORDER BY due_at, id LIMIT ${String(AT_ONCE)}`,
      [now],
    );
    return rows.map(({ id, customer_id: customerId, kind }) => ({ id, customerId, kind }));
  }

  /** Lets nothing more into a message. @returns whether nobody else did before */
  async close(tx: Transaction, id: string): Promise<boolean> {
    const changed = await tx.execute(
      "UPDATE notice_message SET state = 'TOLD', open_key = NULL WHERE id = ? AND state = 'HELD'",
      [id],
    );
    return changed === 1;
  }

  async removeOlderThan(tx: Transaction, time: number): Promise<void> {
    await tx.execute("DELETE FROM notice_message WHERE opened_at < ? AND state = 'TOLD'", [time]);
  }
}

/** What of events makes them one message. */
function causeKey({ customerId, kind, cause }: NoticeEvent): string {
  return createHash('sha256')
    .update(JSON.stringify([customerId, kind, cause]))
    .digest('hex');
}
