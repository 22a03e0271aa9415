import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import {
  type ChangedRecord,
  type CircuitLive,
  type OperatingStatus,
  PortfolioView,
  type RecordKind,
} from '@linewatch/shared';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { LiveCursor, type LiveView } from '../../core/live/live-cursor';
import { Repaint } from '../../core/live/repaint';

/** Things that change what stands here. */
const SHOWN_KINDS: readonly RecordKind[] = ['fault', 'outage', 'ticket', 'sla'];
/** Clocks run out and minutes are lost without a word: so often all of it is read again anyway. */
const REFRESH_MS = 60_000;

/** The portfolio, read again when something of a customer changes, at most once a second. */
@Service({ autoProvided: false })
export class PortfolioFeed implements LiveView {
  private readonly now = inject(Now);
  private readonly cursor = new LiveCursor(this);
  /** Of circuits that were pushed: rates move all the time, and only another state changes the order. */
  private readonly states = new Map<string, OperatingStatus>();
  private readonly reread = new Repaint<true>(() => {
    this.reload();
  });
  private readonly snapshot = httpResource(
    () => {
      this.cursor.begin();
      return '/api/v1/portfolio';
    },
    { parse: answerOf(PortfolioView) },
  );
  private readonly current = signal<PortfolioView | undefined>(undefined);
  private readAt = this.now.ms();
  /** Something changed while an answer was on its way. */
  private isOutdated = false;

  /** The last answer; it stays while a newer one is on its way, and when that fails. */
  readonly shown = this.current.asReadonly();
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
        if (now - this.readAt >= REFRESH_MS && !this.snapshot.isLoading()) this.reload();
      });
    });
  }

  apply(circuits: readonly CircuitLive[]): void {
    let isChanged = false;
    for (const { id, status } of circuits) {
      const before = this.states.get(id);
      // Of a circuit that is seen for the first time it is not known; what is wrong is worth a look.
      isChanged ||= before === undefined ? status === 'failed' : before !== status;
      this.states.set(id, status);
    }
    if (isChanged) this.reread.add([true]);
  }

  changed(records: readonly ChangedRecord[]): void {
    if (records.some(({ kind }) => SHOWN_KINDS.includes(kind))) this.reread.add([true]);
  }

  reload(): void {
    if (this.snapshot.isLoading()) {
      this.isOutdated = true;
      return;
    }
    this.readAt = this.now.ms();
    this.cursor.begin();
    this.snapshot.reload();
  }

  private adopt(view: PortfolioView): void {
    this.current.set(view);
    this.readAt = this.now.ms();
    this.cursor.ready(view.feeds);
    if (!this.isOutdated) return;
    this.isOutdated = false;
    this.reread.add([true]);
  }
}
