import type { OutboxEntry } from './outbox.js';

/** An object that says nothing but newer figures is told twice a second at most. */
const REPEATED_MS = 500;

interface Told {
  readonly at: number;
  readonly status: unknown;
}

/**
 * Which feeds have nothing to tell but what they told a moment ago. Whatever is new for its readers, another object or
 * another state of one, leaves at once and takes with it what waits before it, so that the numbers stay in their order.
 */
export class Repetitions {
  private readonly known = new Map<string, Told>();

  /** The feeds that can wait. @param now ms of any clock that does not jump */
  waiting(entries: readonly (OutboxEntry | undefined)[], now: number): Set<string> {
    for (const [key, { at }] of this.known) {
      if (now - at < REPEATED_MS) break;
      this.known.delete(key);
    }
    const waiting = new Set<string>();
    const urgent = new Set<string>();
    for (const entry of entries) {
      if (entry === undefined) continue;
      (this.isRepetition(entry) ? waiting : urgent).add(entry.feed);
    }
    return new Set([...waiting].filter((feed) => !urgent.has(feed)));
  }

  told(entry: OutboxEntry, now: number): void {
    for (const [key, status] of objectsOf(entry)) {
      // At the end of the map, which is in the order of time.
      this.known.delete(key);
      this.known.set(key, { at: now, status });
    }
  }

  private isRepetition(entry: OutboxEntry): boolean {
    const objects = objectsOf(entry);
    return objects.length > 0 && objects.every(([key, status]) => this.known.get(key)?.status === status);
  }
}

/** Each object with the state that it is in; records and alarms are named alone. */
function objectsOf({ feed, topic, items }: OutboxEntry): [string, unknown][] {
  return items.map(({ body }) => {
    const { id, status = topic } = body as { readonly id?: string; readonly status?: string };
    return [`${feed} ${topic} ${String(id)}`, status];
  });
}
