import { Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import type { CircuitEndSide, CircuitView, LatencySeries } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { Theme } from '../../../core/theme/theme';
import type { Stretch } from '../../../ui/chart/gaps';
import { LineChart } from '../../../ui/chart/line-chart';
import type { ChartBand, ChartLine } from '../../../ui/chart/line-option';
import { DelayPipe, PercentPipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import type { RangeText } from '../../../ui/range/time-range';
import { CircuitQuality } from './circuit-quality';
import { CircuitTraffic } from './circuit-traffic';
import { MeasureCharts } from './measure-charts';
import { MeasureList } from './measure-list';
import { FAULT_AXES, faultLines, LATENCY_AXES, latencyLines } from './quality-lines';

const SAME_LIST = { equal: (one: readonly string[], other: readonly string[]) => one.join() === other.join() };

/** How good a circuit is: loss, delay and jitter of its path, errors and discards of its port, its light and alarms. */
@Component({
  selector: 'lw-quality-card',
  imports: [DelayPipe, FailureNotice, LineChart, MeasureCharts, MeasureList, PercentPipe, Skeleton, TranslocoPipe],
  providers: [CircuitQuality],
  templateUrl: './quality-card.html',
  styleUrl: './quality-card.css',
})
export class QualityCard {
  readonly circuit = input.required<CircuitView>();
  readonly side = input.required<CircuitEndSide>();
  readonly range = input.required<RangeText>();
  readonly bands = input.required<readonly ChartBand[]>();
  readonly cursorAt = input<number>();
  readonly zoom = output<Stretch>();
  readonly cursorMove = output<number | undefined>();

  protected readonly quality = inject(CircuitQuality);
  protected readonly traffic = inject(CircuitTraffic);
  protected readonly locale = inject(Locale);
  protected readonly theme = inject(Theme);
  protected readonly now = inject(Now);
  private readonly transloco = inject(TranslocoService);

  protected readonly latencyAxes = LATENCY_AXES;
  protected readonly faultAxes = FAULT_AXES;
  private readonly circuitId = computed(() => this.circuit().id);
  private readonly name = computed(() => this.circuit().alias ?? this.circuit().name);

  /** The newest run of each path, and its drawing once that is there. */
  protected readonly paths = computed(() =>
    (this.quality.measures() ?? [])
      .filter(({ kind, side }) => kind === 'LATENCY' && side === this.quality.side())
      .map((point) => ({ point, series: this.quality.latency()?.find(({ pointId }) => pointId === point.pointId) })),
  );
  protected readonly others = computed(() => (this.quality.measures() ?? []).filter(({ kind }) => kind !== 'LATENCY'));
  /** What else is measured at the chosen end, for charts of their own. */
  protected readonly otherKinds = computed<readonly ('optical' | 'line')[]>(() => {
    const here = this.others().filter(({ side }) => side === this.side());
    const has = (wanted: string): boolean => here.some(({ kind }) => kind === wanted);
    return [...(has('OPTICAL') ? (['optical'] as const) : []), ...(has('LINE') ? (['line'] as const) : [])];
  }, SAME_LIST);
  protected readonly faults = computed(() => {
    this.locale.language();
    const series = this.traffic.series();
    return series === undefined ? undefined : { series, lines: faultLines(series, this.lineName) };
  });
  protected readonly pathSubject = computed(() => this.subject('quality.latencyOf', this.quality.side()));
  protected readonly faultSubject = computed(() => this.subject('quality.faultsOf', this.side()));

  constructor() {
    effect(() => {
      const question = { circuitId: this.circuitId(), side: this.side(), range: this.range() };
      untracked(() => {
        this.quality.ask(question);
      });
    });
  }

  protected linesOf(series: LatencySeries): ChartLine[] {
    this.locale.language();
    return latencyLines(series, this.lineName);
  }

  private subject(key: string, side: CircuitEndSide): string {
    this.locale.language();
    return this.transloco.translate(key, { name: this.name(), side });
  }

  private readonly lineName = (key: string): string => this.transloco.translate(`quality.${key}`);
}
