import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import type { Delivery } from './delivery.js';

/** A row of `notice_delivery`. */
export interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly customer_id: string;
  readonly kind: Delivery['kind'];
  readonly severity: Delivery['severity'];
  readonly way: Delivery['way'];
  readonly receiver_id: string;
  readonly is_staff: number;
  readonly step: number | string;
  readonly state: Delivery['state'];
  readonly at: number | string;
  readonly attempts: number | string;
  readonly next_try_at: number | string;
  readonly sent_at: number | string | null;
  readonly read_at: number | string | null;
  readonly failure: string | null;
  readonly event_ids: string;
}

export const DELIVERY_COLUMNS = [
  'id',
  'message_id',
  'customer_id',
  'kind',
  'severity',
  'way',
  'receiver_id',
  'is_staff',
  'step',
  'state',
  'at',
  'attempts',
  'next_try_at',
  'sent_at',
  'read_at',
  'failure',
  'event_ids',
];
const SELECTED = DELIVERY_COLUMNS.map((column) => `d.${column}`).join(', ');
const AT_ONCE = 500;
const SWEPT_AT_ONCE = 2_000;
const FAILURE_LENGTH = 80;

/** Writes the table `notice_delivery` and finds what is to be sent. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /** A message that was told to a receiver by a way stays as it was. */
  async insert(tx: Transaction, deliveries: readonly Delivery[]): Promise<void> {
    const rows = deliveries.map((delivery) => toRow(delivery));
    await tx.insertMany(
      'notice_delivery',
      DELIVERY_COLUMNS,
      ['message_id', 'way', 'receiver_id', 'step'],
      rows,
      'ignore',
    );
  }

  /** What is due now, the oldest first, at most 500. */
  async due(now: number): Promise<Delivery[]> {
    const rows = await this.database.read<DeliveryRow>(
      `SELECT ${SELECTED} FROM notice_delivery d WHERE d.state IN ('HELD','WAITING') AND d.next_try_at <= ?
       ORDER BY d.next_try_at, d.id LIMIT ${String(AT_ONCE)}`,
      [now],
    );
    return rows.map(toDelivery);
  }

  /**
   * Takes a delivery for sending until `until` (ms): whoever dies in between leaves it to another.
   *
   * @returns false when somebody else took it
   */
  async claim(tx: Transaction, { id, attempts }: Delivery, until: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE notice_delivery SET state = 'WAITING', attempts = attempts + 1, next_try_at = ?
       WHERE id = ? AND attempts = ? AND state IN ('HELD','WAITING')`,
      [until, id, attempts],
    );
    return changed === 1;
  }

  /**
   * Takes what is told as one until `until` (ms), all in one transaction. What waited for a morning goes on waiting
   * together: whoever dies in between leaves it to another as the one message that it was, and not in pieces.
   *
   * @returns those that nobody else took
   */
  async claimTogether(tx: Transaction, parcel: readonly Delivery[], until: number): Promise<Delivery[]> {
    const claimed: Delivery[] = [];
    for (const delivery of parcel) {
      const changed = await tx.execute(
        `UPDATE notice_delivery SET attempts = attempts + 1, next_try_at = ?
         WHERE id = ? AND attempts = ? AND state IN ('HELD','WAITING')`,
        [until, delivery.id, delivery.attempts],
      );
      if (changed === 1) claimed.push(delivery);
    }
    return claimed;
  }

  /** Hands a delivery to the queue of mails. @returns false when somebody else did */
  async hand(tx: Transaction, { id, attempts }: Delivery, mailId: string): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE notice_delivery SET state = 'HANDED', attempts = attempts + 1, mail_id = ?
       WHERE id = ? AND attempts = ? AND state IN ('HELD','WAITING')`,
      [mailId, id, attempts],
    );
    return changed === 1;
  }

  async markSent(tx: Transaction, id: string, now: number): Promise<void> {
    await tx.execute("UPDATE notice_delivery SET state = 'SENT', sent_at = ?, failure = NULL WHERE id = ?", [now, id]);
  }

  /** @param nextTryAt ms, or undefined when it is given up */
  async markFailed(tx: Transaction, id: string, failure: string, nextTryAt: number | undefined): Promise<void> {
    const state = nextTryAt === undefined ? 'FAILED' : null;
    await tx.execute(
      `UPDATE notice_delivery SET state = COALESCE(?, state), next_try_at = COALESCE(?, next_try_at), failure = ?
       WHERE id = ? AND state IN ('HELD','WAITING')`,
      [state, nextTryAt ?? null, failure.slice(0, FAILURE_LENGTH), id],
    );
  }

  /** Nobody is there any more who could be told. */
  async drop(tx: Transaction, id: string): Promise<void> {
    await tx.execute("UPDATE notice_delivery SET state = 'DROPPED' WHERE id = ? AND state IN ('HELD','WAITING')", [id]);
  }

  /** What else waits for a receiver that fails waits as long: one try tells of them all. */
  async putOff(tx: Transaction, receiverId: string, until: number): Promise<void> {
    await tx.execute(
      "UPDATE notice_delivery SET next_try_at = ? WHERE receiver_id = ? AND state = 'WAITING' AND next_try_at < ?",
      [until, receiverId, until],
    );
  }

  /** Gives up all that waits for a receiver. */
  async giveUp(tx: Transaction, receiverId: string, failure: string): Promise<void> {
    await tx.execute(
      "UPDATE notice_delivery SET state = 'FAILED', failure = ? WHERE receiver_id = ? AND state = 'WAITING'",
      [failure, receiverId],
    );
  }

  /** A mail server brought a mail back. @returns whether there is a delivery that it was the mail of */
  async bounce(tx: Transaction, mailId: string): Promise<boolean> {
    const changed = await tx.execute(
      "UPDATE notice_delivery SET state = 'FAILED', failure = 'bounced' WHERE mail_id = ? AND state IN ('HANDED','SENT')",
      [mailId],
    );
    return changed > 0;
  }

  /** Takes over what the queue of mails says of those that were handed to it. */
  async followMails(tx: Transaction, now: number): Promise<void> {
    const rows = await tx.query<{ id: string; state: string; attempts: number; failure: string | null }>(
      `SELECT d.id, m.state, m.attempts, m.failure FROM notice_delivery d JOIN mail m ON m.id = d.mail_id
       WHERE d.state = 'HANDED' AND m.state <> 'WAITING' LIMIT ${String(AT_ONCE)}`,
    );
    for (const [state, marked] of [
      ['SENT', now],
      ['FAILED', null],
    ] as const) {
      const some = rows.filter((row) => row.state === state);
      if (some.length === 0) continue;
      await tx.execute(
        `UPDATE notice_delivery SET state = ?, sent_at = ?, failure = (SELECT m.failure FROM mail m WHERE m.id = mail_id),
         attempts = COALESCE((SELECT m.attempts FROM mail m WHERE m.id = mail_id), attempts)
         WHERE state = 'HANDED' AND id IN (${some.map(() => '?').join(',')})`,
        [state, marked, ...some.map(({ id }) => id)],
      );
    }
  }

  /** @returns how many deliveries before `time` (ms) are forgotten; at most 2000 a call */
  async removeOlderThan(tx: Transaction, time: number): Promise<number> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM notice_delivery WHERE at < ? ORDER BY at LIMIT ${String(SWEPT_AT_ONCE)}`,
      [time],
    );
    if (rows.length === 0) return 0;
    return tx.execute(
      `DELETE FROM notice_delivery WHERE id IN (${rows.map(() => '?').join(',')})`,
      rows.map(({ id }) => id),
    );
  }
}

function toRow(delivery: Delivery): SqlValue[] {
  const { id, messageId, customerId, kind, severity, way, receiverId, isStaff, step, state, at } = delivery;
  const { attempts, nextTryAt, sentAt, readAt, failure, eventIds } = delivery;
  return [
    ...[id, messageId, customerId, kind, severity, way, receiverId, isStaff ? 1 : 0, step, state, at],
    ...[attempts, nextTryAt, sentAt, readAt, failure, JSON.stringify(eventIds)],
  ];
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    messageId: row.message_id,
    customerId: row.customer_id,
    kind: row.kind,
    severity: row.severity,
    way: row.way,
    receiverId: row.receiver_id,
    isStaff: row.is_staff !== 0,
    step: Number(row.step),
    state: row.state,
    at: Number(row.at),
    attempts: Number(row.attempts),
    nextTryAt: Number(row.next_try_at),
    sentAt: row.sent_at === null ? null : Number(row.sent_at),
    readAt: row.read_at === null ? null : Number(row.read_at),
    failure: row.failure,
    eventIds: JSON.parse(row.event_ids) as string[],
  };
}
