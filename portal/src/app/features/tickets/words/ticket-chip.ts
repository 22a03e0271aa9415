import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TroubleTicketState } from '@linewatch/shared';
import { Session } from '../../../core/auth/session';
import { Icon, type IconName } from '../../../ui/icon/icon';

const LOOK: Readonly<Record<TroubleTicketState, { icon: IconName; tone: string }>> = {
  acknowledged: { icon: 'tickets', tone: 'open' },
  inProgress: { icon: 'refresh', tone: 'open' },
  pending: { icon: 'user', tone: 'asks' },
  held: { icon: 'pause', tone: 'stands' },
  resolved: { icon: 'check', tone: 'asks' },
  closed: { icon: 'check', tone: 'over' },
  rejected: { icon: 'close', tone: 'over' },
  cancelled: { icon: 'close', tone: 'over' },
};

/** The state of a ticket: a word beside a shape and a colour. */
@Component({
  selector: 'lw-ticket-chip',
  imports: [Icon, TranslocoPipe],
  template: `<lw-icon [name]="look().icon" /><span>{{ word() | transloco }}</span>`,
  host: { '[class]': 'look().tone' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 5px;
      white-space: nowrap;
      font-weight: 600;
    }
    :host(.open) {
      color: var(--mat-sys-primary);
    }
    :host(.asks) {
      color: var(--lw-degraded);
    }
    :host(.stands) {
      color: var(--lw-maintenance);
    }
    :host(.over) {
      color: var(--lw-unknown);
    }
  `,
})
export class TicketChip {
  readonly status = input.required<TroubleTicketState>();

  private readonly session = inject(Session);

  protected readonly look = computed(() => LOOK[this.status()]);
  protected readonly word = computed(() => {
    const status = this.status();
    // "Waiting for you" is said to the one who is waited for.
    return `ticketStatus.${status}${status === 'pending' && this.session.isStaff() ? '_staff' : ''}`;
  });
}
