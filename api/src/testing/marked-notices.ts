import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database/database.js';
import type { MarkedWords } from './marked-words.js';

/** A circuit of the world, and its customer, by their names. */
export interface OwnedCircuit {
  readonly circuit: string;
  readonly customer: string;
}

const EVENT = ['id', 'once_key', 'at', 'kind', 'customer_id', 'object_type', 'object_id', 'cause', 'circuit_ids'];
const DELIVERY = ['id', 'message_id', 'customer_id', 'kind', 'way', 'receiver_id', 'is_staff', 'state', 'at'];
const ROOM = ['id', 'customer_id', 'type', 'name', 'host', 'sealed', 'has_secret', 'choice_json', 'is_enabled'];

/** A notice of each circuit, told in a room of its customer. The facts are as marked as the circuit. */
export async function storeMarkedNotices(
  tx: Transaction,
  words: MarkedWords,
  world: { id(name: string): string },
  circuits: readonly OwnedCircuit[],
): Promise<void> {
  const choice = { kinds: ['fault.raised'], leastSeverity: 'minor', reach: { type: 'all' }, language: 'en' };
  for (const { circuit, customer } of circuits) {
    const [event, message, delivery, room] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const customerId = world.id(customer);
    const facts = JSON.stringify({ title: words.word(circuit), device: words.word('secrets') });
    await tx.insertMany(
      'notice_event',
      [...EVENT, 'site_ids', 'facts', 'gathered_at'],
      ['id'],
      [
        [
          ...[event, event, 0, 'fault.raised', customerId, 'fault', words.mark(circuit, randomUUID()), event],
          ...[JSON.stringify([world.id(circuit)]), '[]', facts, 0],
        ],
      ],
    );
    await tx.insertMany(
      'notice_delivery',
      [...DELIVERY, 'attempts', 'next_try_at', 'event_ids'],
      ['id'],
      [[delivery, message, customerId, 'fault.raised', 'webhook', room, 0, 'SENT', 0, 1, 0, JSON.stringify([event])]],
    );
    await tx.insertMany(
      'notice_room',
      [...ROOM, 'failures', 'version', 'changed_at'],
      ['id'],
      [
        [
          ...[room, customerId, 'webhook', words.word(customer), words.word(customer), words.word('secrets'), 1],
          ...[JSON.stringify(choice), 1, 0, 1, 0],
        ],
      ],
    );
  }
}
