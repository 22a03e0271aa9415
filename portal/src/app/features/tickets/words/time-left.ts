import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TicketRow } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { formatInstant } from '../../../ui/format/quantities';
import { formatClock } from '../clock/clock-words';

/** What is due next on a ticket and how much time is left for it. */
@Component({
  selector: 'lw-time-left',
  imports: [TranslocoPipe],
  template: `
    @if (due(); as next) {
      <span [title]="next.at">
        <span class="lw-muted">{{ 'timer.' + next.kind | transloco }}</span>
        <strong [class]="next.tone">{{ 'clock.' + next.state | transloco: { time: next.time } }}</strong>
      </span>
    } @else if (ticket().turn !== null) {
      <span class="lw-muted">{{ (isPaused() ? 'tickets.paused' : 'tickets.noDue') | transloco }}</span>
    } @else {
      <span class="lw-muted">—</span>
    }
  `,
  styles: `
    strong {
      display: block;
      white-space: nowrap;
      font-weight: 600;
    }
    .breached {
      color: var(--lw-down);
    }
    .warned {
      color: var(--lw-degraded);
    }
  `,
})
export class TimeLeft {
  readonly ticket = input.required<TicketRow>();

  private readonly now = inject(Now);
  private readonly locale = inject(Locale);

  protected readonly isPaused = computed(() => ['held', 'pending'].includes(this.ticket().status));
  protected readonly due = computed(() => {
    const next = this.ticket().nextDue;
    if (next === null) return undefined;
    const left = Date.parse(next.dueAt) - this.now.ms();
    const state = next.isBreached || left < 0 ? 'breached' : 'running';
    return {
      kind: next.kind,
      state,
      tone: state === 'running' && left < SOON_MS ? 'warned' : state,
      time: formatClock(left, this.locale.language()),
      at: formatInstant(next.dueAt, this.locale.language(), this.locale.zone()),
    };
  });
}

/** From here on the colour says that it is near. */
const SOON_MS = 5 * 60_000;
