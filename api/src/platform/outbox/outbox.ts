import type { Transaction } from '../../database/database.js';
import type { News } from '../../database/news.js';

/** One changed object and the sites it touches, so that a user of one branch gets only what is theirs. */
export interface OutboxItem {
  readonly siteIds: readonly string[];
  /** The contract's shape of the topic (`CircuitLive`, `ChangedRecord`, `{ id }` of an alarm), ready to be sent. */
  readonly body: unknown;
}

/** The feed of what belongs to no customer: for staff who see the whole house. No customer has this id. */
export const STAFF_FEED = 'staff';

/** A changed object by its id alone: it is read when it is told, and then at least as new as the change. */
export interface NamedItem {
  readonly id: string;
}

/** What an entry is about: the first two are of a customer's feed, the others of the staff's. */
export type OutboxTopic = 'circuits.changed' | 'records.changed' | 'inventory-notices.changed' | 'alarms.changed';

/** What changed for one customer, or for staff, in one transaction. */
export interface OutboxChange {
  /** The customer's id, or `STAFF_FEED`. */
  readonly feed: string;
  readonly topic: OutboxTopic;
  readonly items: readonly (OutboxItem | NamedItem)[];
  /** Whether it is nothing but newer figures: it may be gathered with others before it is told. */
  readonly canWait?: boolean;
}

/** One committed batch of changes of a feed, as it was written. */
export interface StoredEntry extends Omit<OutboxEntry, 'items'> {
  readonly items: readonly (OutboxItem | NamedItem)[];
}

/** One committed batch of changes of a feed. */
export interface OutboxEntry {
  readonly feed: string;
  readonly seq: number;
  readonly topic: string;
  readonly items: readonly OutboxItem[];
}

/**
 * Writes changes beside the rows they are about. The feed's row is locked by its update until the commit, so the
 * sequence numbers of a feed are visible in their order and without holes on every dialect.
 */
export async function appendToOutbox(tx: Transaction, changes: readonly OutboxChange[], now: number): Promise<void> {
  if (changes.length === 0) return;
  // In one order of feeds everywhere, so that two batches cannot wait for each other.
  const feeds = [...new Set(changes.map(({ feed }) => feed))].sort();
  for (let start = 0; start < feeds.length; start += FEEDS_A_STATEMENT) {
    const some = feeds.slice(start, start + FEEDS_A_STATEMENT);
    await appendToFeeds(
      tx,
      some,
      changes.filter(({ feed }) => some.includes(feed)),
      now,
    );
  }
}

const FEEDS_A_STATEMENT = 500;

async function appendToFeeds(
  tx: Transaction,
  feeds: readonly string[],
  changes: readonly OutboxChange[],
  now: number,
): Promise<void> {
  const marks = feeds.map(() => '?').join(',');
  const beginnings = feeds.map((feed) => [feed, 0]);
  await tx.insertMany('feed', ['id', 'seq'], ['id'], beginnings, 'ignore');
  const counts = new Map<string, number>();
  for (const { feed } of changes) counts.set(feed, (counts.get(feed) ?? 0) + 1);
  for (const [count, own] of byCount(counts)) {
    const places = own.map(() => '?').join(',');
    await tx.execute(`UPDATE feed SET seq = seq + ? WHERE id IN (${places})`, [count, ...own]);
  }
  const rows = await tx.query<{ id: string; seq: number | string }>(
    `SELECT id, seq FROM feed WHERE id IN (${marks})`,
    feeds,
  );
  const next = new Map(rows.map(({ id, seq }) => [id, Number(seq) - (counts.get(id) ?? 0) + 1]));
  const entries = changes.map(({ feed, topic, items, canWait = false }): News => {
    const seq = next.get(feed) ?? 0;
    next.set(feed, seq + 1);
    return { feed, seq, topic, body: JSON.stringify(items), canWait };
  });
  const written = entries.map(({ feed, seq, topic, body }) => [feed, seq, now, topic, body]);
  await tx.insertMany('outbox', ['feed', 'seq', 'at', 'topic', 'body'], ['feed', 'seq'], written);
  tx.news.push(...entries);
}

/** Feeds by how many changes they have, in their order. */
function byCount(counts: ReadonlyMap<string, number>): Map<number, string[]> {
  const feeds = new Map<number, string[]>();
  for (const [feed, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    feeds.set(count, [...(feeds.get(count) ?? []), feed]);
  }
  return feeds;
}
