import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { Icon } from '../../../ui/icon/icon';

export const TICKET_STEPS = ['filed', 'dispatched', 'accepted', 'restored', 'closed'] as const;
export type TicketStepName = (typeof TICKET_STEPS)[number];

/** One step of a ticket's way. `at` null: it has not been taken. */
export interface TicketStep {
  readonly name: TicketStepName;
  readonly at: string | null;
  readonly state: 'done' | 'now' | 'ahead';
  /** Whether it was, or is, later than the norm allows. */
  readonly isLate: boolean;
}

/** Where a ticket stands on its way from filed to closed. */
@Component({
  selector: 'lw-ticket-steps',
  imports: [Icon, InstantPipe, TranslocoPipe],
  template: `
    <ol [attr.aria-label]="'ticket.steps' | transloco">
      @for (step of steps(); track step.name) {
        <li [class]="step.state" [class.late]="step.isLate" [attr.aria-current]="step.state === 'now' ? 'step' : null">
          <span class="mark" aria-hidden="true">
            @if (step.state === 'done') {
              <lw-icon name="check" />
            }
          </span>
          <span class="name">{{ 'ticketStep.' + step.name | transloco }}</span>
          <span class="lw-muted small">
            @if (step.at !== null) {
              {{ step.at | lwInstant: locale.language() : locale.zone() }}
            } @else {
              {{ 'ticket.step.' + step.state | transloco }}
            }
            @if (step.isLate) {
              <strong>{{ 'ticket.late' | transloco }}</strong>
            }
          </span>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: grid;
      grid-template-columns: repeat(5, minmax(0, 1fr));
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      position: relative;
      display: grid;
      gap: 2px;
      padding-top: 30px;
      padding-right: 8px;
      overflow-wrap: anywhere;
    }
    li::before {
      content: '';
      position: absolute;
      top: 10px;
      left: 0;
      right: 0;
      height: 2px;
      background: var(--lw-line);
    }
    li:last-child::before {
      display: none;
    }
    li.done::before {
      background: var(--lw-up);
    }
    .mark {
      position: absolute;
      top: 0;
      left: 0;
      display: grid;
      place-items: center;
      width: 22px;
      height: 22px;
      border: 2px solid var(--lw-muted);
      border-radius: 50%;
      background: var(--lw-card);
      font-size: 12px;
    }
    .done .mark {
      border-color: var(--lw-up);
      color: var(--lw-up);
    }
    .now .mark {
      border-color: var(--mat-sys-primary);
      background: var(--mat-sys-primary);
      box-shadow: inset 0 0 0 4px var(--lw-card);
    }
    .now .name {
      font-weight: 650;
      color: var(--mat-sys-primary);
    }
    .late strong {
      color: var(--lw-down);
    }
    .small {
      font-size: 12px;
      line-height: 18px;
    }
    @media (max-width: 800px) {
      ol {
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
      }
      li {
        padding: 0 0 0 32px;
      }
      li::before {
        top: 22px;
        bottom: -10px;
        left: 10px;
        right: auto;
        width: 2px;
        height: auto;
      }
    }
  `,
})
export class TicketSteps {
  readonly steps = input.required<readonly TicketStep[]>();

  protected readonly locale = inject(Locale);
}
