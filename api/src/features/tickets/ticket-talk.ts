import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isAllowed,
  type PauseDispute,
  type TicketNoteForm,
  type TicketPauseForm,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail, type NamedActor } from '../../platform/audit/audit-trail.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { ClockRepository } from './clock.repository.js';
import { TicketActs } from './ticket-acts.js';
import { noteOf } from './ticket-audit.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { move, quieten, speak } from './ticket-moves.js';
import { isCustomers, readsInternal, type TicketReader } from './ticket-reach.js';
import { type Actor, OVER } from './ticket.rows.js';

/** What is said about a ticket: notes of both sides, and the stretches of time that do not count. */
@Injectable()
export class TicketTalk {
  constructor(
    private readonly database: Database,
    private readonly acts: TicketActs,
    private readonly desk: TicketDesk,
    private readonly clocks: ClockRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Adds a note; the customer's note to a question is the answer to it. Needs no version: nothing said is ever lost.
   *
   * @throws DomainError `ticket.not-found`, `session.forbidden`, `ticket.step-impossible`
   */
  async note(reader: TicketReader, actor: Actor, id: string, form: TicketNoteForm): Promise<void> {
    await this.database.transaction((tx) => this.noteIn(tx, reader, actor, id, form));
  }

  /**
   * The same in a transaction of the caller's.
   *
   * @param by who it was, where no session says it
   */
  async noteIn(
    tx: Transaction,
    reader: TicketReader,
    actor: Actor,
    id: string,
    form: TicketNoteForm,
    by?: NamedActor,
  ): Promise<void> {
    const isInternal = form.visibility === 'INTERNAL';
    if (isInternal && !readsInternal(reader.role)) throw forbidden();
    const work = await this.acts.take(tx, reader, id);
    const { status } = work.ticket;
    if (status === 'rejected' || status === 'cancelled') throw impossible(work);
    if (isInternal) work.notes.push({ visibility: 'INTERNAL', text: form.text, actor, at: work.now });
    else if (status === 'pending' && isCustomers(reader.role)) move(work, 'provideInformation', actor, form);
    else this.speak(work, actor, form.text);
    await this.desk.put(work);
    const note = noteOf('ticket.noted', work.ticket, { visibility: form.visibility });
    await this.audit.note(tx, by === undefined ? note : { ...note, actor: by });
  }

  /**
   * Enters a stretch in which nobody could be let in. It may lie in the past, which the audit log keeps.
   *
   * @throws DomainError `ticket.not-found`, `session.forbidden`, `ticket.changed-meanwhile`, `ticket.step-impossible`;
   *   InvalidRequest for a stretch that is none, lies ahead, or began before the ticket
   */
  async pause(reader: TicketReader, actor: Actor, id: string, form: TicketPauseForm): Promise<void> {
    await this.database.transaction(async (tx) => {
      const work = await this.acts.take(tx, reader, id);
      const { ticket, now } = work;
      if (reader.role !== 'NOC_OPERATOR') throw forbidden();
      if (OVER.has(ticket.status)) throw impossible(work);
      if (form.version !== ticket.version) {
        const details = { version: ticket.version };
        throw new DomainError('ticket.changed-meanwhile', 'Somebody else acted on this ticket meanwhile', details);
      }
      const from = Date.parse(form.from);
      const to = form.to === null ? null : Date.parse(form.to);
      if (from < ticket.reportedAt || from > now || (to !== null && (to <= from || to > now)))
        throw new InvalidRequest([{ field: to === null ? 'from' : 'to', reason: 'out_of_range' }]);
      const { userId } = actor;
      work.clocks.pause({ reason: 'NO_ACCESS', isCustomerCaused: true, from, to, note: form.note, userId });
      const change = { from: form.from, to: form.to, reason: form.note };
      work.events.push({ kind: 'PAUSE', visibility: 'CUSTOMER', actor, at: now, ...change });
      work.change({ version: ticket.version + 1 });
      await this.desk.put(work);
      await this.audit.note(tx, noteOf('ticket.paused', ticket, { from: form.from, to: form.to }));
    });
  }

  /** @throws DomainError `ticket.not-found` also where there is no such pause, `session.forbidden` */
  async dispute(reader: TicketReader, actor: Actor, id: string, pauseId: string, form: PauseDispute): Promise<void> {
    if (!isCustomers(reader.role) || !isAllowed(reader.role, 'tickets:file')) throw forbidden();
    await this.database.transaction(async (tx: Transaction) => {
      const work = await this.acts.take(tx, reader, id);
      if (!(await this.clocks.dispute(tx, id, pauseId, form.text, work.now)))
        throw new DomainError('ticket.not-found', 'The ticket has no such pause');
      work.events.push({ kind: 'DISPUTE', visibility: 'CUSTOMER', actor, at: work.now, reason: form.text });
      await this.desk.put(work);
      await this.audit.note(tx, noteOf('ticket.pause-disputed', work.ticket));
    });
  }

  private speak(work: TicketWork, actor: Actor, text: string): void {
    const isClosed = work.ticket.status === 'closed';
    if (isClosed) work.notes.push({ visibility: 'CUSTOMER', text, actor, at: work.now });
    else speak(work, actor, text);
    quieten(work);
    if (!isCustomers(actor.role)) work.tell('ticket.progressed', `note:${String(work.now)}:${actor.userId ?? ''}`);
  }
}

function forbidden(): DomainError {
  return new DomainError('session.forbidden', 'The role of this session does not allow that');
}

function impossible({ ticket }: TicketWork): DomainError {
  const details = { status: ticket.status };
  return new DomainError('ticket.step-impossible', 'That cannot be done with the ticket as it is', details);
}
