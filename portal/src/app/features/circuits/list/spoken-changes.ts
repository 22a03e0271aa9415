import { Component, DestroyRef, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import type { StateChange } from './circuit-list';

/** At most one sentence in this time, so that a reader is not talked over. */
const PAUSE_MS = 10_000;
const NAMED = 3;

/** Says changes of state to those who hear the page: bundled, politely, and nothing else. */
@Component({
  selector: 'lw-spoken-changes',
  host: { class: 'lw-hidden', 'aria-live': 'polite', 'aria-atomic': 'true' },
  template: `{{ sentence() }}`,
})
export class SpokenChanges {
  readonly changes = input.required<readonly StateChange[]>();

  private readonly transloco = inject(TranslocoService);
  private waiting: StateChange[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly sentence = signal('');

  constructor() {
    effect(() => {
      this.waiting.push(...this.changes());
      untracked(() => {
        if (this.timer === undefined) this.speak();
      });
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
  }

  private speak(): void {
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    const changes = this.waiting;
    this.waiting = [];
    const named = changes
      .slice(0, NAMED)
      .map(({ name, status }) => `${name}: ${this.transloco.translate(`status.${status}`)}`)
      .join('; ');
    const more = changes.length - NAMED;
    this.sentence.set(more > 0 ? `${named} ${this.transloco.translate('list.andMore', { count: more })}` : named);
    this.timer = setTimeout(() => {
      this.speak();
    }, PAUSE_MS);
  }
}
