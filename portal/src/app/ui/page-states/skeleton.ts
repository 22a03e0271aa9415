import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';

/** The outline of what is loading. Appears after 200 ms only, so that quick answers do not flicker. */
@Component({
  selector: 'lw-skeleton',
  imports: [TranslocoPipe],
  template: `
    <p class="lw-hidden" role="status">{{ 'state.loading' | transloco }}</p>
    @for (line of lines(); track line) {
      <div class="bar" aria-hidden="true"></div>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 10px;
      animation: appear 0s linear 200ms both;
    }
    .bar {
      height: 38px;
      border-radius: 6px;
      background: color-mix(in srgb, var(--lw-muted) 14%, transparent);
      animation: breathe 1.4s ease-in-out infinite alternate;
    }
    @keyframes appear {
      from {
        visibility: hidden;
      }
      to {
        visibility: visible;
      }
    }
    @keyframes breathe {
      to {
        opacity: 0.5;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .bar {
        animation: none;
      }
    }
  `,
})
export class Skeleton {
  readonly rows = input(6);
  protected readonly lines = computed(() => Array.from({ length: this.rows() }, (_, line) => line));
}
