import { HttpClient } from '@angular/common/http';
import { inject } from '@angular/core';
import { type ChangedRecord, ChangesView, type CircuitLive, type FeedChange } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../http/answer';
import { LiveFeed } from './live-feed';
import { advance, isBehind, type Positions, sinceQuery, stepOf } from './positions';

const readChanges = answerOf(ChangesView);

/** A page that shows circuits and can be kept fresh. */
export interface LiveView {
  /** Takes circuits as they are now; may be called twice with the same. */
  apply(circuits: readonly CircuitLive[]): void;
  /** Hears which other things of the customers have changed, to read anew those it shows. */
  changed?(records: readonly ChangedRecord[]): void;
  /** Reads everything again, because what was missed is no longer to be had. */
  reload(): void;
}

/**
 * Keeps one view on the feed: snapshot, then patches in order, and what was missed in between asked for.
 * Make it in an injection context; it ends with its owner.
 */
export class LiveCursor {
  private readonly feed = inject(LiveFeed);
  private readonly http = inject(HttpClient);
  /** Undefined until the first snapshot. */
  private positions: Positions | undefined;
  private atRequest: Positions = {};
  private catchingUp = false;

  constructor(private readonly view: LiveView) {
    this.feed.listen({
      changed: (change) => {
        this.take(change);
      },
      heads: (heads) => {
        if (this.positions !== undefined && isBehind(this.positions, heads)) void this.catchUp();
      },
      reconnected: () => {
        if (this.positions !== undefined) void this.catchUp();
      },
    });
  }

  /** A snapshot is being asked for: it will hold at least what was pushed until now. */
  begin(): void {
    this.atRequest = this.feed.positions();
  }

  /** The snapshot is on the page; `feeds` is what it says of its own age. Applies what was pushed since. */
  ready(feeds: Positions = {}): void {
    this.positions = { ...this.atRequest, ...feeds };
    this.replay();
  }

  private replay(): void {
    for (const change of this.feed.recent()) this.take(change);
  }

  private take(change: FeedChange): void {
    if (this.positions === undefined || this.catchingUp) return;
    const step = stepOf(this.positions, change);
    if (step === 'known') return;
    if (step === 'gap') {
      void this.catchUp();
      return;
    }
    this.positions = advance(this.positions, change);
    this.tell(change);
  }

  private tell({ circuits, records }: Pick<FeedChange, 'circuits' | 'records'>): void {
    if (circuits.length > 0) this.view.apply(circuits);
    if (records.length > 0) this.view.changed?.(records);
  }

  private async catchUp(): Promise<void> {
    if (this.catchingUp || this.positions === undefined) return;
    const since = sinceQuery(this.positions);
    if (since === undefined) {
      this.view.reload();
      return;
    }
    this.catchingUp = true;
    try {
      const missed = readChanges(await firstValueFrom(this.http.get('/api/v1/changes', { params: { since } })));
      this.catchingUp = false;
      this.adopt(missed);
    } catch {
      // The API is away: the next heads (10 s) or the next reconnect asks again, and readings turn stale meanwhile.
    } finally {
      this.catchingUp = false;
    }
  }

  private adopt(missed: ChangesView): void {
    if (!missed.complete) {
      this.view.reload();
      return;
    }
    this.positions = { ...this.positions, ...missed.feeds };
    this.tell(missed);
    this.replay();
  }
}
