import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { TIMER_KINDS, type TicketClock, type TicketView } from '@linewatch/shared';
import { TicketClockFace } from '../clock/ticket-clock';

/** All clocks of a ticket: those that run or stand in full view, those that are over folded away. */
@Component({
  selector: 'lw-ticket-clocks',
  imports: [TicketClockFace, TranslocoPipe],
  template: `
    @if (running().length > 0) {
      <div class="clocks">
        @for (clock of running(); track clock.id) {
          <lw-ticket-clock [clock]="clock" [asOf]="ticket().now" />
        }
      </div>
    } @else {
      <p class="lw-muted">{{ 'ticket.noClock' | transloco }}</p>
    }
    @if (over().length > 0) {
      <details>
        <summary>{{ 'ticket.clocksOver' | transloco: { count: over().length, late: late() } }}</summary>
        <div class="clocks">
          @for (clock of over(); track clock.id) {
            <lw-ticket-clock [clock]="clock" [asOf]="ticket().now" />
          }
        </div>
      </details>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    .clocks {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
      gap: 16px 24px;
    }
    summary {
      cursor: pointer;
      min-height: 24px;
      margin-bottom: 8px;
      color: var(--lw-muted);
    }
  `,
})
export class TicketClocks {
  readonly ticket = input.required<TicketView>();

  protected readonly running = computed(() =>
    sorted(this.ticket().clocks.filter(({ stoppedAt }) => stoppedAt === null)),
  );
  protected readonly over = computed(() => sorted(this.ticket().clocks.filter(({ stoppedAt }) => stoppedAt !== null)));
  protected readonly late = computed(() => this.over().filter(({ breachedAt }) => breachedAt !== null).length);
}

/** The repair is what everybody waits for; the others follow in the order of a ticket's life. */
function sorted(clocks: readonly TicketClock[]): TicketClock[] {
  const place = ({ kind, round }: TicketClock): number =>
    (kind === 'RESTORE' ? -1 : TIMER_KINDS.indexOf(kind)) * 1_000 + round;
  return [...clocks].sort((one, other) => place(one) - place(other));
}
