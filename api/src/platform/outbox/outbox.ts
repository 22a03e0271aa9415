import type { Transaction } from '../../database/database.js';

/** One changed object and the sites it touches, so that a user of one branch gets only what is theirs. */
export interface OutboxItem {
  readonly siteIds: readonly string[];
  /** The contract's shape of the topic, ready to be sent. */
  readonly body: unknown;
}

/** The feed of what belongs to no customer: for staff who see the whole house. No customer has this id. */
export const STAFF_FEED = 'staff';

/** What changed for one customer, or for staff, in one transaction. */
export interface OutboxChange {
  /** The customer's id, or `STAFF_FEED`. */
  readonly feed: string;
  readonly topic: 'circuits.changed' | 'inventory-notices.changed';
  readonly items: readonly OutboxItem[];
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
  // In one order of feeds everywhere, so that two batches cannot wait for each other.
  for (const change of changes.toSorted((left, right) => left.feed.localeCompare(right.feed))) {
    await tx.insertMany('feed', ['id', 'seq'], ['id'], [[change.feed, 0]], 'ignore');
    await tx.query('UPDATE feed SET seq = seq + 1 WHERE id = ?', [change.feed]);
    const [row] = await tx.query<{ seq: number | string }>('SELECT seq FROM feed WHERE id = ?', [change.feed]);
    const seq = Number(row?.seq);
    await tx.insertMany(
      'outbox',
      ['feed', 'seq', 'at', 'topic', 'body'],
      ['feed', 'seq'],
      [[change.feed, seq, now, change.topic, JSON.stringify(change.items)]],
    );
  }
}
