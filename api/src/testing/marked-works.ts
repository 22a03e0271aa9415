import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database/database.js';
import type { MarkedWords } from './marked-words.js';
import type { MarkedWorld, NewId } from './marked-world.js';

/** When the works of the world are to be, ms; long after the time of its readings. */
const START = 1_795_900_000_000;
const HOUR_MS = 3_600_000;

/** Works and the circuits that they touch. The last one touches both customers, so its words are nobody's. */
const WORKS = [
  { name: 'A.trunk.work', circuits: ['A.trunk'] },
  { name: 'B.haul.work', circuits: ['B.haul'] },
  { name: 'common work', circuits: ['A.spur', 'B.haul'] },
];

/** Announced works with an answer of each customer, and times in which the customers want none. */
export async function storeMarkedWorks(
  tx: Transaction,
  words: MarkedWords,
  newId: NewId,
  world: MarkedWorld,
): Promise<void> {
  for (const [index, { name, circuits }] of WORKS.entries()) {
    const [only, another] = circuits;
    const own = another === undefined ? only : undefined;
    const id = own === undefined ? randomUUID() : newId(name, own);
    const said = (): string => (own === undefined ? 'Works' : words.word(own));
    const row = {
      ...{ id, number: `CW2026-${String(index)}`, kind: 'planned', title: said(), impact: 'OUTAGE' },
      ...{ impact_text: said(), state_reason: said(), result: said(), short_notice_reason: said() },
      ...{ risk: words.word('polling'), fallback_plan: words.word('polling'), diversity_reason: words.word('polling') },
      ...{ planned_start: START, planned_end: START + HOUR_MS, state: 'scheduled', revision: 1 },
      ...{ author_id: randomUUID(), approver_id: randomUUID(), approved_at: 1, noticed_at: 1, created_at: 1 },
    };
    await tx.insertMany('maintenance_window', Object.keys(row), ['id'], [Object.values(row)]);
    for (const circuit of circuits) await touch(tx, id, circuit, words, world);
  }
  for (const customer of ['A', 'B']) {
    const period = [words.mark(customer, randomUUID()), world.id(customer), words.word(customer)];
    await tx.insertMany(
      'blackout_period',
      ['id', 'customer_id', 'title', 'from_at', 'to_at', 'created_by', 'created_at'],
      ['id'],
      [[...period, START - HOUR_MS, START, randomUUID(), 1]],
    );
  }
}

async function touch(
  tx: Transaction,
  work: string,
  circuit: string,
  words: MarkedWords,
  world: MarkedWorld,
): Promise<void> {
  const customer = circuit.slice(0, 1);
  await tx.insertMany(
    'maintenance_circuit',
    ['window_id', 'circuit_id', 'customer_id', 'grade', 'notice_hours', 'emergency_excluded'],
    ['window_id', 'circuit_id'],
    [[work, world.id(circuit), world.id(customer), words.word(customer), 72, false]],
  );
  await tx.insertMany(
    'maintenance_answer',
    ['id', 'window_id', 'customer_id', 'revision', 'kind', 'text', 'user_id', 'at', 'reply'],
    ['id'],
    [
      [words.mark(customer, randomUUID()), work, world.id(customer), 1, 'question'].concat([
        words.word(customer),
        randomUUID(),
        '1',
        words.word(customer),
      ]),
    ],
  );
}
