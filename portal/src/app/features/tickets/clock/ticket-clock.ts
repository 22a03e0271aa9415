import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TicketClock } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { Icon, type IconName } from '../../../ui/icon/icon';
import { type ClockState, readClock } from './clock-reading';
import { formatClock } from './clock-words';

/** Length of the ring's line with a radius of 20. */
const AROUND = 2 * Math.PI * 20;
const ICONS: Readonly<Record<ClockState, IconName>> = {
  running: 'norms',
  warned: 'warning',
  breached: 'close',
  paused: 'pause',
  kept: 'check',
  missed: 'close',
};

/**
 * One clock of a ticket, ticking once a second: what it waits for, how much is left, when it is due. The state is said
 * in a word beside its shape and colour; readers hear it when it changes, and never the seconds.
 */
@Component({
  selector: 'lw-ticket-clock',
  imports: [Icon, InstantPipe, TranslocoPipe],
  host: { '[class]': "'is-' + reading().state" },
  templateUrl: './ticket-clock.html',
  styleUrl: './ticket-clock.css',
})
export class TicketClockFace {
  readonly clock = input.required<TicketClock>();
  /** The moment that the clock was told of, ISO. */
  readonly asOf = input.required<string>();

  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);

  protected readonly reading = computed(() => readClock(this.clock(), Date.parse(this.asOf()), this.now.ms()));
  protected readonly icon = computed(() => ICONS[this.reading().state]);
  protected readonly dash = computed(() => `${(this.reading().share * AROUND).toFixed(1)} ${AROUND.toFixed(1)}`);
  /** What is left, or by how much it is over; for a clock that was stopped how long it ran. */
  protected readonly amount = computed(() => {
    const { state, elapsedMs, leftMs } = this.reading();
    return formatClock(state === 'kept' || state === 'missed' ? elapsedMs : leftMs, this.locale.language());
  });
  protected readonly limit = computed(() => formatClock(this.clock().targetMs, this.locale.language()));
  protected readonly paused = computed(() => {
    const { pausedMs } = this.reading();
    // Below a second it is rounding between two clocks.
    return pausedMs === null || pausedMs < 1_000 ? undefined : formatClock(pausedMs, this.locale.language());
  });
}
