import { Injectable } from '@nestjs/common';
import { RATED_STEPS, type TicketForm } from '@linewatch/shared';
import type { DemoNetwork } from '@linewatch/shared/demo';
import type { Transaction } from '../../database/database.js';
import { type Actor, TicketChronicle } from '../tickets/index.js';
import { type DemoIds, idOf } from './demo-ids.js';
import { CLOSED_STORIES } from './demo-tickets-closed.js';
import { OPEN_STORIES } from './demo-tickets-open.js';
import type { Teller, TicketStory, ToldStep } from './demo-ticket-story.js';

const MINUTE_MS = 60_000;
const SYSTEM: Actor = { role: 'SYSTEM', userId: null };

export const TICKET_STORIES: readonly TicketStory[] = [...CLOSED_STORIES, ...OPEN_STORIES];

/** Tells the tickets of the last weeks, told by the same rules by which tickets are worked afterwards. */
@Injectable()
export class DemoTickets {
  constructor(private readonly chronicle: TicketChronicle) {}

  /** @param people ids by e-mail address */
  async tell(
    tx: Transaction,
    network: DemoNetwork,
    { circuits }: Pick<DemoIds, 'circuits'>,
    people: ReadonlyMap<string, string>,
    foundedAt: number,
  ): Promise<void> {
    const told = new Map<string, string>();
    for (const story of TICKET_STORIES) {
      const at = foundedAt - story.ago * MINUTE_MS;
      const circuit = network.circuits[story.serial - 1];
      const form = formOf(story, idOf(circuits, circuit?.code ?? ''), foundedAt);
      const actor = actorOf(network, people, story.by);
      const channel = story.by === 'system' ? 'AUTO' : 'PORTAL';
      const id = await this.chronicle.file(tx, { form, actor, channel, at });
      told.set(story.name, id);
      for (const name of story.behind ?? []) await this.chronicle.link(tx, id, idOf(told, name), 'CAUSED_BY');
      for (const step of story.steps) await this.step(tx, id, actorOf(network, people, step.by), step, foundedAt);
      await this.chronicle.catchUp(tx, id, foundedAt);
    }
  }

  private async step(tx: Transaction, id: string, actor: Actor, told: ToldStep, foundedAt: number): Promise<void> {
    const at = foundedAt - told.ago * MINUTE_MS;
    const { act, restoredAgo, says, keeps, rates, publishes } = told;
    if (act !== undefined) {
      const restored = restoredAgo === undefined ? {} : { restoredAt: iso(foundedAt, restoredAgo) };
      await this.chronicle.act(tx, id, actor, { ...act, ...restored }, at);
    }
    if (says !== undefined) await this.chronicle.say(tx, id, actor, { visibility: 'CUSTOMER', text: says }, at);
    if (keeps !== undefined) await this.chronicle.say(tx, id, actor, { visibility: 'INTERNAL', text: keeps }, at);
    if (publishes !== undefined) await this.chronicle.publish(tx, id, actor, publishes, at);
    if (rates === undefined) return;
    const scores = RATED_STEPS.map((step) => ({ step, score: rates[step] }));
    await this.chronicle.rate(tx, id, actor, { scores, comment: told.comment ?? null }, at);
  }
}

function formOf({ form, beganAgo }: TicketStory, circuitId: string, foundedAt: number): TicketForm {
  return {
    ...{ circuitIds: [circuitId], ticketType: 'incident', urgency: 'medium', externalId: null, contacts: [] },
    ...{ mayInterrupt: false, faultId: null, outageId: null, lineTestId: null, follows: null },
    beganAt: beganAgo === undefined ? null : iso(foundedAt, beganAgo),
    ...form,
  };
}

function actorOf({ users }: DemoNetwork, people: ReadonlyMap<string, string>, by: Teller): Actor {
  if (by === 'system') return SYSTEM;
  const user = users.find(({ email }) => email.startsWith(`${by}@`));
  if (user === undefined) throw new Error(`the demo speaks of ${by} without describing them`);
  return { role: user.role, userId: idOf(people, user.email) };
}

function iso(foundedAt: number, ago: number): string {
  return new Date(foundedAt - ago * MINUTE_MS).toISOString();
}
