import { Component, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { Severity as SeverityName } from '@linewatch/shared';

/** How bad an alarm or a fault is: shape, word and colour, the word always there for readers. */
@Component({
  selector: 'lw-severity',
  imports: [TranslocoPipe],
  host: { '[class]': 'severity()' },
  template: `
    <svg viewBox="0 0 20 20" aria-hidden="true">
      @switch (severity()) {
        @case ('critical') {
          <path d="M6.4 1.5h7.2l4.9 4.9v7.2l-4.9 4.9H6.4l-4.9-4.9V6.4z" class="fill" />
          <path d="M7 7l6 6M13 7l-6 6" class="mark" />
        }
        @case ('major') {
          <path d="M10 1.8 19 17.6H1z" class="fill" />
          <path d="M10 7.4v5M10 15h.01" class="mark" />
        }
        @case ('minor') {
          <path d="M10 2.6 18.2 17H1.8z" class="line" />
          <path d="M10 8v4M10 14.4h.01" class="line" />
        }
        @case ('warning') {
          <path d="M10 1.8 18.2 10 10 18.2 1.8 10z" class="line" />
          <path d="M10 6.4v4.4M10 13.6h.01" class="line" />
        }
        @default {
          <circle cx="10" cy="10" r="8.2" class="line dashed" />
          <path d="M7.6 7.8a2.4 2.4 0 1 1 3.5 2.2c-.8.4-1.1.8-1.1 1.6M10 14.4h.01" class="line" />
        }
      }
    </svg>
    <span [class.lw-hidden]="iconOnly()">{{ 'severity.' + severity() | transloco }}</span>
  `,
  styles: `
    :host {
      --tone: var(--lw-unknown);
      display: inline-flex;
      align-items: center;
      gap: 6px;
      color: var(--tone);
      font-weight: 600;
      white-space: nowrap;
    }
    :host(.critical) {
      --tone: var(--lw-down);
    }
    :host(.major),
    :host(.minor) {
      --tone: var(--lw-degraded);
    }
    :host(.warning) {
      --tone: var(--lw-maintenance);
    }
    svg {
      width: 18px;
      height: 18px;
      flex: none;
      fill: none;
      stroke-width: 1.9;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    .fill {
      fill: var(--tone);
    }
    .mark {
      stroke: var(--lw-card);
    }
    .line {
      stroke: var(--tone);
    }
    .dashed {
      stroke-dasharray: 3 2.6;
    }
  `,
})
export class Severity {
  readonly severity = input.required<SeverityName>();
  readonly iconOnly = input(false);
}
