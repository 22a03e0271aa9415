import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database/database.js';
import type { TicketedCircuit } from './marked-tickets.js';
import type { MarkedWords } from './marked-words.js';

const AT = 1_795_248_000_000;

/** Of each customer a callback of its service desk and whom it wants to be told next; nothing is sent to either. */
export async function storeMarkedDesks(
  tx: Transaction,
  words: MarkedWords,
  world: { id(name: string): string },
): Promise<void> {
  for (const customer of ['A', 'B']) {
    const customerId = world.id(customer);
    const hub = [words.mark(customer, randomUUID()), customerId, 'v4', words.word(customer), words.word('secrets')];
    await tx.insertMany(
      'ticket_hub',
      ['id', 'customer_id', 'version', 'host', 'sealed', 'events', 'is_enabled', 'failures', 'created_at'],
      ['id'],
      [[...hub, JSON.stringify(['TroubleTicketCreateEvent']), 0, 0, AT]],
    );
    const step = { afterMinutes: 15, personIds: [words.mark(customer, randomUUID())], ways: ['mail'] };
    const choice = { leastSeverity: 'major', hours: null, timeZone: 'Asia/Shanghai', steps: [step] };
    await tx.insertMany(
      'notice_ladder',
      ['customer_id', 'is_on', 'choice_json', 'version', 'changed_at'],
      ['customer_id'],
      [[customerId, 0, JSON.stringify(choice), 1, AT]],
    );
  }
}

/** A test of each circuit that has ended, and that nobody waits for. */
export async function storeMarkedLineTests(
  tx: Transaction,
  words: MarkedWords,
  circuits: readonly TicketedCircuit[],
): Promise<void> {
  const columns = ['id', 'circuit_id', 'customer_id', 'asked_by', 'has_power', 'asked_at', 'due_at', 'ended_at'];
  const rows = circuits.map(({ name, id, customerId }) => [
    ...[words.mark(name, randomUUID()), id, customerId, randomUUID(), 'YES', AT, AT, AT, '[]'],
  ]);
  await tx.insertMany('line_test', [...columns, 'steps'], ['id'], rows);
}
