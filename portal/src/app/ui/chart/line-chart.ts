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
import { InstantPipe } from '../format/pipes';
import { formatDuration, formatInstant } from '../format/quantities';
import { hidePointer } from './hide-pointer';
import { asPoints, type ChartAxis, type ChartLine, lineOption } from './line-option';
import { chartColours, mountChart } from './mount-chart';
import type { TrafficColours } from './traffic-option';
import { type Gap, gapsOf } from './traffic-points';

const DAY_MS = 86_400_000;
/** Rows of the table behind the chart; the newest are shown. */
const TABLE_ROWS = 200;

/** Some lines over one time, with a cursor that other charts of the page can share. Gaps stay gaps. */
@Component({
  selector: 'lw-line-chart',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './line-chart.html',
  styleUrls: ['./traffic-chart.css', './line-chart.css'],
})
export class LineChart {
  /** ms, one an entry of every line. */
  readonly at = input.required<readonly number[]>();
  readonly lines = input.required<readonly ChartLine[]>();
  readonly axes = input.required<readonly ChartAxis[]>();
  readonly range = input.required<Gap>();
  /** Width of a bucket in seconds; 0 where each entry is one measurement. */
  readonly bucketS = input.required<number>();
  readonly intervalS = input.required<number>();
  readonly language = input.required<string>();
  readonly zone = input.required<string>();
  readonly dark = input.required<boolean>();
  /** What an entry is of the values that lie in its bucket. */
  readonly made = input<'mean' | 'sum'>('mean');
  /** Says what is drawn, as "Latency of HZ-0001, A end". */
  readonly subject = input.required<string>();
  /** Where the cursor of the page is, ms. */
  readonly cursorAt = input<number>();
  readonly cursorMove = output<number | undefined>();

  private readonly transloco = inject(TranslocoService);
  private readonly canvas = viewChild.required<ElementRef<HTMLElement>>('canvas');
  private readonly chart = signal<ECharts | undefined>(undefined);
  protected readonly cursor = signal<number | undefined>(undefined);
  protected readonly tableOpen = signal(false);

  private readonly gaps = computed(() => {
    const [first] = this.lines();
    const any = this.at().map((_, index) => this.lines().find(({ values }) => values[index] !== null)?.values[index]);
    const stepMs = 1_000 * Math.max(this.bucketS(), this.intervalS());
    return first === undefined
      ? []
      : gapsOf(
          asPoints(
            this.at(),
            any.map((value) => value ?? null),
          ),
          this.range(),
          stepMs,
        );
  });
  protected readonly pointed = computed(() => {
    const index = this.cursor();
    const at = index === undefined ? undefined : this.at()[index];
    if (index === undefined || at === undefined) return undefined;
    return { at, values: this.rowAt(index) };
  });
  /** Where the box of values stands: share of the width, and whether it hangs to the left of the line. */
  protected readonly box = computed(() => {
    const point = this.pointed();
    if (point === undefined) return undefined;
    const { from, to } = this.range();
    const share = (point.at - from) / (to - from);
    return { left: `${String(Math.round(share * 100))}%`, flipped: share > 0.6 };
  });
  protected readonly tableRows = computed(() => {
    if (!this.tableOpen()) return [];
    const all = this.at().map((at, index) => ({ at, index }));
    return all
      .slice(-TABLE_ROWS)
      .reverse()
      .map(({ at, index }) => ({ at, values: this.rowAt(index) }));
  });
  protected readonly left = computed(() => Math.max(0, this.at().length - TABLE_ROWS));
  protected readonly detail = computed(() => (this.bucketS() === 0 ? 'second' : 'minute'));
  protected readonly bucketText = computed(() => {
    const language = this.language();
    const bucketS = this.bucketS();
    return bucketS === 0
      ? this.transloco.translate('chart.raw', { interval: formatDuration(this.intervalS() * 1_000, language) })
      : this.transloco.translate(this.made() === 'sum' ? 'chart.bucketSum' : 'chart.bucket', {
          bucket: formatDuration(bucketS * 1_000, language),
        });
  });
  /** The drawing in one sentence. */
  protected readonly summary = computed(() => {
    const [zone, language] = [this.zone(), this.language()];
    return this.transloco.translate('chart.lines', {
      subject: this.subject(),
      from: formatInstant(this.range().from, language, zone),
      to: formatInstant(this.range().to, language, zone),
      peaks: this.lines()
        .map((line) => `${line.name} ${this.format(line, peak(line.values))}`)
        .join(language === 'en' ? ', ' : '，'),
      gaps: this.gaps().length,
    });
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
        if (at !== this.pointed()?.at) this.point(at === undefined ? undefined : this.nearest(at));
      });
    });
  }

  protected step(by: number): void {
    const last = this.at().length - 1;
    if (last < 0) return;
    this.move(Math.min(last, Math.max(0, (this.cursor() ?? (by > 0 ? -1 : last + 1)) + by)));
  }

  protected leave(): void {
    this.move(undefined);
  }

  private move(index: number | undefined): void {
    this.point(index);
    this.cursorMove.emit(this.pointed()?.at);
  }

  private point(index: number | undefined): void {
    this.cursor.set(index);
    const chart = this.chart();
    const at = index === undefined ? undefined : this.at()[index];
    if (chart === undefined) return;
    if (at === undefined) {
      hidePointer(chart);
      return;
    }
    const x = chart.convertToPixel({ xAxisIndex: 0 }, at);
    chart.dispatchAction({ type: 'showTip', x, y: chart.getHeight() / 2 });
  }

  private nearest(at: number): number | undefined {
    const { from, to } = this.range();
    const times = this.at();
    if (times.length === 0 || at < from || at > to) return undefined;
    return times.reduce(
      (best, time, index) => (Math.abs(time - at) < Math.abs((times[best] ?? 0) - at) ? index : best),
      0,
    );
  }

  private async open(destroyed: DestroyRef): Promise<void> {
    const chart = await mountChart(this.canvas().nativeElement, destroyed, (offsetX) => {
      const at = offsetX === undefined ? undefined : this.chart()?.convertFromPixel({ xAxisIndex: 0 }, offsetX);
      this.move(at === undefined ? undefined : this.nearest(at));
    });
    this.chart.set(chart);
  }

  private rowAt(index: number): { readonly line: ChartLine; readonly text: string }[] {
    return this.lines().map((line) => ({ line, text: this.format(line, line.values[index] ?? null) }));
  }

  private format({ axis }: ChartLine, value: number | null): string {
    return this.axes()[axis]?.format(value) ?? '';
  }

  private option(): ReturnType<typeof lineOption> {
    const { from, to } = this.range();
    const language = this.language();
    const detail = to - from > 3 * DAY_MS ? 'day' : 'clock';
    return lineOption({
      at: this.at(),
      lines: this.lines(),
      axes: this.axes(),
      gaps: this.gaps(),
      range: this.range(),
      noData: this.transloco.translate('chart.noData'),
      description: this.summary(),
      colours: this.colours(this.dark()),
      timeLabel: (at) => formatInstant(at, language, this.zone(), detail).slice(detail === 'day' ? 5 : 0),
    });
  }

  /** Read anew with the theme, which is why that is named. */
  private colours(_dark: boolean): TrafficColours {
    return chartColours(this.canvas().nativeElement);
  }
}

function peak(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null || (most !== null && most >= value) ? most : value), null);
}
