import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import type { NewEvent, Ticket } from './ticket.rows.js';

/** How a ticket changed, for those outside the house who keep a copy of it. */
export const TICKET_CHANGES = ['CREATED', 'CHANGED', 'MOVED', 'RESOLVED', 'ASKED'] as const;
export type TicketChangeKind = (typeof TICKET_CHANGES)[number];

export interface TicketChange {
  readonly id: string;
  readonly ticketId: string;
  readonly customerId: string;
  readonly kind: TicketChangeKind;
  /** ms */
  readonly at: number;
}

const AT_ONCE = 200;

/** Writes what changed, as far as the customer sees it, in the transaction in which it did. */
export async function noteChanges(
  tx: Transaction,
  { id, customerId }: Pick<Ticket, 'id' | 'customerId'>,
  events: readonly NewEvent[],
  now: number,
): Promise<void> {
  const rows = changesOf(events).map((kind) => [uuidv7(), id, customerId, kind, now]);
  await tx.insertMany('ticket_change', ['id', 'ticket_id', 'customer_id', 'kind', 'at'], ['id'], rows);
}

function changesOf(events: readonly NewEvent[]): TicketChangeKind[] {
  const moves = events.filter(({ kind }) => kind === 'STATUS');
  if (moves.length === 0) return ['CHANGED'];
  return moves.flatMap(({ from, to }): TicketChangeKind[] => {
    if (from === null) return ['CREATED'];
    if (to === 'resolved') return ['MOVED', 'RESOLVED'];
    return to === 'pending' ? ['MOVED', 'ASKED'] : ['MOVED'];
  });
}

/** Hands the changes of tickets on, each once. */
@Injectable()
export class TicketChanges {
  constructor(private readonly database: Database) {}

  /** The oldest that nobody has taken yet, at most 200. */
  waiting(): Promise<TicketChange[]> {
    return this.database
      .read<Omit<TicketChange, 'at'> & { at: number | string }>(
        `SELECT id AS id, ticket_id AS ticketId, customer_id AS customerId, kind AS kind, at AS at
         FROM ticket_change ORDER BY id LIMIT ${String(AT_ONCE)}`,
      )
      .then((rows) => rows.map(({ at, ...row }) => ({ ...row, at: Number(at) })));
  }

  /** @returns false when somebody else took it */
  async take(tx: Transaction, { id }: TicketChange): Promise<boolean> {
    return (await tx.execute('DELETE FROM ticket_change WHERE id = ?', [id])) === 1;
  }
}
