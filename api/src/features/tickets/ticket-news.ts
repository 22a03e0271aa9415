import { Injectable } from '@nestjs/common';
import type { NoticeKind, Priority, Severity } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';
import { noteChanges } from './ticket-changes.js';
import type { TicketPlaces } from './ticket.repository.js';
import type { NewEvent, Ticket } from './ticket.rows.js';

/** Something that people may have to be told of a ticket. Nothing that the NOC keeps to itself may be in it. */
export interface TicketNotice {
  readonly kind: NoticeKind;
  /** Tells this happening from others of the same kind. */
  readonly once: string;
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A ticket with what happened to it. */
export interface ChangedTicket {
  readonly tx: Transaction;
  readonly ticket: Ticket;
  readonly now: number;
  readonly events: readonly NewEvent[];
}

/** Severities of notices by priority; they decide who is told at night. */
const SEVERITY: Readonly<Record<Priority, Severity>> = {
  P1: 'critical',
  P2: 'major',
  P3: 'minor',
  P4: 'warning',
  P5: 'warning',
};

/** Tells pages and people that a ticket changed, in the transaction in which it did. */
@Injectable()
export class TicketNews {
  constructor(private readonly board: NoticeBoard) {}

  /** To pages, by the ticket's name alone: who may see it reads it again. */
  async changed({ tx, ticket, now, events }: ChangedTicket, places: TicketPlaces): Promise<void> {
    await noteChanges(tx, ticket, events, now);
    const item = { siteIds: places.siteIds, body: { kind: 'ticket', id: ticket.id } };
    await appendToOutbox(tx, [{ feed: ticket.customerId, topic: 'records.changed', items: [item] }], now);
  }

  async tell(
    tx: Transaction,
    ticket: Ticket,
    places: TicketPlaces,
    notices: readonly TicketNotice[],
    now: number,
  ): Promise<void> {
    const { id, number, customerId, priority, status } = ticket;
    const pinned = notices.map(({ kind, once, facts }) => ({
      kind,
      customerId,
      ...places,
      severity: SEVERITY[priority],
      object: { type: 'ticket', id } as const,
      cause: ticket.faultId === null ? `ticket:${id}` : `fault:${ticket.faultId}`,
      once: `${kind}:${id}:${once}`,
      facts: { number, priority, status, externalId: ticket.externalId, ...facts },
    }));
    await this.board.pin(tx, pinned, now);
  }
}
