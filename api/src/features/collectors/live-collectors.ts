import { Injectable } from '@nestjs/common';
import {
  COLLECTOR_LIVE_FOR_MS,
  type DividedCollector,
  HEARTBEAT_WRITTEN_EVERY_MS,
  isCollectorLive,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { type CollectorEntity, CollectorRepository, tagsOf } from '../identity/index.js';

/**
 * Who is there, by heartbeats in the database. While this API was away nobody could send one: right after its start
 * those count as live that were so when the last of them was heard.
 */
@Injectable()
export class LiveCollectors {
  private readonly startedAt: number;
  private before: ReadonlySet<string> | undefined;

  constructor(
    private readonly collectors: CollectorRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  /** Notes the heartbeat of a collector. @returns who is live then, itself included */
  async heard(collectorId: string): Promise<DividedCollector[]> {
    const now = this.clock.now();
    const all = await this.collectors.all();
    const live = this.among(all, now);
    const own = all.find(({ id }) => id === collectorId);
    const sinceMs = now - (own?.lastSeenAt ?? 0);
    // A clock that was set back must not keep a heartbeat of the future.
    if (sinceMs >= HEARTBEAT_WRITTEN_EVERY_MS || sinceMs < 0) {
      await this.database.transaction((tx) => this.collectors.noteContact(tx, collectorId, now));
    }
    return all.filter(({ id }) => id === collectorId || live.has(id)).map(toDivided);
  }

  /** The ids of those of `all` that are live at `now` (ms). */
  among(all: readonly CollectorEntity[], now: number): ReadonlySet<string> {
    this.before ??= liveTogether(all);
    const live = new Set(all.filter(({ lastSeenAt }) => isCollectorLive(lastSeenAt, now)).map(({ id }) => id));
    if (now - this.startedAt > COLLECTOR_LIVE_FOR_MS) return live;
    return new Set([...live, ...this.before]);
  }
}

/** What of a collector decides which devices it may have. */
function toDivided({ id, region, tags }: CollectorEntity): DividedCollector {
  return { id, region, tags: tagsOf(tags) };
}

/** Those that were live at the moment when the last heartbeat of all was written. */
function liveTogether(all: readonly CollectorEntity[]): ReadonlySet<string> {
  const last = Math.max(0, ...all.map(({ lastSeenAt }) => lastSeenAt ?? 0));
  return new Set(all.filter(({ lastSeenAt }) => isCollectorLive(lastSeenAt, last)).map(({ id }) => id));
}
