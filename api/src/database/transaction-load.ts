import { performance } from 'node:perf_hooks';

/** How busy the writing side of the database is. */
export class TransactionLoad {
  /** Transactions that have not begun yet, and those that have. */
  waiting = 0;
  running = 0;
  /** Told of each transaction that began, once it has ended. */
  onEnd: (waitedMs: number, ranMs: number) => void = () => undefined;
  /** Told whenever the server took one back in favour of another. */
  onLost: () => void = () => undefined;

  /**
   * Follows a transaction.
   *
   * @param transact runs it, and calls `begun` when it has its connection, each time where it runs more than once
   */
  async follow<Result>(transact: (begun: () => void) => Promise<Result>): Promise<Result> {
    const askedAt = performance.now();
    let begunAt: number | undefined;
    this.waiting += 1;
    const begun = (): void => {
      if (begunAt !== undefined) return;
      begunAt = performance.now();
      this.waiting -= 1;
      this.running += 1;
    };
    try {
      return await transact(begun);
    } finally {
      if (begunAt === undefined) this.waiting -= 1;
      else {
        this.running -= 1;
        this.onEnd(begunAt - askedAt, performance.now() - begunAt);
      }
    }
  }
}
