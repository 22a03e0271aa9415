import { v7 as uuidv7 } from 'uuid';
import type { SqlValue, Transaction } from '../database/database.js';
import type { MarkedWords } from './marked-words.js';

/** A circuit of the world that somebody has filed a ticket about. */
export interface TicketedCircuit {
  readonly name: string;
  readonly id: string;
  readonly customerId: string;
}

/**
 * Stores an open ticket about each circuit, which asks for a change too. What was written in it is the circuit's, but for a note
 * and the draft of a report, which are the NOC's own.
 */
export async function storeMarkedTickets(
  tx: Transaction,
  words: MarkedWords,
  circuits: readonly TicketedCircuit[],
): Promise<void> {
  for (const [index, { name, id, customerId }] of circuits.entries()) {
    const ticketId = words.mark(name, uuidv7());
    const ticket: Record<string, SqlValue> = {
      ...{ id: ticketId, number: words.word(name), customer_id: customerId, ticket_type: 'incident', symptom: 'DOWN' },
      ...{ description: words.word(name), impact: 'high', urgency: 'high', priority: 'P1', grade: 'GROUP' },
      ...{ channel: 'PORTAL', status: 'acknowledged', external_id: words.word(name), contacts: '[]' },
      ...{ may_interrupt: false, reported_at: 1_795_248_000_000 + index, reopen_count: 0, escalation_level: 0 },
      ...{ breaches: 0, norm_version: 1, updated_at: 1_795_248_000_000, version: 1 },
    };
    await tx.insertMany('ticket', Object.keys(ticket), ['id'], [Object.values(ticket)]);
    const about = ['ticket_id', 'circuit_id', 'customer_id'];
    await tx.insertMany('ticket_circuit', about, ['ticket_id', 'circuit_id'], [[ticketId, id, customerId]]);
    const note = [uuidv7(), ticketId, 1_795_248_000_000, 'INTERNAL', words.word('alpha')];
    const wish = [ticketId, 'MOVE', words.word(name)];
    await tx.insertMany('change_wish', ['ticket_id', 'kind', 'place'], ['ticket_id'], [wish]);
    const draft = [ticketId, 'DRAFT', words.word('alpha'), words.word('alpha'), 1];
    const report = ['ticket_id', 'state', 'text_zh', 'text_en', 'version'];
    await tx.insertMany('fault_report', report, ['ticket_id'], [draft]);
    await tx.insertMany('ticket_note', ['id', 'ticket_id', 'at', 'visibility', 'body'], ['id'], [note]);
  }
}
