import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database/database.js';
import type { MarkedWords } from './marked-words.js';

/** Ids of the world, by name. */
interface NamedIds {
  id(name: string): string;
}

/** In service at the time that the leak specs ask about. */
const ACTIVATED_AT = Date.UTC(2026, 0, 1);

/**
 * What was promised to both customers, and what was taken out: of `A.trunk` and `B.haul` with the customer's knowledge,
 * of `A.trunk` a second time as a proposal that nobody outside of the operations hears of.
 */
export async function storeMarkedSla(tx: Transaction, words: MarkedWords, world: NamedIds): Promise<void> {
  await tx.execute('UPDATE circuit SET activated_at = ?', [ACTIVATED_AT]);
  for (const name of ['A', 'B']) await storeTerms(tx, name, words, world);
  await storeExclusion(tx, world.id('A'), world.id('A.trunk'), 'approved', words.word('A.trunk'));
  await storeExclusion(tx, world.id('B'), world.id('B.haul'), 'approved', words.word('B.haul'));
  await storeExclusion(tx, world.id('A'), world.id('A.trunk'), 'proposed', words.word('polling'));
  const credit = ['id', 'circuit_id', 'customer_id', 'month', 'revision', 'table_name', 'lost_s', 'started_hours'];
  const rows = [
    ['A', 'A.trunk'],
    ['B', 'B.haul'],
  ].map(([customer = '', circuit = '']) => [
    ...[words.mark(circuit, randomUUID()), world.id(circuit), world.id(customer), '2026-10', 1, words.word(circuit)],
    ...[60, 1, words.word(circuit), 'proposed'],
  ]);
  await tx.insertMany('credit_proposal', [...credit, 'comment', 'state'], ['id'], rows);
}

async function storeTerms(tx: Transaction, name: string, words: MarkedWords, world: NamedIds): Promise<void> {
  const columns = ['id', 'contract_id', 'customer_id', 'name', 'valid_from', 'time_zone', 'no_data_policy'];
  const id = words.mark(name, randomUUID());
  const row = [id, world.id(`${name}.contract`), world.id(name), words.word(name), '2026-01', 'Asia/Shanghai'];
  await tx.insertMany(
    'sla_specification',
    [...columns, 'denominator', 'min_outage_s', 'excludes_force_majeure', 'objection_days'],
    ['id'],
    [[...row, 'EXCLUDE', 'SCHEDULED', 0, 1, 10]],
  );
}

async function storeExclusion(
  tx: Transaction,
  customerId: string,
  circuitId: string,
  state: string,
  comment: string,
): Promise<void> {
  const [id, userId] = [randomUUID(), randomUUID()];
  const columns = ['id', 'circuit_id', 'customer_id', 'from_at', 'to_at', 'reason', 'state', 'proposed_by'];
  const row = [id, circuitId, customerId, ACTIVATED_AT, ACTIVATED_AT + 60_000, 'OTHER', state, userId];
  await tx.insertMany('exclusion', columns, ['id'], [row]);
  const steps = ['id', 'exclusion_id', 'at', 'action', 'role', 'user_id', 'comment'];
  const step = [randomUUID(), id, ACTIVATED_AT, 'propose', 'NOC_OPERATOR', userId, comment];
  await tx.insertMany('exclusion_step', steps, ['id'], [step]);
}
