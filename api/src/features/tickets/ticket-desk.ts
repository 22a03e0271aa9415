import { Injectable } from '@nestjs/common';
import { dayLengthMs, type Norm, type WorkCalendar } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { isoOrNull } from '../../database/instants.js';
import { ClockRepository } from './clock.repository.js';
import { NormRepository } from './norm.repository.js';
import type { TicketClocks } from './ticket-clocks.js';
import { TicketNews, type TicketNotice } from './ticket-news.js';
import { TicketRepository } from './ticket.repository.js';
import { type NewEvent, type NewNote, SYSTEM, type Ticket } from './ticket.rows.js';

/** The calendar that the house works by, and how long its day is. Where there is none, every hour is worked. */
export interface WorkingTime {
  readonly calendarId: string | null;
  readonly calendar: WorkCalendar | null;
  readonly dayMs: number;
}

export function workingTimeOf(calendars: ReadonlyMap<string, WorkCalendar>): WorkingTime {
  const [first] = calendars;
  if (first === undefined) return { calendarId: null, calendar: null, dayMs: 24 * 60 * 60_000 };
  const [calendarId, calendar] = first;
  return { calendarId, calendar, dayMs: dayLengthMs(calendar) };
}

/** A ticket on the desk: held in a transaction, with all that is done to it until it is put back. */
export class TicketWork {
  readonly events: NewEvent[] = [];
  readonly notes: NewNote[] = [];
  readonly notices: TicketNotice[] = [];
  private patch: Partial<Ticket> = {};
  private seen: Ticket;

  constructor(
    readonly tx: Transaction,
    ticket: Ticket,
    readonly clocks: TicketClocks,
    readonly norm: Norm,
    /** What the house works by. */
    readonly working: WorkingTime,
    readonly now: number,
  ) {
    this.seen = ticket;
  }

  get ticket(): Ticket {
    return this.seen;
  }

  get changes(): Partial<Ticket> {
    return this.patch;
  }

  change(patch: Partial<Ticket>): void {
    this.patch = { ...this.patch, ...patch };
    this.seen = { ...this.seen, ...patch };
  }

  tell(kind: TicketNotice['kind'], once: string, facts: TicketNotice['facts'] = {}): void {
    this.notices.push({ kind, once, facts });
  }
}

/** Takes tickets up and puts them back with their clocks reckoned anew. */
@Injectable()
export class TicketDesk {
  constructor(
    private readonly tickets: TicketRepository,
    private readonly clocks: ClockRepository,
    private readonly norms: NormRepository,
    private readonly news: TicketNews,
  ) {}

  /** @returns undefined when there is no such ticket; asks nobody's scope */
  async take(tx: Transaction, ticketId: string, now: number): Promise<TicketWork | undefined> {
    const ticket = await this.tickets.hold(tx, ticketId);
    if (ticket === undefined) return undefined;
    const calendars = await this.norms.byId(tx);
    const clocks = await this.clocks.open(tx, ticketId, calendars);
    const { rules } = await this.norms.of(tx, ticket.normVersion);
    return new TicketWork(tx, ticket, clocks, rules, workingTimeOf(calendars), now);
  }

  /** Writes all of it. Clocks are settled, and what is due at another moment is said in the history. */
  async put(work: TicketWork): Promise<void> {
    const { tx, clocks, now, ticket } = work;
    for (const { kind, from, to } of clocks.settle(now)) {
      if (kind !== 'RESTORE' || from === null || work.events.some((event) => event.kind === 'DUE')) continue;
      const moved = { from: isoOrNull(from), to: isoOrNull(to), timer: kind };
      work.events.push({ kind: 'DUE', visibility: 'CUSTOMER', actor: SYSTEM, at: now, ...moved });
    }
    const next = clocks.nextDue();
    work.change({
      nextDueAt: next?.dueAt ?? null,
      nextDueKind: next?.kind ?? null,
      breaches: clocks.breaches,
      updatedAt: now,
    });
    await this.tickets.change(tx, ticket.id, work.changes);
    await this.clocks.save(tx, ticket.id, clocks);
    await this.tickets.addEvents(tx, ticket.id, work.events);
    await this.tickets.addNotes(tx, ticket.id, work.notes);
    await this.tellOf(work);
  }

  private async tellOf(work: TicketWork): Promise<void> {
    const isInternal = [...work.events, ...work.notes].every(({ visibility }) => visibility === 'INTERNAL');
    const places = await this.tickets.placesOf(work.tx, work.ticket.id);
    // What only the NOC reads must not even be noticed by pages of the customer.
    if (!isInternal) await this.news.changed(work, places);
    await this.news.tell(work.tx, work.ticket, places, work.notices, work.now);
  }
}
