import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type ChangedRecord, type CircuitLive, CircuitView, type RecordKind } from '@linewatch/shared';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { LiveCursor, type LiveView } from '../../../core/live/live-cursor';
import { LiveFeed } from '../../../core/live/live-feed';
import { Repaint } from '../../../core/live/repaint';

/** What the page tells of besides the circuit; of tickets what they say of its outages. */
const SHOWN_KINDS: readonly RecordKind[] = ['outage', 'work', 'ticket'];

/** One circuit: a snapshot, then kept fresh by the feed. */
@Service({ autoProvided: false })
export class CircuitDetail implements LiveView {
  private readonly feed = inject(LiveFeed);
  private readonly cursor = new LiveCursor(this);
  private readonly repaint = new Repaint<CircuitLive>((changes) => {
    this.paint(changes);
  });
  private readonly id = signal<string | undefined>(undefined);
  private readonly current = signal<CircuitView | undefined>(undefined);
  private readonly snapshot = httpResource(() => this.request(), { parse: answerOf(CircuitView) });

  readonly circuit = this.current.asReadonly();
  /** How often outages, works or tickets of the customer changed meanwhile: another value reads them again. */
  readonly recordsChanged = signal(0);
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
        this.current.set(view);
        this.feed.sawSample(view.sampleAt);
        this.cursor.ready();
      });
    });
  }

  open(id: string): void {
    if (id === this.id()) return;
    this.current.set(undefined);
    this.id.set(id);
  }

  reload(): void {
    this.cursor.begin();
    this.snapshot.reload();
  }

  apply(circuits: readonly CircuitLive[]): void {
    this.repaint.add(circuits.filter(({ id }) => id === this.id()));
  }

  changed(records: readonly ChangedRecord[]): void {
    if (records.some(({ kind }) => SHOWN_KINDS.includes(kind))) this.recordsChanged.update((n) => n + 1);
  }

  private request(): string | undefined {
    const id = this.id();
    this.cursor.begin();
    return id === undefined ? undefined : `/api/v1/circuits/${encodeURIComponent(id)}`;
  }

  private paint(changes: readonly CircuitLive[]): void {
    const latest = changes.at(-1);
    if (latest !== undefined) this.current.update((view) => view && { ...view, ...latest });
  }
}
