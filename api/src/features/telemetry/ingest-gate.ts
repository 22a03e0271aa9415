import { DomainError } from '@linewatch/shared';

/** Batches that may wait for their turn; each holds a body of up to four megabytes. */
const PLACES = 16;
const RETRY_AFTER_S = 2;

/**
 * Lets batches in one after the other, in the order they came: they could not be written at the same time anyway, and
 * those that wait here hold no connection of the database. Beyond a number of waiting ones it says "later".
 */
export class IngestGate {
  private inside = 0;
  private turn: Promise<unknown> = Promise.resolve();

  /**
   * @throws DomainError `ingest.overloaded` when too many are waiting; the collector's spool keeps the batch
   */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.inside >= PLACES) {
      throw new DomainError('ingest.overloaded', 'Too many batches are waiting', { retryAfter: RETRY_AFTER_S });
    }
    this.inside += 1;
    const mine = this.turn.then(work, work);
    this.turn = mine;
    try {
      return await mine;
    } finally {
      this.inside -= 1;
    }
  }
}
