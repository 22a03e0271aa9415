import { DestroyRef, inject } from '@angular/core';

const REPAINT_MS = 1_000;

/** Gathers changes so that a view is repainted at most once a second; the first one shows at once. */
export class Repaint<T> {
  private waiting: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Make it in an injection context. */
  constructor(private readonly paint: (changes: readonly T[]) => void) {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
  }

  add(changes: readonly T[]): void {
    if (changes.length === 0) return;
    this.waiting.push(...changes);
    if (this.timer === undefined) this.flush();
  }

  private flush(): void {
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const changes = this.waiting;
    this.waiting = [];
    this.paint(changes);
    this.timer = setTimeout(() => {
      this.flush();
    }, REPAINT_MS);
  }
}
