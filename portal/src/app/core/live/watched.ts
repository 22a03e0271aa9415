import { httpResource, type HttpResourceRequest } from '@angular/common/http';
import { computed, effect, inject, type Signal, signal, untracked } from '@angular/core';
import type { ChangedRecord } from '@linewatch/shared';
import { type Failure, toFailure } from '../http/failure';
import { LiveCursor } from './live-cursor';
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
  const reload = (): void => {
    if (read.isLoading()) {
      isOutdated = true;
      return;
    }
    cursor.begin();
    read.reload();
  };
  const again = new Repaint<true>(reload);
  const cursor = new LiveCursor({
    apply: () => undefined,
    changed: (records) => {
      if (news.records !== undefined && records.some(news.records)) again.add([true]);
    },
    reload,
  });
  inject(LiveFeed).listen({
    alarmsChanged: (ids) => {
      if (news.alarms?.(ids) === true) again.add([true]);
    },
    reconnected: () => {
      if (news.alarms !== undefined) again.add([true]);
    },
  });
  const read = httpResource(
    () => {
      const asked = request();
      if (asked !== undefined)
        untracked(() => {
          cursor.begin();
        });
      return asked;
    },
    { parse },
  );
  effect(() => {
    if (!read.hasValue()) return;
    const value = read.value();
    untracked(() => {
      shown.set(value);
      cursor.ready();
      if (!isOutdated) return;
      isOutdated = false;
      again.add([true]);
    });
  });
  return {
    shown: shown.asReadonly(),
    failure: computed(() => {
      const error = read.error();
      return error === undefined ? undefined : toFailure(error);
    }),
    isLoading: read.isLoading,
    reload,
  };
}
