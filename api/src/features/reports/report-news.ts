import type { Transaction } from '../../database/database.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';

/** Tells the customer's pages that a report changed, by its name alone. */
export function tellOfReport(
  tx: Transaction,
  { id, customerId }: { readonly id: string; readonly customerId: string },
  now: number,
): Promise<void> {
  const items = [{ siteIds: [], body: { kind: 'report' as const, id } }];
  return appendToOutbox(tx, [{ feed: customerId, topic: 'records.changed', items }], now);
}
