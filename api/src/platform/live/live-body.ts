import type { CircuitLive, CircuitsChanged } from '@linewatch/shared';
import type { OutboxEntry } from '../outbox/outbox.js';

/** All that changed for a customer in one commit. */
export function wholeBody({ feed, seq, items }: OutboxEntry): CircuitsChanged {
  return { feed, seq, circuits: items.map(({ body }) => body as CircuitLive) };
}

/**
 * Of a customer's changes those at some sites. A batch without any is still said, as an empty one: its sequence number
 * keeps the client from taking what is not meant for it for a hole.
 */
export function bodyFor(entry: OutboxEntry, siteIds: readonly string[]): CircuitsChanged {
  return wholeBody({ ...entry, items: entry.items.filter((item) => item.siteIds.some((id) => siteIds.includes(id))) });
}
