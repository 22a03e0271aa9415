import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { inChunks } from './in-chunks.js';

/** `OPEN`: the next contact is told when it is time. `ACKED`: somebody knows. `OVER`: nobody is left, or it has ended. */
export type ClimbState = 'OPEN' | 'ACKED' | 'OVER';

/** How far the escalation of a message has got. */
export interface Climb {
  readonly messageId: string;
  readonly customerId: string;
  /** Steps that were taken so far. */
  readonly step: number;
  readonly state: ClimbState;
  /** When the next is taken, ms. */
  readonly nextAt: number;
  readonly acknowledged: { readonly at: number; readonly by: string } | null;
}

interface Row {
  readonly message_id: string;
  readonly customer_id: string;
  readonly step: number | string;
  readonly state: ClimbState;
  readonly next_at: number | string;
  readonly acknowledged_at: number | string | null;
  readonly name: string | null;
}

const SELECT = `SELECT k.message_id, k.customer_id, k.step, k.state, k.next_at, k.acknowledged_at, u.name
  FROM notice_climb k LEFT JOIN user_account u ON u.id = k.acknowledged_by`;
const AT_ONCE = 100;
const SWEPT_AT_ONCE = 2_000;

/** The only class that reads or writes the table `notice_climb`. */
@Injectable()
export class ClimbRepository {
  constructor(private readonly database: Database) {}

  async begin(tx: Transaction, messageId: string, customerId: string, nextAt: number): Promise<void> {
    const columns = ['message_id', 'customer_id', 'step', 'state', 'next_at'];
    await tx.insertMany(
      'notice_climb',
      columns,
      ['message_id'],
      [[messageId, customerId, 0, 'OPEN', nextAt]],
      'ignore',
    );
  }

  /** Those whose next step is due, the oldest first, at most 100. */
  async due(now: number): Promise<Climb[]> {
    const rows = await this.database.read<Row>(
      `${SELECT} WHERE k.state = 'OPEN' AND k.next_at <= ? ORDER BY k.next_at, k.message_id LIMIT ${String(AT_ONCE)}`,
      [now],
    );
    return rows.map(toClimb);
  }

  /** By the ids of messages that were found to be the reader's. */
  async of(messageIds: readonly string[]): Promise<ReadonlyMap<string, Climb>> {
    const rows = await inChunks(messageIds, (some, places) =>
      this.database.read<Row>(`${SELECT} WHERE k.message_id IN (${places})`, some),
    );
    return new Map(rows.map((row) => [row.message_id, toClimb(row)]));
  }

  /**
   * Takes the next step, whatever comes of it.
   *
   * @param nextAt of the step after it (ms); undefined when that was the last
   * @returns false when somebody took it before, or knows by now
   */
  async step(tx: Transaction, { messageId, step }: Climb, nextAt: number | undefined): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE notice_climb SET step = step + 1, state = ?, next_at = COALESCE(?, next_at)
       WHERE message_id = ? AND step = ? AND state = 'OPEN'`,
      [nextAt === undefined ? 'OVER' : 'OPEN', nextAt ?? null, messageId, step],
    );
    return changed === 1;
  }

  /** Ends a climb without a step: there is nothing to tell any more. */
  async end(tx: Transaction, messageId: string): Promise<void> {
    await tx.execute("UPDATE notice_climb SET state = 'OVER' WHERE message_id = ? AND state = 'OPEN'", [messageId]);
  }

  /** @returns whether this was the first to say so */
  async acknowledge(tx: Transaction, messageId: string, userId: string, now: number): Promise<boolean> {
    const changed = await tx.execute(
      `UPDATE notice_climb SET state = 'ACKED', acknowledged_at = ?, acknowledged_by = ?
       WHERE message_id = ? AND acknowledged_at IS NULL`,
      [now, userId, messageId],
    );
    return changed === 1;
  }

  /** @returns how many that were due last before `time` (ms) are forgotten; at most 2000 a call */
  async removeOlderThan(tx: Transaction, time: number): Promise<number> {
    const rows = await tx.query<{ message_id: string }>(
      `SELECT message_id FROM notice_climb WHERE state <> 'OPEN' AND next_at < ? LIMIT ${String(SWEPT_AT_ONCE)}`,
      [time],
    );
    const ids = rows.map(({ message_id: id }) => id);
    await inChunks(ids, async (some, places) => {
      await tx.execute(`DELETE FROM notice_climb WHERE message_id IN (${places})`, some);
      return [];
    });
    return ids.length;
  }
}

function toClimb(row: Row): Climb {
  const { acknowledged_at: at, name } = row;
  return {
    ...{ messageId: row.message_id, customerId: row.customer_id, step: Number(row.step), state: row.state },
    nextAt: Number(row.next_at),
    acknowledged: at === null ? null : { at: Number(at), by: name ?? '' },
  };
}
