import type { AlarmsChanged, ChangedRecord, CircuitLive, FeedChange } from '@linewatch/shared';
import type { OutboxEntry } from '../outbox/outbox.js';

/** All that changed for a customer in one commit. */
export function wholeBody({ feed, seq, topic, items }: OutboxEntry): FeedChange {
  const bodies = items.map(({ body }) => body);
  return topic === 'records.changed'
    ? { feed, seq, circuits: [], records: bodies as ChangedRecord[] }
    : { feed, seq, circuits: bodies as CircuitLive[], records: [] };
}

/**
 * Of a customer's changes those at some sites. A batch without any is still said, as an empty one: its sequence number
 * keeps the client from taking what is not meant for it for a hole.
 */
export function bodyFor(entry: OutboxEntry, siteIds: readonly string[]): FeedChange {
  return wholeBody({ ...entry, items: entry.items.filter((item) => item.siteIds.some((id) => siteIds.includes(id))) });
}

/** The alarms that an entry of the staff's feed names. */
export function alarmsBody({ items }: OutboxEntry): AlarmsChanged {
  return { ids: items.map(({ body }) => (body as { readonly id: string }).id) };
}
