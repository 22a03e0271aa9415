import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type Norm,
  restoreLimitMs,
  stepOf,
  type TicketForm,
  TROUBLE_TICKET_LIFE,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { LineTestsService } from '../line-tests/index.js';
import { keepWish, requireWish } from './change-wish.js';
import { FiledFault } from './filed-fault.js';
import { FilingRepository, type FiledCircuit } from './filing.repository.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { dayOf, type Filing, newTicket } from './new-ticket.js';
import { noteOf } from './ticket-audit.js';
import { beginUpdates } from './ticket-moves.js';
import type { TicketReader } from './ticket-reach.js';
import { isCustomers } from './ticket-reach.js';
import { NormRepository } from './norm.repository.js';
import { TicketRepository } from './ticket.repository.js';
import { type Actor, SYSTEM, type Ticket } from './ticket.rows.js';

const MINUTE_MS = 60_000;
const REQUEST_WORKING_DAYS = 1;
/** A trouble may have begun before the customer filed it, but not for ever. */
const OLDEST_BEGINNING_MS = 366 * 24 * 60 * MINUTE_MS;

/** How a ticket comes, beside who files it. */
export interface FilingOrigin {
  /** Of the request, by which one that comes twice from a person makes one ticket. */
  readonly key?: string | undefined;
  /** The customer's own number, for which there is one ticket, whoever of the customer files it. */
  readonly ownNumber?: string | undefined;
  /** Where it is not the one that the role stands for. */
  readonly channel?: Ticket['channel'] | undefined;
}

/** Files trouble tickets. */
@Injectable()
export class TicketFiling {
  constructor(
    private readonly database: Database,
    private readonly filing: FilingRepository,
    private readonly tickets: TicketRepository,
    private readonly norms: NormRepository,
    private readonly desk: TicketDesk,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly lineTests: LineTestsService,
    private readonly faults: FiledFault,
  ) {}

  /**
   * @returns id of the ticket: a new one, the one that the key made before, or the one that was joined
   * @throws DomainError `circuit.not-found`, `site.not-found`, `session.forbidden`, `line-test.not-found`, `ticket.already-open`, `ticket.key-reused`,
   *   `ticket.not-found`; InvalidRequest
   */
  async file(reader: TicketReader, actor: Actor, form: TicketForm, origin: FilingOrigin = {}): Promise<string> {
    const { role } = reader;
    if (typeof stepOf(TROUBLE_TICKET_LIFE, null, 'create', role) === 'string')
      throw new DomainError('session.forbidden', 'The role of this session does not allow that');
    requireWish(form);
    const madeFrom = hashOf(JSON.stringify(form));
    return this.database.transaction(async (tx) => {
      const work = form.join === undefined ? undefined : await this.desk.take(tx, form.join, this.clock.now());
      if (form.join === undefined) await this.tickets.holdFiling(tx, dayOf(this.clock.now()));
      const circuits = await this.circuitsOf(tx, reader, form);
      const madeByKey = keyOf(origin, actor, circuits);
      const before = madeByKey === null ? undefined : await this.tickets.findMade(tx, madeByKey);
      if (before !== undefined) {
        if (before.madeFrom !== madeFrom) throw new DomainError('ticket.key-reused', 'This key made another ticket');
        return before.id;
      }
      if (form.join !== undefined) return this.join(tx, reader, actor, form, work);
      await this.requireNoneOpen(tx, form, circuits);
      if (form.follows !== null && !(await this.tickets.isInReach(tx, reader, form.follows))) throw notFound();
      const now = this.clock.now();
      const named = isCustomers(role) ? undefined : form.channel;
      const channel = origin.channel ?? named ?? channelOf(role);
      const ids = circuits.map(({ id }) => id);
      const fault = await this.faults.of(tx, reader.scope, form, ids);
      const about = { ...form, faultId: fault?.id ?? null };
      const isOfEvent = fault !== undefined && fault.eventId !== null && fault.until === null;
      const filing = { form: about, circuits, actor, channel, countedFrom: now, madeByKey, madeFrom, isOfEvent };
      return this.open(tx, filing);
    });
  }

  /** Makes the ticket with all its clocks, as of `now` (ms). @returns its id */
  async open(tx: Transaction, filing: Filing, now = this.clock.now()): Promise<string> {
    const { form, circuits, actor } = filing;
    const norm = await this.norms.current(tx);
    const ticket = newTicket(filing, await this.tickets.nextNumber(tx, dayOf(now)), norm.version, now);
    await this.tickets.add(
      tx,
      ticket,
      circuits.map(({ id }) => id),
    );
    if (form.change !== undefined) await keepWish(tx, ticket.id, form.change);
    if (form.follows !== null) await this.filing.link(tx, ticket.id, form.follows, 'RELATED');
    const work = await this.desk.take(tx, ticket.id, now);
    if (work === undefined) throw new Error('the ticket that was just written is not there');
    work.events.push({ kind: 'STATUS', visibility: 'CUSTOMER', actor, at: now, from: null, to: ticket.status });
    if (filing.isOfEvent === true)
      work.events.push({ kind: 'JOINED', visibility: 'CUSTOMER', actor: SYSTEM, at: now, to: 'NETWORK_EVENT' });
    const { rules } = norm;
    beginClocks(work, rules, filing);
    beginUpdates(work);
    work.tell('ticket.opened', 'filed', { channel: ticket.channel });
    await this.desk.put(work);
    await this.audit.note(tx, noteOf('ticket.filed', ticket, { priority: ticket.priority, channel: ticket.channel }));
    return ticket.id;
  }

