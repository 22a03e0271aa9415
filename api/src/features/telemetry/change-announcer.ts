import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { appendToOutbox, type OutboxItem } from '../../platform/outbox/outbox.js';
import { CircuitLiveReader } from '../circuits/index.js';

/** Puts what changed beside the rows it is about, so that it is told exactly when they are committed. */
@Injectable()
export class ChangeAnnouncer {
  constructor(private readonly circuits: CircuitLiveReader) {}

  /** One entry a customer, with every circuit of it that changed in this transaction. */
  async announce(tx: Transaction, circuitIds: readonly string[], now: number): Promise<void> {
    if (circuitIds.length === 0) return;
    const byCustomer = new Map<string, OutboxItem[]>();
    for (const { live, customerId, siteIds } of await this.circuits.read(circuitIds, tx)) {
      const item = { siteIds, body: live };
      const known = byCustomer.get(customerId);
      if (known === undefined) byCustomer.set(customerId, [item]);
      else known.push(item);
    }
    const changes = [...byCustomer].map(([feed, items]) => ({ feed, topic: 'circuits.changed', items }) as const);
    await appendToOutbox(tx, changes, now);
  }
}
