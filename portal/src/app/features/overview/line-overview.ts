import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import {
  type ChangedRecord,
  type CircuitLive,
  type CircuitRow,
  OverviewView,
  type RecordKind,
} from '@linewatch/shared';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { LiveCursor, type LiveView } from '../../core/live/live-cursor';
import { LiveFeed } from '../../core/live/live-feed';
import { Repaint } from '../../core/live/repaint';
import { Trouble } from './trouble';

/** Things that change what stands here. */
const SHOWN_KINDS: readonly RecordKind[] = ['fault', 'outage', 'work'];
/** Rates move all the time, and a work begins without a word: so often all of it is read again anyway. */
const REFRESH_MS = 60_000;

/**
 * The overview: one snapshot. Rates of the shown circuits are patched by the feed; when any circuit gets better or
 * worse, the counts, the order and the sites are others too, so all of it is read again, at most once a second.
 */
@Service({ autoProvided: false })
export class LineOverview implements LiveView {
  private readonly feed = inject(LiveFeed);
  private readonly now = inject(Now);
  private readonly cursor = new LiveCursor(this);
  private readonly trouble = new Trouble();
  private readonly repaint = new Repaint<CircuitLive>((circuits) => {
    this.paint(circuits);
  });
  private readonly reread = new Repaint<true>(() => {
    this.reload();
  });
  private readonly snapshot = httpResource(
    () => {
      this.cursor.begin();
      return '/api/v1/overview';
    },
    { parse: answerOf(OverviewView) },
  );
  private readonly current = signal<OverviewView | undefined>(undefined);
  private readAt = this.now.ms();
  /** Something changed while an answer was on its way. */
  private isOutdated = false;

  readonly shown = this.current.asReadonly();
  readonly isLoading = this.snapshot.isLoading;
  readonly failure = computed(() => {
    const error = this.snapshot.error();
    return error === undefined ? undefined : toFailure(error);
  });

  constructor() {
    effect(() => {
      if (!this.snapshot.hasValue()) return;
      const view = this.snapshot.value();
      untracked(() => {
        this.adopt(view);
      });
    });
    effect(() => {
      const now = this.now.ms();
      untracked(() => {
        if (now - this.readAt >= REFRESH_MS && !this.isLoading()) this.reload();
      });
    });
  }

  apply(circuits: readonly CircuitLive[]): void {
    this.repaint.add(circuits);
  }

  changed(records: readonly ChangedRecord[]): void {
    if (records.some(({ kind }) => SHOWN_KINDS.includes(kind))) this.reread.add([true]);
  }

  reload(): void {
    if (this.isLoading()) {
      this.isOutdated = true;
      return;
    }
    this.readAt = this.now.ms();
    this.cursor.begin();
    this.snapshot.reload();
  }

  private adopt(view: OverviewView): void {
    this.current.set(view);
    this.readAt = this.now.ms();
    this.trouble.begin(view);
    for (const { sampleAt } of [...view.wrong, ...view.busiest]) this.feed.sawSample(sampleAt);
    this.cursor.ready(view.feeds);
    if (!this.isOutdated) return;
    this.isOutdated = false;
    this.reread.add([true]);
  }

  private paint(circuits: readonly CircuitLive[]): void {
    const fresh = new Map(circuits.map((circuit) => [circuit.id, circuit]));
    const patch = (row: CircuitRow): CircuitRow => ({ ...row, ...fresh.get(row.id) });
    this.current.update((view) => view && { ...view, wrong: view.wrong.map(patch), busiest: view.busiest.map(patch) });
    if (this.trouble.isChangedBy(circuits)) this.reread.add([true]);
  }
}
