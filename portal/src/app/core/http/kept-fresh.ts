import type { HttpResourceRef } from '@angular/common/http';
import { computed, effect, inject, type Signal, signal, untracked } from '@angular/core';
import { Now } from '../clock/now';
import { type Failure, toFailure } from './failure';

const REFRESH_MS = 10_000;

/** What was read last, while newer readings come and go. */
export interface KeptFresh<T> {
  /** The last answer; it stays while a newer one is on its way, and when that fails. */
  readonly shown: Signal<T | undefined>;
  readonly failure: Signal<Failure | undefined>;
  readonly isLoading: Signal<boolean>;
  reload(): void;
}

/** Reads a resource again every ten seconds. Call it in an injection context. */
export function keptFresh<T>(read: HttpResourceRef<T | undefined>): KeptFresh<T> {
  const now = inject(Now);
  const shown = signal<T | undefined>(undefined);
  let askedAt = now.ms();
  effect(() => {
    if (read.hasValue()) shown.set(read.value());
  });
  effect(() => {
    const ms = now.ms();
    untracked(() => {
      if (ms - askedAt < REFRESH_MS || read.isLoading()) return;
      askedAt = ms;
      read.reload();
    });
  });
  return {
    shown: shown.asReadonly(),
    failure: computed(() => {
      const error = read.error();
      return error === undefined ? undefined : toFailure(error);
    }),
    isLoading: read.isLoading,
    reload: () => {
      read.reload();
    },
  };
}
