import { Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { CIRCUIT_END_SIDES, type CircuitEndSide, type CircuitView } from '@linewatch/shared';
import { Locale } from '../../../core/i18n/locale';
import { Theme } from '../../../core/theme/theme';
import { TrafficChart } from '../../../ui/chart/traffic-chart';
import { RatePipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import type { RangeText } from '../../../ui/range/time-range';
import { CircuitTraffic } from './circuit-traffic';

/** The traffic of one end over the chosen range: figures, drawing, table. */
@Component({
  selector: 'lw-traffic-card',
  imports: [FailureNotice, MatProgressBar, RatePipe, Skeleton, TrafficChart, TranslocoPipe],
  templateUrl: './traffic-card.html',
  styleUrl: './traffic-card.css',
})
export class TrafficCard {
  readonly circuit = input.required<CircuitView>();
  readonly side = input.required<CircuitEndSide>();
  readonly range = input.required<RangeText>();
  readonly cursorAt = input<number>();
  readonly sideChange = output<CircuitEndSide>();
  readonly cursorMove = output<number | undefined>();

  protected readonly traffic = inject(CircuitTraffic);
  protected readonly locale = inject(Locale);
  protected readonly theme = inject(Theme);
  private readonly transloco = inject(TranslocoService);

  protected readonly sides = CIRCUIT_END_SIDES;
  protected readonly subject = computed(() => {
    this.locale.language();
    const { alias, name } = this.circuit();
    return this.transloco.translate('detail.trafficOf', { name: alias ?? name, side: this.side() });
  });
  private readonly circuitId = computed(() => this.circuit().id);

  constructor() {
    effect(() => {
      const question = { circuitId: this.circuitId(), side: this.side(), range: this.range() };
      untracked(() => {
        this.traffic.ask(question);
      });
    });
    effect(() => {
      const ends = this.circuit().ends;
      this.side();
      untracked(() => {
        for (const end of ends) this.traffic.push(end);
      });
    });
  }
}
