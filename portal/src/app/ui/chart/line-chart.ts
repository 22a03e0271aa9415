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
import { hideCrossLine, showCrossLine } from './cross-line';
import { gapsOf, type Stretch } from './gaps';
import {
  type ChartAxis,
  type ChartBand,
  type ChartColours,
  type ChartLimit,
  type ChartLine,
  lineOption,
} from './line-option';
import { chartColours, mountChart } from './mount-chart';

const DAY_MS = 86_400_000;
/** Rows of the table behind the chart; the newest are shown. */
const TABLE_ROWS = 200;
/** A shorter drag is a click with a trembling hand, px. */
const LEAST_DRAG = 8;
/** What a key zooms by. */
const ZOOM = 2;

/** Some lines over one time, with a cursor that other charts of the page can share. Gaps stay gaps. */
@Component({
  selector: 'lw-line-chart',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './line-chart.html',
  host: { '[class.tall]': 'tall()' },
  styleUrl: './chart.css',
})
export class LineChart {
  /** ms, one an entry of every line. */
  readonly at = input.required<readonly number[]>();
  readonly lines = input.required<readonly ChartLine[]>();
  readonly axes = input.required<readonly ChartAxis[]>();
  readonly range = input.required<Stretch>();
  /** A level that the lines of the left axis are held against. */
  readonly limit = input<ChartLimit>();
  /** What held meanwhile: shaded behind the lines. */
  readonly bands = input<readonly ChartBand[]>([]);
  /** More to say beside the legend. */
  readonly note = input('');
  readonly tall = input(false);
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
  /** Somebody wants to see this stretch, by drag or by key. */
  readonly zoom = output<Stretch>();

  private readonly transloco = inject(TranslocoService);
  private readonly canvas = viewChild.required<ElementRef<HTMLElement>>('canvas');
  private readonly chart = signal<ECharts | undefined>(undefined);
  protected readonly cursor = signal<number | undefined>(undefined);
  protected readonly tableOpen = signal(false);

  /** The stretch that is being dragged over, px from the left. */
  protected readonly dragged = signal<{ readonly left: number; readonly width: number } | undefined>(undefined);

  private readonly gaps = computed(() => {
    const lines = this.lines();
    const hasValue = this.at().map((_, index) => lines.some(({ values }) => (values[index] ?? null) !== null));
    return gapsOf(this.at(), hasValue, this.range(), 1_000 * Math.max(this.bucketS(), this.intervalS()));
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
      // What is drawn anew has no cross line.
      untracked(() => {
        this.point(this.cursor());
      });
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

  /** Zooms about the cursor, or about the middle. @param by above 1: closer */
  protected zoomBy(by: number): void {
    const { from, to } = this.range();
    const centre = this.pointed()?.at ?? (from + to) / 2;
    this.zoom.emit({ from: Math.round(centre - (centre - from) / by), to: Math.round(centre + (to - centre) / by) });
  }

  protected readonly closer = (): void => {
    this.zoomBy(ZOOM);
  };
  protected readonly wider = (): void => {
    this.zoomBy(1 / ZOOM);
  };

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
    if (at === undefined) hideCrossLine(chart);
    else showCrossLine(chart, at);
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
    const chart = await mountChart(this.canvas().nativeElement, destroyed, {
      moved: (offsetX) => {
        const at = this.timeAt(offsetX);
        this.move(at === undefined ? undefined : this.nearest(at));
      },
      dragged: (fromX, toX) => {
        this.dragged.set({ left: Math.min(fromX, toX), width: Math.abs(toX - fromX) });
      },
      released: () => {
        this.zoomToDragged();
      },
    });
    this.chart.set(chart);
  }

  private timeAt(offsetX: number | undefined): number | undefined {
    return offsetX === undefined ? undefined : this.chart()?.convertFromPixel({ xAxisIndex: 0 }, offsetX);
  }

  private zoomToDragged(): void {
    const dragged = this.dragged();
    this.dragged.set(undefined);
    if (dragged === undefined || dragged.width < LEAST_DRAG) return;
    const [from, to] = [this.timeAt(dragged.left), this.timeAt(dragged.left + dragged.width)];
    if (from === undefined || to === undefined) return;
    const range = this.range();
    this.zoom.emit({ from: Math.round(Math.max(from, range.from)), to: Math.round(Math.min(to, range.to)) });
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
      limit: this.limit(),
      bands: this.bands(),
      gaps: this.gaps(),
      range: this.range(),
      noData: this.transloco.translate('chart.noData'),
      description: this.summary(),
      colours: this.colours(this.dark()),
      timeLabel: (at) => formatInstant(at, language, this.zone(), detail).slice(detail === 'day' ? 5 : 0),
    });
  }

  /** Read anew with the theme, which is why that is named. */
  private colours(_dark: boolean): ChartColours {
    return chartColours(this.canvas().nativeElement);
  }
}

function peak(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null || (most !== null && most >= value) ? most : value), null);
}
