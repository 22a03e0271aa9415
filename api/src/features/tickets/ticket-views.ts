import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isAllowed,
  type Norm,
  type TicketPage,
  type TicketQuery,
  type TicketQueue,
  type TicketQueueQuery,
  type TicketRow,
  type TicketSharing,
  type TicketView,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { iso, isoOrNull } from '../../database/instants.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { allowedActions, urgeFrom } from './allowed-actions.js';
import { wishOf } from './change-wish.js';
import { ClockRepository, type ListedPause } from './clock.repository.js';
import { ContactBook } from './contact-book.js';
import { FaultReports } from './fault-reports.js';
import { NormRepository } from './norm.repository.js';
import { noteOf } from './ticket-audit.js';
import { TicketClocks } from './ticket-clocks.js';
import { type ListedTicket, TICKET_KEYS, TicketListRepository } from './ticket-list.repository.js';
import { isCustomers, readsInternal, type TicketReader } from './ticket-reach.js';
import { TicketStoryRepository } from './ticket-story.repository.js';
import { toAuthor, toClocks, toEvent, toFile, toNote, toPause, toRow, toWorkOrder } from './ticket.mapper.js';
import { OVER, type Ticket } from './ticket.rows.js';
import { WorkOrderRepository } from './work-order.repository.js';

const QUEUE = 500;

