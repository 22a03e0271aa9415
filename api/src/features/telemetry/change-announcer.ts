import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { appendToOutbox, type NamedItem } from '../../platform/outbox/outbox.js';

/** A circuit of which anything changed. */
export interface ChangedCircuit {
  readonly circuitId: string;
  readonly customerId: string;
}

/** Puts what changed beside the rows it is about, so that it is told exactly when they are committed. */
@Injectable()
export class ChangeAnnouncer {
  /**
   * One entry a customer, with every circuit of it that changed in this transaction. They are read when they are told.
   *
   * @param canWait whether they have newer figures and nothing else
   */
  async announce(tx: Transaction, circuits: readonly ChangedCircuit[], now: number, canWait = false): Promise<void> {
    const byCustomer = new Map<string, NamedItem[]>();
    for (const { circuitId, customerId } of circuits) {
      const known = byCustomer.get(customerId);
      if (known === undefined) byCustomer.set(customerId, [{ id: circuitId }]);
      else known.push({ id: circuitId });
    }
    const changes = [...byCustomer].map(
      ([feed, items]) => ({ feed, topic: 'circuits.changed', items, canWait }) as const,
    );
    await appendToOutbox(tx, changes, now);
  }
}
