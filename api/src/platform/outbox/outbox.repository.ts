import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { News } from '../../database/news.js';
import type { StoredEntry } from './outbox.js';

interface EntryRow extends Omit<News, 'seq' | 'canWait'> {
  readonly seq: number | string;
}

/** Feeds a statement asks for at once. */
const FEEDS_A_QUERY = 100;
/** Entries taken at once; the rest comes with the next look. */
const ENTRIES_A_QUERY = 500;
/** Entries removed in one transaction, so that pruning never holds the writer for long. */
const PRUNED_AT_ONCE = 2_000;

/** Reads what `appendToOutbox` wrote, and removes what is too old. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  /**
   * Calls back after each commit of this process that wrote anything here, with what it wrote, and the feeds of which
   * not all can be gathered with others.
   *
   * @returns what ends it
   */
  onNews(listener: (entries: readonly StoredEntry[], urgent: readonly string[]) => void): () => void {
    return this.database.onNews((news) => {
      const urgent = news.filter(({ canWait = false }) => !canWait).map(({ feed }) => feed);
      listener(news.map(toEntry), urgent);
    });
  }

  /** How far every feed has come, by its id. */
  async heads(): Promise<Map<string, number>> {
    const rows = await this.database.read<{ id: string; seq: number | string }>('SELECT id, seq FROM feed');
    return new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
  }

  /**
   * What was committed after the given positions, of each feed in its order.
   *
   * @param positions last known sequence number of each feed that has news
   */
  async after(positions: ReadonlyMap<string, number>): Promise<StoredEntry[]> {
    const feeds = [...positions];
    const entries: StoredEntry[] = [];
    for (let start = 0; start < feeds.length; start += FEEDS_A_QUERY) {
      const some = feeds.slice(start, start + FEEDS_A_QUERY);
      const rows = await this.database.read<EntryRow>(
        `SELECT feed, seq, topic, body FROM outbox WHERE ${some.map(() => '(feed = ? AND seq > ?)').join(' OR ')}
         ORDER BY feed, seq LIMIT ${String(ENTRIES_A_QUERY)}`,
        some.flat(),
      );
      entries.push(...rows.map(toEntry));
    }
    return entries;
  }

  /** @returns how many entries older than `time` (ms) are gone; at most 2000 a call */
  async removeOlderThan(time: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await tx.query<{ at: number | string }>(
        `SELECT at FROM outbox WHERE at < ? ORDER BY at LIMIT ${String(PRUNED_AT_ONCE)}`,
        [time],
      );
      const newest = rows.at(-1)?.at;
      return newest === undefined ? 0 : tx.execute('DELETE FROM outbox WHERE at <= ?', [Number(newest)]);
    });
  }
}

function toEntry(row: EntryRow): StoredEntry {
  const items = JSON.parse(row.body) as StoredEntry['items'];
  return { feed: row.feed, seq: Number(row.seq), topic: row.topic, items };
}
