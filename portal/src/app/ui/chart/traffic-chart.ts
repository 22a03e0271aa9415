import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import type { ECharts } from 'echarts/core';
import { InstantPipe, PercentPipe, RatePipe } from '../format/pipes';
import { formatDuration, formatInstant, formatRate, formatZone } from '../format/quantities';
import { hidePointer } from './hide-pointer';
import { chartColours, mountChart } from './mount-chart';
import { type TrafficColours, trafficOption } from './traffic-option';
import { type Gap, gapsOf, type TrafficPoint } from './traffic-points';

const DAY_MS = 86_400_000;
/** Rows of the table behind the chart; the newest are shown. */
const TABLE_ROWS = 200;

/** Traffic of one end over time: in, out and the contracted bandwidth. Gaps stay gaps. */
@Component({
  selector: 'lw-traffic-chart',
  imports: [InstantPipe, PercentPipe, RatePipe, TranslocoPipe],
  templateUrl: './traffic-chart.html',
  styleUrl: './traffic-chart.css',
})
export class TrafficChart {
  readonly points = input.required<readonly TrafficPoint[]>();
  readonly range = input.required<Gap>();
  /** Width of a bucket in seconds; 0 where each point is one reading. */
  readonly bucketS = input.required<number>();
  readonly intervalS = input.required<number>();
  /** Contracted bandwidth, bit/s. */
  readonly limitBps = input.required<number>();
  /** Share of the range with valid readings, 0..1. */
  readonly coverage = input.required<number>();
  readonly language = input.required<string>();
  readonly zone = input.required<string>();
  readonly dark = input.required<boolean>();
  /** Says what is drawn, as "Traffic of HZ-0001, A end". */
  readonly subject = input.required<string>();
  /** Where the cursor of the page is, ms: all charts of a page share one. */
  readonly cursorAt = input<number>();
  readonly cursorMove = output<number | undefined>();

  private readonly transloco = inject(TranslocoService);
  private readonly canvas = viewChild.required<ElementRef<HTMLElement>>('canvas');
  private readonly chart = signal<ECharts | undefined>(undefined);
  protected readonly cursor = signal<number | undefined>(undefined);
  protected readonly tableOpen = signal(false);

  private readonly gaps = computed(() =>
    gapsOf(this.points(), this.range(), 1_000 * Math.max(this.bucketS(), this.intervalS())),
  );
  protected readonly pointed = computed(() => {
    const at = this.cursor();
    return at === undefined ? undefined : this.points()[at];
  });
  /** Where the box of values stands: share of the width, and whether it hangs to the left of the line. */
  protected readonly box = computed(() => {
    const point = this.pointed();
    if (point === undefined) return undefined;
    const { from, to } = this.range();
    const share = (point.at - from) / (to - from);
    return { left: `${String(Math.round(share * 100))}%`, flipped: share > 0.6 };
  });
  protected readonly tableRows = computed(() => (this.tableOpen() ? this.points().slice(-TABLE_ROWS).reverse() : []));
  protected readonly left = computed(() => Math.max(0, this.points().length - TABLE_ROWS));
  protected readonly zoneText = computed(() => formatZone(this.zone(), this.range().to));
  protected readonly bucketText = computed(() => {
    const language = this.language();
    const bucketS = this.bucketS();
    return bucketS === 0
      ? this.transloco.translate('chart.raw', { interval: formatDuration(this.intervalS() * 1_000, language) })
      : this.transloco.translate('chart.bucket', { bucket: formatDuration(bucketS * 1_000, language) });
  });

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => void this.open(destroyed));
    effect(() => {
      this.chart()?.setOption(this.option(), { notMerge: true });
    });
    effect(() => {
      const at = this.cursorAt();
      untracked(() => {
        this.follow(at);
      });
    });
  }

  protected step(by: number): void {
    const last = this.points().length - 1;
    if (last < 0) return;
    this.pointAt(Math.min(last, Math.max(0, (this.cursor() ?? (by > 0 ? -1 : last + 1)) + by)));
    this.tellCursor();
  }

  protected leave(): void {
    this.hide();
    this.tellCursor();
  }

  private hide(): void {
    this.cursor.set(undefined);
    const chart = this.chart();
    if (chart !== undefined) hidePointer(chart);
  }

  private tellCursor(): void {
    this.cursorMove.emit(this.pointed()?.at);
  }

  /** Shows what was here at the moment that another chart points at. */
  private follow(at: number | undefined): void {
    if (at === this.pointed()?.at) return;
    const index = at === undefined ? undefined : this.nearest(at);
    if (index === undefined) this.hide();
    else this.pointAt(index);
  }

  private async open(destroyed: DestroyRef): Promise<void> {
    const chart = await mountChart(this.canvas().nativeElement, destroyed, (offsetX) => {
      const at = offsetX === undefined ? undefined : this.chart()?.convertFromPixel({ xAxisIndex: 0 }, offsetX);
      this.cursor.set(at === undefined ? undefined : this.nearest(at));
      this.tellCursor();
    });
    this.chart.set(chart);
  }

  private nearest(at: number): number | undefined {
    const points = this.points();
    const { from, to } = this.range();
    if (points.length === 0 || at < from || at > to) return undefined;
    let nearest = 0;
    points.forEach((point, index) => {
      if (Math.abs(point.at - at) < Math.abs((points[nearest]?.at ?? 0) - at)) nearest = index;
    });
    return nearest;
  }

  private pointAt(index: number): void {
    this.cursor.set(index);
    const chart = this.chart();
    const point = this.points()[index];
    if (chart === undefined || point === undefined) return;
    const x = chart.convertToPixel({ xAxisIndex: 0 }, point.at);
    chart.dispatchAction({ type: 'showTip', x, y: chart.getHeight() / 2 });
  }

  private option(): ReturnType<typeof trafficOption> {
    const { from, to } = this.range();
    const language = this.language();
    const text = (key: string, values: Record<string, string> = {}): string => this.transloco.translate(key, values);
    const detail = to - from > 3 * DAY_MS ? 'day' : 'clock';
    return trafficOption({
      points: this.points(),
      gaps: this.gaps(),
      range: this.range(),
      limitBps: this.limitBps(),
      bucketed: this.bucketS() > 0,
      texts: {
        in: text('chart.in'),
        out: text('chart.out'),
        inMax: text('chart.inMax'),
        outMax: text('chart.outMax'),
        limit: text('chart.limit'),
        noData: text('chart.noData'),
        description: this.description(),
      },
      colours: this.colours(this.dark()),
      timeLabel: (at) => formatInstant(at, language, this.zone(), detail).slice(detail === 'day' ? 5 : 0),
    });
  }

  /** The drawing in one sentence. */
  private readonly description = computed(() => {
    const zone = this.zone();
    const language = this.language();
    const peak = (column: 'in' | 'out'): string =>
      formatRate(this.points().reduce<number | null>((most, p) => larger(most, p[column]), null));
    return this.transloco.translate('chart.description', {
      subject: this.subject(),
      from: formatInstant(this.range().from, language, zone),
      to: formatInstant(this.range().to, language, zone),
      peakIn: peak('in'),
      peakOut: peak('out'),
      limit: formatRate(this.limitBps()),
      gaps: this.gaps().length,
    });
  });
  protected readonly summary = this.description;

  /** Read anew with the theme, which is why that is named. */
  private colours(_dark: boolean): TrafficColours {
    return chartColours(this.canvas().nativeElement);
  }
}

function larger(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
