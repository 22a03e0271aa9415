import { Injectable } from '@nestjs/common';
import type { NoteVisibility, RatingForm, TicketForm, TicketLink } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { FaultReports } from './fault-reports.js';
import { FilingRepository } from './filing.repository.js';
import { TicketActs, type TicketStep } from './ticket-acts.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { TicketFiling } from './ticket-filing.js';
import { speak } from './ticket-moves.js';
import { TicketRatings } from './ticket-ratings.js';
import type { Actor, Ticket } from './ticket.rows.js';
import { TimerWork } from './timer-work.js';

/** A ticket of the past as it came. */
export interface ToldFiling {
  readonly form: TicketForm;
  readonly actor: Actor;
  readonly channel: Ticket['channel'];
  /** ms */
  readonly at: number;
}

/**
 * Tells tickets of a time before now, each step as of its own moment and by the rules that hold for all: what their
 * clocks came to in between happens first. For a house that begins with a past; it asks nobody's scope.
 */
@Injectable()
export class TicketChronicle {
  constructor(
    private readonly filing: TicketFiling,
    private readonly filings: FilingRepository,
    private readonly desk: TicketDesk,
    private readonly acts: TicketActs,
    private readonly timers: TimerWork,
    private readonly ratings: TicketRatings,
    private readonly reports: FaultReports,
  ) {}

  /** @returns id of the ticket */
  async file(tx: Transaction, { form, actor, channel, at }: ToldFiling): Promise<string> {
    const circuits = [];
    for (const id of form.circuitIds) circuits.push(...(await this.filings.anyCircuit(tx, id)));
    const filing = { form, circuits, actor, channel, countedFrom: at, madeByKey: null, madeFrom: null };
    return this.filing.open(tx, filing, at);
  }

  /** @throws DomainError where a person could not do that either */
  async act(tx: Transaction, id: string, actor: Actor, step: TicketStep, at: number): Promise<void> {
    const work = await this.take(tx, id, at);
    const { role } = actor;
    if (role === 'SYSTEM') throw new Error('what the product does by itself is told by the clocks');
    await this.acts.apply(work, { role }, actor, step);
    await this.desk.put(work);
  }

  async say(
    tx: Transaction,
    id: string,
    actor: Actor,
    note: { readonly visibility: NoteVisibility; readonly text: string },
    at: number,
  ): Promise<void> {
    const work = await this.take(tx, id, at);
    if (note.visibility === 'INTERNAL') work.notes.push({ ...note, actor, at });
    else speak(work, actor, note.text);
    await this.desk.put(work);
  }

  async rate(tx: Transaction, id: string, actor: Actor, form: RatingForm, at: number): Promise<void> {
    await this.ratings.write(await this.take(tx, id, at), actor, form);
  }

  /** Publishes the drafted report with what a person added at its end, in both languages. */
  async publish(
    tx: Transaction,
    id: string,
    actor: Actor,
    added: { readonly zh: string; readonly en: string },
    at: number,
  ): Promise<void> {
    const work = await this.take(tx, id, at);
    const draft = await this.reports.of(tx, work.ticket, null, true);
    const text = { textZh: `${draft?.textZh ?? ''}${added.zh}`, textEn: `${draft?.textEn ?? ''} ${added.en}` };
    await this.reports.write(work, actor, { ...text, publish: true, version: draft?.version ?? 1 });
    await this.desk.put(work);
  }

  async link(tx: Transaction, id: string, otherId: string, type: TicketLink): Promise<void> {
    await this.filings.link(tx, id, otherId, type);
  }

  /** Lets the clocks of a ticket come to where they stand at a moment (ms). */
  async catchUp(tx: Transaction, id: string, until: number): Promise<void> {
    await this.timers.catchUp(tx, id, until);
  }

  private async take(tx: Transaction, id: string, at: number): Promise<TicketWork> {
    await this.timers.catchUp(tx, id, at);
    const work = await this.desk.take(tx, id, at);
    if (work === undefined) throw new Error('a ticket is told of that was not filed');
    return work;
  }
}
