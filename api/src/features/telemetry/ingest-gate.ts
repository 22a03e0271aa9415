import { DomainError } from '@linewatch/shared';

/** Batches that may be in work or wait for the database at a time; each holds a body of up to four megabytes. */
const AT_ONCE = 16;
const RETRY_AFTER_S = 2;

/** Keeps a crowd of collectors from filling the memory: beyond a number of batches it says "later". */
export class IngestGate {
  private inside = 0;

  /**
   * @throws DomainError `ingest.overloaded` when too many are inside; the collector's spool keeps the batch
   */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.inside >= AT_ONCE) {
      throw new DomainError('ingest.overloaded', 'Too many batches are waiting', { retryAfter: RETRY_AFTER_S });
    }
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
    }
  }
}
