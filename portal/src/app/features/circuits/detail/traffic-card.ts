import { HttpClient } from '@angular/common/http';
import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import {
  CHART_FILE_FORMATS,
  CIRCUIT_END_SIDES,
  type ChartFileRequest,
  type CircuitEndSide,
  type CircuitView,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { saveFile } from '../../../core/files/save-file';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { Theme } from '../../../core/theme/theme';
import type { Stretch } from '../../../ui/chart/gaps';
import { LineChart } from '../../../ui/chart/line-chart';
import type { ChartBand } from '../../../ui/chart/line-option';
import { RatePipe } from '../../../ui/format/pipes';
import { formatPercent, formatZone } from '../../../ui/format/quantities';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import type { RangeText } from '../../../ui/range/time-range';
import { CircuitTraffic, TRAFFIC_POINTS } from './circuit-traffic';
import { deltaOf } from './delta';
import { LoadTrend } from './load-trend';
import { trafficAxes, trafficLines } from './traffic-lines';

const FIGURES = ['last', 'mean', 'max', 'p95'] as const;

/** The traffic of one end over the chosen range: figures, drawing, table, file, and where it is going. */
@Component({
  selector: 'lw-traffic-card',
  imports: [FailureNotice, LineChart, LoadTrend, MatProgressBar, RatePipe, Skeleton, TranslocoPipe],
  templateUrl: './traffic-card.html',
  styleUrl: './traffic-card.css',
})
export class TrafficCard {
  readonly circuit = input.required<CircuitView>();
  readonly side = input.required<CircuitEndSide>();
  readonly range = input.required<RangeText>();
  readonly bands = input.required<readonly ChartBand[]>();
  /** Whether the period before is drawn beneath. */
  readonly compare = input.required<boolean>();
  readonly cursorAt = input<number>();
  readonly sideChange = output<CircuitEndSide>();
  readonly compareChange = output<boolean>();
  readonly cursorMove = output<number | undefined>();
  readonly zoom = output<Stretch>();

  protected readonly traffic = inject(CircuitTraffic);
  protected readonly locale = inject(Locale);
  protected readonly theme = inject(Theme);
  private readonly transloco = inject(TranslocoService);
  private readonly http = inject(HttpClient);

  protected readonly sides = CIRCUIT_END_SIDES;
  protected readonly formats = CHART_FILE_FORMATS;
  protected readonly figures = FIGURES;
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly subject = computed(() => {
    this.locale.language();
    const { alias, name } = this.circuit();
    return this.transloco.translate('detail.trafficOf', { name: alias ?? name, side: this.side() });
  });
  protected readonly lines = computed(() => {
    this.locale.language();
    const isBucketed = (this.traffic.series()?.bucketS ?? 0) > 0;
    return trafficLines(this.traffic.columns(), isBucketed, this.traffic.before(), (key) => this.text(`chart.${key}`));
  });
  protected readonly axes = computed(() => trafficAxes(this.circuit().contractedBps));
  protected readonly limit = computed(() => {
    this.locale.language();
    return { value: this.circuit().contractedBps, name: this.text('chart.limit') };
  });
  protected readonly note = computed(() => {
    this.locale.language();
    const series = this.traffic.series();
    const share = formatPercent(100 * (series?.coverage ?? 0));
    const covered = this.transloco.translate('chart.coverage', { share });
    const bundle = (series?.ports.bound ?? 0) > 1 ? [this.transloco.translate('chart.bundle', series?.ports)] : [];
    return [covered, ...bundle, formatZone(this.locale.zone(), this.traffic.range().to)].join(' · ');
  });
  /** Figures of both directions, with how they differ from the period before where that was asked for. */
  protected readonly rows = computed(() => {
    const series = this.traffic.series();
    const before = this.traffic.seriesBefore();
    if (series === undefined) return [];
    return (['in', 'out'] as const).map((direction) => ({
      direction,
      cells: FIGURES.map((figure) => ({
        figure,
        bps: series.stats[direction][figure],
        delta: before === undefined || figure === 'last' ? undefined : deltaOf(series, before, direction, figure),
      })),
    }));
  });
  private readonly circuitId = computed(() => this.circuit().id);

  constructor() {
    effect(() => {
      const of = { circuitId: this.circuitId(), side: this.side(), range: this.range(), compare: this.compare() };
      untracked(() => {
        this.traffic.ask(of);
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

  /** The rows of the chart, as it was last read. */
  protected async save(format: ChartFileRequest['format']): Promise<void> {
    const series = this.traffic.series();
    if (series === undefined || this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const { from, to, side } = series;
      const language = this.locale.language() === 'en' ? 'en' : 'zh-CN';
      const timeZone = this.locale.zone();
      const request: ChartFileRequest = { from, to, side, points: TRAFFIC_POINTS, format, language, timeZone };
      const url = `/api/v1/circuits/${encodeURIComponent(this.circuitId())}/samples/file`;
      const file = await firstValueFrom(this.http.post(url, request, { responseType: 'blob' }));
      saveFile(file, `${this.circuit().code.replaceAll(/[^\w-]+/g, '_')}-${side}.${format}`);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }

  private text(key: string): string {
    return this.transloco.translate(key);
  }
}
