import { httpResource, type HttpResourceRequest } from '@angular/common/http';
import { computed, effect, inject, type Signal, signal, untracked } from '@angular/core';
import type { ChangedRecord } from '@linewatch/shared';
import { type Failure, toFailure } from '../http/failure';
import { LiveCursor, type LiveView } from './live-cursor';
import { LiveFeed } from './live-feed';
import { Repaint } from './repaint';

/** What was read last, while newer answers come and go. */
export interface Watched<T> {
  /** The last answer; it stays while a newer one is on its way, and when that fails. */
  readonly shown: Signal<T | undefined>;
  readonly failure: Signal<Failure | undefined>;
  readonly isLoading: Signal<boolean>;
  reload(): void;
}

/** Which news make an answer outdated. */
export interface News {
  /** Changed things of customers. */
  readonly records?: (record: ChangedRecord) => boolean;
  /** Changed alarms, which staff are told of. */
  readonly alarms?: (ids: readonly string[]) => boolean;
}

/** Calls back when there is news, at most once a second. */
class NewsWatch implements LiveView {
  readonly cursor = new LiveCursor(this);
  private readonly told = new Repaint<true>(() => {
    this.reload();
  });

  constructor(
    private readonly news: News,
    readonly reload: () => void,
  ) {
    inject(LiveFeed).listen({
      alarmsChanged: (ids) => {
        if (news.alarms?.(ids) === true) this.tell();
      },
      reconnected: () => {
        if (news.alarms !== undefined) this.tell();
      },
    });
  }

  apply(): void {
    // What circuits do by themselves is no news here.
  }

  changed(records: readonly ChangedRecord[]): void {
    if (this.news.records !== undefined && records.some(this.news.records)) this.tell();
  }

  tell(): void {
    this.told.add([true]);
  }
}

/**
 * Reads something and reads it again when the feed tells news of it, at most once a second. Call it in an injection
 * context.
 */
export function watched<T>(
  request: () => HttpResourceRequest | undefined,
  parse: (body: unknown) => T,
  news: News,
): Watched<T> {
  const shown = signal<T | undefined>(undefined);
  /** Something changed while an answer was on its way. */
  let isOutdated = false;
  const watch = new NewsWatch(news, () => {
    if (read.isLoading()) {
      isOutdated = true;
      return;
    }
    watch.cursor.begin();
    read.reload();
  });
  const read = httpResource(
    () => {
      const asked = request();
      if (asked !== undefined) untracked(begin);
      return asked;
    },
    { parse },
  );
  const begin = (): void => {
    watch.cursor.begin();
  };
  effect(() => {
    if (!read.hasValue()) return;
    const value = read.value();
    untracked(() => {
      shown.set(value);
      watch.cursor.ready();
      if (isOutdated) watch.tell();
      isOutdated = false;
    });
  });
  return {
    shown: shown.asReadonly(),
    failure: computed(() => {
      const error = read.error();
      return error === undefined ? undefined : toFailure(error);
    }),
    isLoading: read.isLoading,
    reload: watch.reload,
  };
}