  private async circuitsOf(tx: Transaction, reader: TicketReader, form: TicketForm): Promise<FiledCircuit[]> {
    const ids = [...new Set(form.circuitIds)];
    const circuits = await this.filing.circuits(tx, reader.scope, ids);
    if (circuits.length < ids.length) throw new DomainError('circuit.not-found', 'There is no such circuit');
    if (new Set(circuits.map(({ customerId }) => customerId)).size > 1)
      throw new InvalidRequest([{ field: 'circuitIds', reason: 'several_customers' }]);
    const began = form.beganAt === null ? null : Date.parse(form.beganAt);
    const now = this.clock.now();
    if (began !== null && (began > now || began < now - OLDEST_BEGINNING_MS))
      throw new InvalidRequest([{ field: 'beganAt', reason: 'out_of_range' }]);
    await this.requireSites(tx, reader, form);
    if (form.lineTestId !== null) await this.lineTests.requireAbout(tx, reader.scope, form.lineTestId, ids);
    return circuits;
  }

  private async requireSites(tx: Transaction, { scope }: TicketReader, { contacts }: TicketForm): Promise<void> {
    const ids = [...new Set(contacts.flatMap(({ siteId }) => (siteId === null ? [] : [siteId])))];
    if (ids.length > 0 && (await this.filing.sites(tx, scope, ids)) < ids.length)
      throw new DomainError('site.not-found', 'There is no such site');
  }

  /** Whoever files what somebody of the same customer has filed is told of it, and may follow it instead. */
  private async requireNoneOpen(tx: Transaction, form: TicketForm, circuits: readonly FiledCircuit[]): Promise<void> {
    if (form.force === true || form.ticketType !== 'incident') return;
    const open = await this.filing.openIncident(
      tx,
      circuits.map(({ id }) => id),
    );
    if (open === undefined) return;
    const details = { number: open.number, ticketId: open.id };
    throw new DomainError('ticket.already-open', 'There is an open ticket about this circuit', details);
  }

  private async join(
    tx: Transaction,
    reader: TicketReader,
    actor: Actor,
    form: TicketForm,
    work: TicketWork | undefined,
  ): Promise<string> {
    const id = work?.ticket.id ?? '';
    const isMine = work !== undefined && (await this.tickets.isInReach(tx, reader, id));
    const isAbout = isMine && (await this.filing.openIncident(tx, form.circuitIds, id)) !== undefined;
    if (!isAbout) throw notFound();
    if (actor.userId !== null && (await this.filing.follow(tx, id, actor.userId, work.now))) {
      work.events.push({ kind: 'JOINED', visibility: 'CUSTOMER', actor, at: work.now });
      work.notes.push({ visibility: 'CUSTOMER', text: form.description, actor, at: work.now });
      await this.desk.put(work);
      await this.audit.note(tx, noteOf('ticket.joined', work.ticket));
    }
    return id;
  }
}

/**
 * A fault is sent on and repaired within the norm. A request goes to the account manager, who answers within a working
 * day (standards of the operator for services that are not faults: feedback in one working day).
 */
function beginClocks(work: TicketWork, rules: Norm, { form, circuits, countedFrom }: Filing): void {
  const { clocks, now, working } = work;
  if (form.ticketType === 'request') {
    clocks.start('FIRST_RESPONSE', now, REQUEST_WORKING_DAYS * working.dayMs, working.calendarId);
    return;
  }
  clocks.start('DISPATCH', now, rules.dispatchMinutes * MINUTE_MS);
  clocks.start('FIRST_RESPONSE', now, rules.firstResponseMinutes * MINUTE_MS);
  if (form.ticketType === 'incident') clocks.start('RESTORE', countedFrom, restoreLimitMs(rules, circuits));
}

/** What tells this filing from another: the same again makes no second ticket. */
function keyOf({ key, ownNumber }: FilingOrigin, actor: Actor, circuits: readonly FiledCircuit[]): string | null {
  if (ownNumber !== undefined) return `own:${hashOf(`${circuits[0]?.customerId ?? ''} ${ownNumber}`)}`;
  return key === undefined ? null : `key:${hashOf(`${actor.userId ?? ''} ${key}`)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function channelOf(role: TicketReader['role']): Ticket['channel'] {
  if (role === 'ACCOUNT_MANAGER') return 'ACCOUNT_MANAGER';
  return isCustomers(role) ? 'PORTAL' : 'PHONE';
}

function notFound(): DomainError {
  return new DomainError('ticket.not-found', 'There is no such ticket');
}
