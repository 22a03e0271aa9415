import { Injectable } from '@nestjs/common';
import {
  type DeskTicket,
  type DeskTicketForm,
  type DeskTicketPart,
  type DeskTicketPatch,
  type DeskTicketQuery,
  type DeskVersion,
  DomainError,
  type TicketView,
} from '@linewatch/shared';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { selectedFields } from '../../platform/http/tmf630.js';
import { type Actor, TicketActs, TicketFiling, type TicketReader, TicketTalk, TicketViews } from '../tickets/index.js';
import { DeskCircuitRepository } from './desk-circuit.repository.js';
import { namedCircuits, ownNumberOf, stepTo, toTicketForm } from './desk-form.js';
import { toDeskRow, toDeskTicket } from './desk-ticket.mapper.js';

/** Tickets for the service desks of customers: the house's own tickets and rules, in the words of TMF621. */
@Injectable()
export class DeskTickets {
  constructor(
    private readonly circuits: DeskCircuitRepository,
    private readonly views: TicketViews,
    private readonly filing: TicketFiling,
    private readonly acts: TicketActs,
    private readonly talk: TicketTalk,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(
    reader: TicketReader,
    { status, externalId, limit, cursor, offset, fields }: DeskTicketQuery,
    version: DeskVersion,
  ): Promise<{ items: DeskTicketPart[]; nextCursor: string | null; total: number }> {
    const query = { state: status, externalId, limit };
    const { items, total, nextCursor } =
      offset === undefined
        ? { ...(await this.views.page(reader, { ...query, cursor })), total: await this.views.total(reader, query) }
        : { ...(await this.views.counted(reader, query, offset)), nextCursor: null };
    return { items: items.map((row) => selectedFields(toDeskRow(row, version), fields)), nextCursor, total };
  }

  /** @throws DomainError `ticket.not-found` */
  async one(reader: TicketReader, id: string, version: DeskVersion): Promise<DeskTicket> {
    return toDeskTicket(await this.views.one(reader, id), version);
  }

  /**
   * Files a ticket; with a number of the customer's own it is one ticket, however often it is sent.
   *
   * @throws DomainError `circuit.not-found`, `session.forbidden`, `ticket.already-open`, `ticket.key-reused`
   */
  async file(reader: TicketReader, actor: Actor, form: DeskTicketForm, version: DeskVersion): Promise<DeskTicket> {
    const names = namedCircuits(form);
    const ids = await this.circuits.idsOf(reader.scope, names);
    if (ids.length < names.length) throw new DomainError('circuit.not-found', 'There is no such circuit');
    const origin = { ownNumber: ownNumberOf(form), channel: 'API' as const };
    const id = await this.filing.file(reader, actor, toTicketForm(form, ids), origin);
    const before = await this.views.one(reader, id);
    await this.say(reader, actor, before, form.note);
    return this.one(reader, id, version);
  }

  /**
   * Changes what the desk names. What cannot be is refused before anything of it is done.
   *
   * @throws DomainError `ticket.not-found`, `ticket.step-impossible`, `ticket.changed-meanwhile`, `session.forbidden`
   */
  async patch(
    reader: TicketReader,
    actor: Actor,
    id: string,
    patch: DeskTicketPatch,
    version: DeskVersion,
  ): Promise<DeskTicket> {
    const before = await this.views.one(reader, id);
    const planned = stepTo(before, patch.status);
    const isSaidInNotes = planned === 'provideInformation' && patch.note !== undefined;
    const needsReason = planned !== undefined && planned !== 'confirm' && !isSaidInNotes;
    if (needsReason && patch.statusChangeReason === undefined)
      throw new InvalidRequest([{ field: 'statusChangeReason', reason: 'required' }]);
    const externalId = ownNumberOf(patch);
    if (externalId !== undefined && externalId !== before.externalId)
      await this.acts.act(reader, actor, id, { action: 'setExternalId', version: before.version, externalId });
    await this.say(reader, actor, before, patch.note);
    // A note may have been the answer that was asked for: what is left to do is asked again.
    const { version: seen, ...now } = await this.views.one(reader, id);
    const action = stepTo(now, patch.status);
    if (action !== undefined) await this.acts.act(reader, actor, id, { action, version: seen, ...textOf(patch) });
    return this.one(reader, id, version);
  }

  /** Says what has not been said: a desk that sends the same again is not heard twice. */
  private async say(
    reader: TicketReader,
    actor: Actor,
    { id, notes }: Pick<TicketView, 'id' | 'notes'>,
    said: DeskTicketForm['note'] = [],
  ): Promise<void> {
    const known = new Set(notes.map(({ text }) => text));
    for (const { id: noteId, text } of said) {
      if (noteId !== undefined || known.has(text)) continue;
      await this.talk.note(reader, actor, id, { text, visibility: 'CUSTOMER' });
    }
  }
}

function textOf({ statusChangeReason }: DeskTicketPatch): { text?: string } {
  return statusChangeReason === undefined ? {} : { text: statusChangeReason };
}
