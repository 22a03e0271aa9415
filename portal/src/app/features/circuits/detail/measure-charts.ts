import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output, untracked } from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { type CircuitEndSide, MeasureSeries } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { Locale } from '../../../core/i18n/locale';
import { Theme } from '../../../core/theme/theme';
import type { Stretch } from '../../../ui/chart/gaps';
import { LineChart } from '../../../ui/chart/line-chart';
import type { ChartAxis, ChartBand, ChartLine } from '../../../ui/chart/line-option';
import { type RangeText, readRange } from '../../../ui/range/time-range';
import { FAULT_AXES, lineSecondsLines, OPTICAL_AXES, opticalLines } from './quality-lines';

/** Entries of a chart: two pixels each. */
const POINTS = 400;
/** What is drawn moves on this often; the newest values stand in the table above. */
const TURN_MS = 60_000;

interface MeasureChart {
  readonly key: string;
  readonly title: string;
  readonly subject: string;
  readonly source: string;
  readonly at: readonly number[];
  readonly bucketS: number;
  readonly intervalS: number;
  readonly lines: readonly ChartLine[];
  readonly axes: readonly ChartAxis[];
  readonly made: 'mean' | 'sum';
}

/** Light and line seconds (ES, SES, UAS) of one end over the chosen range. */
@Component({
  selector: 'lw-measure-charts',
  imports: [LineChart, TranslocoPipe],
  templateUrl: './measure-charts.html',
  styleUrl: './quality-card.css',
})
export class MeasureCharts {
  readonly circuitId = input.required<string>();
  readonly name = input.required<string>();
  readonly side = input.required<CircuitEndSide>();
  /** What is measured there; nothing else is asked for. */
  readonly kinds = input.required<readonly ('optical' | 'line')[]>();
  readonly range = input.required<RangeText>();
  readonly bands = input.required<readonly ChartBand[]>();
  readonly cursorAt = input<number>();
  readonly cursorMove = output<number | undefined>();
  readonly zoom = output<Stretch>();

  protected readonly locale = inject(Locale);
  protected readonly theme = inject(Theme);
  private readonly now = inject(Now);
  private readonly transloco = inject(TranslocoService);
  private readonly turn = computed(() => Math.floor(this.now.calm() / TURN_MS));
  private readonly optical = httpResource(() => this.request('optical'), { parse: answerOf(MeasureSeries) });
  private readonly line = httpResource(() => this.request('line'), { parse: answerOf(MeasureSeries) });

  protected readonly drawnRange = computed(() => readRange(this.range(), this.now.calm()));
  protected readonly charts = computed<readonly MeasureChart[]>(() => {
    this.locale.language();
    return [this.optical, this.line].flatMap((resource) =>
      resource.hasValue() ? this.chartsOf(resource.value()) : [],
    );
  });

  private chartsOf(series: MeasureSeries): MeasureChart[] {
    if (series.kind === 'latency') return [];
    const kind = series.kind;
    const title = this.text(`quality.${kind}Chart`);
    const common = { title, subject: `${title} · ${this.name()} · ${series.side}` };
    if (series.kind === 'optical') {
      return series.items.map((item) => ({
        ...{ ...common, key: `optical ${String(item.pointId)}`, source: this.text(`measureSource.${item.source}`) },
        ...{ at: item.at, bucketS: item.bucketS, intervalS: item.intervalS, axes: OPTICAL_AXES, made: 'mean' as const },
        lines: opticalLines(item, this.lineName),
      }));
    }
    return series.items.map((item) => ({
      ...{ ...common, key: `line ${String(item.pointId)}`, source: this.text(`measureSource.${item.source}`) },
      ...{ at: item.at, bucketS: item.bucketS, intervalS: item.intervalS, axes: FAULT_AXES, made: 'sum' as const },
      lines: lineSecondsLines(item, this.lineName),
    }));
  }

  private request(kind: 'optical' | 'line'): { url: string; params: Record<string, string | number> } | undefined {
    if (!this.kinds().includes(kind)) return undefined;
    const { live } = readRange(this.range(), untracked(this.now.ms));
    if (live) this.turn();
    const { from, to } = readRange(this.range(), untracked(this.now.ms));
    const url = `/api/v1/circuits/${encodeURIComponent(this.circuitId())}/measures/series`;
    return { url, params: { kind, from, to, side: this.side(), points: POINTS } };
  }

  private readonly lineName = (key: string): string => this.text(`quality.${key}`);

  private text(key: string): string {
    return this.transloco.translate(key);
  }
}
