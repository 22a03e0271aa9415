import { Injectable } from '@nestjs/common';
import {
  DomainError,
  priorityOf,
  TROUBLE_TICKET_ACTIONS,
  TROUBLE_TICKET_LIFE,
  type TicketAct,
  type TicketActionName,
  type TroubleTicketAction,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { allowedActions, urgeFrom } from './allowed-actions.js';
import { ContactBook } from './contact-book.js';
import { escalateForCustomer } from './escalation.js';
import { FaultReports } from './fault-reports.js';
import { noteOf } from './ticket-audit.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { beginUpdates, move, quieten, speak } from './ticket-moves.js';
import type { TicketReader } from './ticket-reach.js';
import { TicketRepository } from './ticket.repository.js';
import type { Actor } from './ticket.rows.js';
import { WorkOrderRepository } from './work-order.repository.js';

const MINUTE_MS = 60_000;
const NEEDS: Readonly<Partial<Record<TicketActionName, readonly (keyof TicketStep)[]>>> = {
  dispatch: ['workGroup'],
  reject: ['text'],
  cancel: ['text'],
  requestInformation: ['text'],
  provideInformation: ['text'],
  hold: ['holdReason'],
  rejectResolution: ['text'],
  setPriority: ['impact', 'urgency', 'text'],
  setExternalId: ['externalId'],
  logCall: ['text'],
};

/** An act, whichever version of the ticket it was meant for. */
export type TicketStep = Omit<TicketAct, 'version'>;

/** All that people do to a ticket, each against the version that they saw. */
@Injectable()
export class TicketActs {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly orders: WorkOrderRepository,
    private readonly reports: FaultReports,
    private readonly book: ContactBook,
    private readonly desk: TicketDesk,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws DomainError `ticket.not-found`, `session.forbidden`, `ticket.step-impossible`, `ticket.changed-meanwhile`,
   *   `ticket.urged-too-soon`; InvalidRequest without what the act needs
   */
  async act(reader: TicketReader, actor: Actor, id: string, act: TicketAct): Promise<void> {
    requireFields(act, NEEDS[act.action] ?? []);
    await this.database.transaction(async (tx) => {
      const work = await this.take(tx, reader, id);
      if (act.version !== work.ticket.version) {
        // Pressed twice: what was asked for is so already, and makes no second line in the history.
        if (await this.isDoneBy(tx, work, actor, act)) return;
        const details = { version: work.ticket.version, status: work.ticket.status };
        throw new DomainError('ticket.changed-meanwhile', 'Somebody else acted on this ticket meanwhile', details);
      }
      const before = work.ticket.status;
      await this.apply(work, reader, actor, act);
      await this.desk.put(work);
      const change = { action: act.action, status: work.ticket.status, before };
      await this.audit.note(tx, noteOf('ticket.acted', work.ticket, change));
    });
  }

  /**
   * The ticket, held; not found where the reader does not see it. The hold comes before any read: on MySQL a transaction
   * sees all as it was at its first read, which must not be before somebody else's act.
   */
  async take(tx: Transaction, reader: TicketReader, id: string): Promise<TicketWork> {
    const work = z.uuid().safeParse(id).success ? await this.desk.take(tx, id, this.clock.now()) : undefined;
    if (work === undefined || !(await this.tickets.isInReach(tx, reader, id)))
      throw new DomainError('ticket.not-found', 'There is no such ticket');
    return work;
  }

  private async isDoneBy(tx: Transaction, work: TicketWork, actor: Actor, { action }: TicketAct): Promise<boolean> {
    const { status, id } = work.ticket;
    const isThere = TROUBLE_TICKET_LIFE.transitions.some((arrow) => arrow.action === action && arrow.to === status);
    return isThere && (await this.tickets.wasLastMovedBy(tx, id, actor.userId, status));
  }

  /** Does to a ticket on the desk what a role may; whether its fields are there is checked by the caller. */
  async apply(work: TicketWork, { role }: Pick<TicketReader, 'role'>, actor: Actor, act: TicketStep): Promise<void> {
    if (isArrow(act.action)) {
      if (act.action === 'resolve') requireResolution(work, act);
      move(work, act.action, actor, act);
      if (act.action === 'accept') await this.orders.acceptOf(work.tx, work.ticket.id, actor.userId, work.now);
      if (act.action === 'confirm' || act.action === 'cancel' || act.action === 'reject')
        await this.orders.endOf(work.tx, work.ticket.id, act.action === 'confirm' ? 'DONE' : 'CANCELLED', work.now);
      if (act.action === 'resolve' && work.ticket.ticketType !== 'request') await this.reports.due(work);
      return;
    }
    if (!allowedActions(work.ticket, role).includes(act.action)) {
      const others = allowedActions(work.ticket, 'NOC_OPERATOR').concat(allowedActions(work.ticket, 'CUSTOMER_ADMIN'));
      if (others.includes(act.action))
        throw new DomainError('session.forbidden', 'The role of this session does not allow that');
      const details = { status: work.ticket.status };
      throw new DomainError('ticket.step-impossible', 'That cannot be done with the ticket as it is', details);
    }
    await this.besides(work, actor, act);
  }

  /** What leaves the status as it is. */
  private async besides(work: TicketWork, actor: Actor, act: TicketStep): Promise<void> {
    const { ticket, now } = work;
    work.change({ version: ticket.version + 1 });
    switch (act.action) {
      case 'dispatch':
        await this.dispatch(work, actor, act);
        break;
      case 'setPriority':
        reprioritise(work, actor, act);
        break;
      case 'setExternalId': {
        const externalId = act.externalId ?? null;
        const change = { from: ticket.externalId, to: externalId };
        work.events.push({ kind: 'EXTERNAL_ID', visibility: 'CUSTOMER', actor, at: now, ...change });
        work.change({ externalId });
        break;
      }
      case 'logCall':
        work.events.push({ kind: 'CALL', visibility: 'CUSTOMER', actor, at: now });
        speak(work, actor, act.text ?? '');
        break;
      default:
        urge(work, actor, act.action === 'escalate');
    }
  }

  private async dispatch(work: TicketWork, actor: Actor, { workGroup, shift, text }: TicketStep): Promise<void> {
    const { ticket, now, clocks, norm } = work;
    if (workGroup === undefined) return;
    work.events.push({ kind: 'DISPATCH', visibility: 'CUSTOMER', actor, at: now });
    const contacts = await this.book.of(work.tx, ticket.id, ticket.contacts);
    const order = { workGroup, shift: shift ?? null, instructions: text ?? null, contacts };
    await this.orders.add(work.tx, ticket.id, order, now);
    clocks.stop(['DISPATCH'], now);
    if (ticket.status === 'acknowledged') {
      clocks.stop(['ACCEPT'], now);
      clocks.start('ACCEPT', now, norm.acceptMinutes * MINUTE_MS);
    }
    work.change({ workGroup, dispatchedAt: ticket.dispatchedAt ?? now });
    quieten(work);
  }
}

function isArrow(action: TicketActionName): action is TicketActionName & TroubleTicketAction {
  return (TROUBLE_TICKET_ACTIONS as readonly string[]).includes(action);
}

/** @throws InvalidRequest naming those that are missing */
function requireFields(act: TicketStep, fields: readonly (keyof TicketStep)[]): void {
  const missing = fields.filter((field) => act[field] === undefined);
  if (missing.length > 0) throw new InvalidRequest(missing.map((field) => ({ field, reason: 'required' })));
}

/** What was done about a request is said; of a trouble also what it was. */
function requireResolution(work: TicketWork, act: TicketStep): void {
  if (work.ticket.ticketType === 'request') {
    requireFields(act, ['solution']);
    return;
  }
  requireFields(act, ['restoredAt', 'faultCause', 'faultSegment', 'responsibility']);
  requireRestoration(work, act);
}

/** A line is restored at a moment that has come, and not before its trouble began. */
function requireRestoration({ ticket, now }: TicketWork, { restoredAt }: TicketStep): void {
  const at = restoredAt === undefined ? now : Date.parse(restoredAt);
  const from = Math.min(ticket.beganAt ?? ticket.reportedAt, ticket.reportedAt);
  if (at > now || at < from) throw new InvalidRequest([{ field: 'restoredAt', reason: 'out_of_range' }]);
}

/** Another priority asks for other words to the customer; how long the repair may take stays as it was promised. */
function reprioritise(work: TicketWork, actor: Actor, { impact, urgency, text }: TicketStep): void {
  const { ticket, now } = work;
  if (impact === undefined || urgency === undefined) return;
  const priority = priorityOf(impact, urgency);
  const change = { from: ticket.priority, to: priority, reason: text ?? null };
  work.events.push({ kind: 'PRIORITY', visibility: 'CUSTOMER', actor, at: now, ...change });
  work.change({ impact, urgency, priority });
  beginUpdates(work);
}

function urge(work: TicketWork, actor: Actor, isToNext: boolean): void {
  const from = urgeFrom(work.ticket, work.norm, work.now);
  if (from !== null) {
    const retryAfter = Math.ceil((from - work.now) / 1_000);
    throw new DomainError('ticket.urged-too-soon', 'The ticket was urged a moment ago', { retryAfter });
  }
  escalateForCustomer(work, actor, isToNext);
}
