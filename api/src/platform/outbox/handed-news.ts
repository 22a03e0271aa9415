import type { StoredEntry } from './outbox.js';

/** What is handed over and not told yet is dropped beyond this, and read instead. */
const MOST_ENTRIES = 10_000;

/**
 * What the commits of this process wrote, until it is told, so that it need not be read again. It is believed only where
 * it follows without a hole on what was told before; everything else is read from the table.
 */
export class HandedNews {
  private readonly byFeed = new Map<string, Map<number, StoredEntry>>();
  private count = 0;
  private isCut = false;

  /** Takes what one commit wrote; those of two commits may come in either order. */
  take(entries: readonly StoredEntry[]): void {
    for (const entry of entries) {
      let own = this.byFeed.get(entry.feed);
      if (own === undefined) this.byFeed.set(entry.feed, (own = new Map<number, StoredEntry>()));
      own.set(entry.seq, entry);
    }
    this.count += entries.length;
    if (this.count <= MOST_ENTRIES) return;
    this.clear();
    this.isCut = true;
  }

  /**
   * What follows on some positions, of each feed in its order; what was told is forgotten.
   *
   * @returns undefined when there is a hole, so that the table has to be read
   */
  after(positions: ReadonlyMap<string, number>): StoredEntry[] | undefined {
    const entries: StoredEntry[] = [];
    let isWhole = !this.isCut;
    for (const [feed, own] of this.byFeed) {
      const position = positions.get(feed) ?? 0;
      for (const seq of own.keys()) if (seq <= position) own.delete(seq);
      if (own.size === 0) this.byFeed.delete(feed);
      for (let seq = position + 1; seq <= position + own.size; seq += 1) {
        const entry = own.get(seq);
        if (entry === undefined) isWhole = false;
        else entries.push(entry);
      }
    }
    this.isCut = false;
    this.count = entries.length;
    return isWhole ? entries : undefined;
  }

  clear(): void {
    this.byFeed.clear();
    this.count = 0;
    this.isCut = false;
  }
}
