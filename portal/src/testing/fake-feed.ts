import { signal } from '@angular/core';
import type { ChangedRecord, CircuitLive, FeedChange } from '@linewatch/shared';
import type { LiveConnection, LiveListener } from '../app/core/live/live-feed';
import { furthest, type Positions } from '../app/core/live/positions';
import { FEED } from './circuits';

/** A feed that the spec speaks through. */
export class FakeFeed {
  readonly connection = signal<LiveConnection>('live');
  readonly newestSampleAt = signal<number | null>(null);
  private readonly listeners: LiveListener[] = [];
  private known: Positions = {};
  private kept: FeedChange[] = [];

  listen(listener: LiveListener): void {
    this.listeners.push(listener);
  }

  positions(): Positions {
    return this.known;
  }

  recent(): readonly FeedChange[] {
    return this.kept;
  }

  sawSample(): void {
    this.newestSampleAt.set(Date.now());
  }

  push(seq: number, ...circuits: CircuitLive[]): void {
    this.tell({ feed: FEED, seq, circuits, records: [] });
  }

  pushRecords(seq: number, ...records: ChangedRecord[]): void {
    this.tell({ feed: FEED, seq, circuits: [], records });
  }

  changeAlarms(...ids: string[]): void {
    for (const listener of this.listeners) listener.alarmsChanged?.(ids);
  }

  private tell(change: FeedChange): void {
    this.kept.push(change);
    this.known = furthest(this.known, { [FEED]: change.seq });
    for (const listener of this.listeners) listener.changed?.(change);
  }

  head(seq: number): void {
    this.known = furthest(this.known, { [FEED]: seq });
    for (const listener of this.listeners) listener.heads?.({ [FEED]: seq });
  }

  changeNotices(): void {
    for (const listener of this.listeners) listener.noticesChanged?.();
  }

  reconnect(): void {
    for (const listener of this.listeners) listener.reconnected();
  }
}
