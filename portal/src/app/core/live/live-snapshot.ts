import { httpResource } from '@angular/common/http';
import { computed, effect, inject, signal, untracked } from '@angular/core';
import { Now } from '../clock/now';
import { toFailure } from '../http/failure';
import { LiveCursor, type LiveView } from './live-cursor';
import type { Positions } from './positions';
import { Repaint } from './repaint';

/** What changes without a word is seen so often anyway. */
const REFRESH_MS = 60_000;

interface Snapshot<T> {
  readonly url: string;
  /** @see answerOf */
  readonly parse: (body: unknown) => T;
  readonly apply: LiveView['apply'];
  readonly changed: NonNullable<LiveView['changed']>;
  /** Hears of each answer before the changes that came after it. */
  readonly adopted?: (answer: T) => void;
}

/**
 * One answer that is read again as a whole: after `soon`, at most once a second; when what was pushed meanwhile is no
 * longer to be had; and every minute. Make it in an injection context; it ends with its owner.
 */
export class LiveSnapshot<T extends { readonly feeds: Positions }> implements LiveView {
  private readonly now = inject(Now);
  private readonly cursor = new LiveCursor(this);
  private readonly reread = new Repaint<true>(() => {
    this.reload();
  });
  private readonly answer = httpResource(
    () => {
      this.cursor.begin();
      return this.of.url;
    },
    { parse: (body) => this.of.parse(body) },
  );
  private readonly current = signal<T | undefined>(undefined);
  private readAt = this.now.ms();
  /** Something changed while an answer was on its way. */
  private isOutdated = false;

  /** The last answer; it stays while a newer one is on its way, and when that fails. */
  readonly shown = this.current.asReadonly();
  readonly isLoading = this.answer.isLoading;
  readonly failure = computed(() => {
    const error = this.answer.error();
    return error === undefined ? undefined : toFailure(error);
  });

  constructor(private readonly of: Snapshot<T>) {
    effect(() => {
      if (!this.answer.hasValue()) return;
      const answer = this.answer.value();
      untracked(() => {
        this.adopt(answer);
      });
    });
    effect(() => {
      const now = this.now.ms();
      untracked(() => {
        if (now - this.readAt >= REFRESH_MS && !this.isLoading()) this.reload();
      });
    });
  }

  apply(...circuits: Parameters<LiveView['apply']>): void {
    this.of.apply(...circuits);
  }

  changed(...records: Parameters<Snapshot<T>['changed']>): void {
    this.of.changed(...records);
  }

  /** Changes what is shown until it is read again. */
  patch(change: (answer: T) => T): void {
    this.current.update((answer) => answer && change(answer));
  }

  soon(): void {
    this.reread.add([true]);
  }

  reload(): void {
    if (this.isLoading()) {
      this.isOutdated = true;
      return;
    }
    this.readAt = this.now.ms();
    this.cursor.begin();
    this.answer.reload();
  }

  private adopt(answer: T): void {
    this.current.set(answer);
    this.readAt = this.now.ms();
    this.of.adopted?.(answer);
    this.cursor.ready(answer.feeds);
    if (!this.isOutdated) return;
    this.isOutdated = false;
    this.soon();
  }
}