/** Tickets as their readers see them. */
@Injectable()
export class TicketViews {
  constructor(
    private readonly database: Database,
    private readonly list: TicketListRepository,
    private readonly story: TicketStoryRepository,
    private readonly clocks: ClockRepository,
    private readonly norms: NormRepository,
    private readonly orders: WorkOrderRepository,
    private readonly reports: FaultReports,
    private readonly book: ContactBook,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** A page that is counted from the newest ticket on, and how many there are in all. */
  async counted(
    reader: TicketReader,
    query: TicketQuery,
    offset: number,
  ): Promise<{ items: TicketRow[]; total: number }> {
    const { rows, total } = await this.list.counted(reader, query, offset);
    return { items: await this.rows(reader, rows, this.clock.now()), total };
  }

  /** How many tickets a query leaves. */
  total(reader: TicketReader, query: TicketQuery): Promise<number> {
    return this.list.total(reader, query);
  }

  /** @throws DomainError `list.cursor-invalid` */
  async page(reader: TicketReader, query: TicketQuery): Promise<TicketPage> {
    const { limit, cursor, ...filter } = query;
    const found = await this.list.page(reader, query, readCursor(filter, TICKET_KEYS, cursor));
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const now = this.clock.now();
    return {
      items: await this.rows(
        reader,
        shown.map(({ row }) => row),
        now,
      ),
      nextCursor: last === undefined ? null : writeCursor(filter, positionOf(last.keyed, TICKET_KEYS)),
      open: await this.list.open(reader),
      sharing: await this.sharingFor(reader),
      now: iso(now),
    };
  }

  async queue(reader: TicketReader, query: TicketQueueQuery, userId: string): Promise<TicketQueue> {
    const found = await this.list.queue(reader, query, userId);
    const now = this.clock.now();
    const items = await this.rows(reader, found.slice(0, QUEUE), now);
    const breached = items.filter(({ nextDue }) => nextDue?.isBreached === true).length;
    return { items, truncated: found.length > QUEUE, breached, now: iso(now) };
  }

  /** @throws DomainError `ticket.not-found`, the same for one that is unknown, malformed or somebody else's */
  async one(reader: TicketReader, id: string): Promise<TicketView> {
    const listed = z.uuid().safeParse(id).success ? await this.list.one(reader, id) : undefined;
    if (listed === undefined) throw new DomainError('ticket.not-found', 'There is no such ticket');
    this.audit.look(noteOf('ticket.viewed', listed.ticket));
    const now = this.clock.now();
    const [row] = await this.rows(reader, [listed], now);
    const { rules } = await this.norms.of(this.database.reader, listed.ticket.normVersion);
    const pauses = await this.clocks.pausesOf(this.database.reader, id);
    const calendars = await this.norms.byId(this.database.reader);
    const timers = await this.clocks.timersOf(this.database.reader, id);
    const clocks = new TicketClocks(timers, [...pauses], calendars);
    if (row === undefined) throw new Error('a listed ticket without its row');
    const story = await this.storyOf(reader, listed.ticket, pauses, clocks);
    return {
      ...row,
      ...factsOf(listed, reader, rules, clocks, now),
      ...story,
      clocks: toClocks(clocks, reader.role, now),
    };
  }

  private async rows(reader: TicketReader, listed: readonly ListedTicket[], now: number) {
    const circuits = await this.list.circuitsOf(
      reader.scope,
      listed.map(({ ticket }) => ticket.id),
    );
    return listed.map((each) => toRow(each, circuits.get(each.ticket.id) ?? [], reader.role, now));
  }

  private async storyOf(reader: TicketReader, ticket: Ticket, pauses: ListedPause[], clocks: TicketClocks) {
    const { role } = reader;
    const isStaff = readsInternal(role);
    const names = await this.story.names(pauses.flatMap(({ userId }) => (userId === null ? [] : [userId])));
    const orders = isStaff ? await this.orders.ofTicket(this.database.reader, ticket.id) : [];
    const reportDue = clocks.last('FAULT_REPORT')?.dueAt ?? null;
    const comment = await this.story.ratingComment(ticket.id);
    return {
      pauses: pauses.map((pause) => toPause(pause, role, names)),
      notes: (await this.story.notes(ticket.id, isStaff)).map((note) => toNote(note, role)),
      files: (await this.story.files(ticket.id, isStaff)).map((file) => toFile(file, role)),
      events: (await this.story.events(ticket.id, isStaff)).map((event) => toEvent(event, role)),
      links: await this.story.links(ticket.id, ticket.customerId),
      followers: await this.story.followers(ticket.id),
      ratings: await this.story.ratings(ticket.id),
      ratingComment: comment,
      change: await wishOf(this.database.reader, ticket.id),
      contacts: await this.book.of(this.database.reader, ticket.id, ticket.contacts),
      workOrders: orders.map(toWorkOrder),
      faultReport: await this.reports.of(this.database.reader, ticket, reportDue, isStaff),
    };
  }

  /** How far the reader sees tickets at all. */
  private async sharingFor({ scope, role }: TicketReader): Promise<TicketSharing> {
    if (role !== 'CUSTOMER_VIEWER') return 'ALL';
    if (!('customerId' in scope)) return 'NONE';
    const sharing = await this.list.sharingOf(scope.customerId);
    return sharing === 'SITES' && scope.kind === 'customer' ? 'NONE' : sharing;
  }
}

function factsOf(listed: ListedTicket, { role }: TicketReader, norm: Norm, clocks: TicketClocks, now: number) {
  const { ticket, reporterName } = listed;
  const { description, impact, urgency, grade, statusReason, reopenCount, faultCause, faultSegment } = ticket;
  const { responsibility, solution, mayInterrupt, faultId, outageId, lineTestId, normVersion } = ticket;
  const isOver = OVER.has(ticket.status);
  const maySpeak = isAllowed(role, 'tickets:file') && ticket.status !== 'rejected' && ticket.status !== 'cancelled';
  return {
    ...{ description, impact, urgency, grade, statusReason, reopenCount, faultCause, faultSegment, responsibility },
    ...{ solution, mayInterrupt, faultId, outageId, lineTestId, normVersion },
    now: iso(now),
    beganAt: isoOrNull(ticket.beganAt),
    dispatchedAt: isoOrNull(ticket.dispatchedAt),
    acceptedAt: isoOrNull(ticket.acceptedAt),
    firstResponseAt: isoOrNull(ticket.firstResponseAt),
    restoredAt: isoOrNull(ticket.restoredAt),
    confirmedAt: isoOrNull(ticket.confirmedAt),
    reopenUntil: ticket.status === 'resolved' ? isoOrNull(clocks.last('AUTO_CLOSE')?.dueAt ?? null) : null,
    reporter: toAuthor({ role: ticket.reporterRole, name: reporterName }, role),
    urgeFrom: isoOrNull(urgeFrom(ticket, norm, now)),
    actions: allowedActions(ticket, role),
    may: {
      note: maySpeak,
      noteInternally: readsInternal(role),
      pause: role === 'NOC_OPERATOR' && !isOver,
      dispute: isCustomers(role) && isAllowed(role, 'tickets:file'),
      rate: isCustomers(role) && isAllowed(role, 'tickets:file') && ticket.status === 'closed',
    },
  };
}
