import { randomUUID } from 'node:crypto';
import type { Transaction } from '../database/database.js';
import type { MarkedWords } from './marked-words.js';

const REPORT = ['id', 'customer_id', 'month', 'kind', 'state', 'requested_at', 'attempts', 'comment', 'part'];
const SCHEDULE = ['id', 'customer_id', 'recipient_id', 'period', 'language', 'formats', 'after_days', 'next_from'];
const DELIVERY = ['id', 'customer_id', 'report_id', 'recipient_id', 'recipient_name', 'address', 'language', 'files'];
const PACK = ['id', 'customer_id', 'circuit_id', 'from_date', 'to_date', 'state', 'attempts', 'requested_at'];
/** Long after everything that the leak specs wait for. */
const NEVER = 4_000_000_000_000;

/** Of each customer a published report, who is sent it, what was sent, and a pack of evidence of one circuit. */
export async function storeMarkedReports(
  tx: Transaction,
  words: MarkedWords,
  world: { id(name: string): string },
): Promise<void> {
  for (const [customer, site, circuit] of [
    ['A', 'A.far', 'A.trunk'],
    ['B', 'B.yard', 'B.haul'],
  ] as const) {
    const customerId = world.id(customer);
    const [report, user] = [words.mark(customer, randomUUID()), randomUUID()];
    const part = { site: { id: world.id(site), nameZh: words.word(site), nameEn: words.word(site) }, circuitIds: null };
    const made = [
      report,
      customerId,
      '2026-10',
      'RANGE',
      'published',
      0,
      1,
      words.word(customer),
      JSON.stringify(part),
    ];
    await tx.insertMany(
      'report',
      [...REPORT, 'words_revision', 'files_revision', 'version', 'published_at'],
      ['id'],
      [[...made, 1, 1, 1, 1]],
    );
    const schedule = [words.mark(customer, randomUUID()), customerId, user, 'MONTH', 'en', 'pdf', 4, '2096-01-01'];
    await tx.insertMany(
      'report_schedule',
      [...SCHEDULE, 'due_at', 'created_by', 'created_at', 'version'],
      ['id'],
      [[...schedule, NEVER, user, 0, 1]],
    );
    const sent = [words.mark(customer, randomUUID()), customerId, report, user, words.word(customer)];
    await tx.insertMany(
      'report_delivery',
      [...DELIVERY, 'state', 'at'],
      ['id'],
      [[...sent, `${words.word(customer)}@example.com`, 'en', '[]', 'SENT', 0]],
    );
    const pack = [words.mark(circuit, randomUUID()), customerId, world.id(circuit), '2026-10-01', '2026-10-31'];
    await tx.insertMany('evidence_pack', [...PACK, 'requested_by'], ['id'], [[...pack, 'failed', 1, 0, user]]);
  }
}
