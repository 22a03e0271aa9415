import { Injectable } from '@nestjs/common';
import type { Batch } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import type { KeptAside } from './ingest-ledger.repository.js';

/** What a batch brings besides readings of ports, as the feature that knows it takes it in. */
export interface BatchPart {
  /**
   * Stores its part of a batch within the batch's own transaction and after its entry in the ledger.
   *
   * @param now ms
   * @returns rows that cannot be stored
   * @throws DomainError `ingest.batch-malformed`; then nothing of the batch is stored
   */
  store(tx: Transaction, batch: Batch, now: number): Promise<readonly KeptAside[]>;
}

/** The parts of a batch, by the features that joined. They know telemetry; telemetry does not know them. */
@Injectable()
export class BatchParts {
  private readonly parts: BatchPart[] = [];

  join(part: BatchPart): void {
    this.parts.push(part);
  }

  async store(tx: Transaction, batch: Batch, now: number): Promise<KeptAside[]> {
    const aside: KeptAside[] = [];
    for (const part of this.parts) aside.push(...(await part.store(tx, batch, now)));
    return aside;
  }
}
