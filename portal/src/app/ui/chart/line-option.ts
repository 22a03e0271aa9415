import type { EChartsCoreOption } from 'echarts/core';
import { brokenAtGaps, type Stretch } from './gaps';

/** One line of a chart. */
export interface ChartLine {
  readonly key: string;
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly colour: 'in' | 'out' | 'limit';
  /** Tells lines apart where colours do not. */
  readonly dash: 'solid' | readonly number[];
  readonly isThin: boolean;
  /** 0: the axis on the left; 1: that on the right. */
  readonly axis: 0 | 1;
  /** Whether the area below it is shaded. */
  readonly hasArea?: boolean;
}

/** How an axis prints its values, and what it shows at least. Without `least` it fits what is drawn, below zero too. */
export interface ChartAxis {
  readonly format: (value: number | null) => string;
  readonly least: number | null;
}

/** A level that the lines are held against. */
export interface ChartLimit {
  readonly value: number;
  readonly name: string;
}

/** What held over a stretch of time: down, out of the count, or unknown. */
export interface ChartBand extends Stretch {
  readonly kind: 'down' | 'excluded' | 'unknown';
  /** Stands in the picture where it fits. */
  readonly word: string;
}

/** Colours of the page's theme, as the canvas needs them. */
export interface ChartColours {
  readonly in: string;
  readonly out: string;
  readonly limit: string;
  readonly text: string;
  readonly line: string;
  readonly gap: string;
  readonly down: string;
  readonly excluded: string;
}

export interface LineDrawing {
  readonly at: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly axes: readonly ChartAxis[];
  readonly limit: ChartLimit | undefined;
  readonly bands: readonly ChartBand[];
  readonly gaps: readonly Stretch[];
  readonly range: Stretch;
  readonly noData: string;
  /** What a reader hears instead of the drawing. */
  readonly description: string;
  readonly colours: ChartColours;
  /** Prints a time on the axis. */
  readonly timeLabel: (at: number) => string;
}

/** The same for all charts of a page, so that one moment lies at one place in all of them. */
export const CHART_GRID = { left: 78, right: 16, top: 26, bottom: 24, outerBoundsMode: 'none' } as const;
/** Dashes tell the lines apart where colours do not: in is solid, out short dashes, a limit long ones. */
export const DASHES = { in: 'solid', out: [5, 3], limit: [12, 6], before: [2, 3] } as const;

/** Room above the highest value. */
const AIR = 1.05;
/** A share of the range below which a word does not fit into a band. */
const WORD_SHARE = 0.08;
const BAND_OPACITY = 0.18;

/** Lines over time as ECharts options. Pure: same input, same drawing. */
export function lineOption(drawing: LineDrawing): EChartsCoreOption {
  const { colours, range, lines, axes } = drawing;
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: true, description: drawing.description } },
    grid: CHART_GRID,
    // The page moves the cross line; a tooltip of ECharts fails where its box is never shown and the data change.
    axisPointer: { triggerOn: 'none' },
    xAxis: {
      type: 'time',
      min: range.from,
      max: range.to,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.text, hideOverlap: true, formatter: drawing.timeLabel },
      splitLine: { show: false },
      axisPointer: { show: true, type: 'line', triggerTooltip: false, label: { show: false } },
    },
    yAxis: axes.map((axis, index) => ({
      type: 'value',
      ...extentOf(axis),
      // The left edge is the same in all charts; what stands on the right is written into the picture.
      axisLabel: { color: colours.text, formatter: axis.format, inside: index > 0 },
      splitLine: { show: index === 0, lineStyle: { color: colours.line } },
    })),
    series: lines.map((line, index) => seriesOf(line, index === 0, drawing)),
  };
}

function extentOf({ least }: ChartAxis): Record<string, unknown> {
  if (least === null) return { scale: true };
  const top = ({ max }: { max: number }): number => (max > 0 ? Math.max(least, niceAbove(max * AIR)) : least);
  return { min: 0, max: top };
}

function seriesOf(line: ChartLine, isFirst: boolean, drawing: LineDrawing): Record<string, unknown> {
  const color = drawing.colours[line.colour];
  const { at, gaps } = drawing;
  return {
    type: 'line',
    name: line.name,
    yAxisIndex: line.axis,
    data: brokenAtGaps(at, line.values, gaps),
    connectNulls: false,
    // A lone value between two gaps would not be seen as a line.
    showSymbol: at.length < 2,
    itemStyle: { color },
    lineStyle: { color, type: line.dash, width: line.isThin ? 1 : 1.8, opacity: line.isThin ? 0.6 : 1 },
    emphasis: { disabled: true },
    ...(line.hasArea === true && { areaStyle: { color, opacity: 0.1 } }),
    ...(isFirst && { markArea: shadedAreas(drawing), markLine: limitLine(drawing) }),
  };
}

/** Gaps that an unknown time explains already are not shaded twice. */
function shadedAreas({ bands, gaps, colours, noData, range }: LineDrawing): Record<string, unknown> {
  const wide = (range.to - range.from) * WORD_SHARE;
  const unknown = bands.filter(({ kind }) => kind === 'unknown');
  const unexplained = gaps.filter((gap) => !unknown.some((band) => band.from < gap.to && gap.from < band.to));
  const fills = {
    down: { color: colours.down, opacity: BAND_OPACITY },
    excluded: { color: colours.excluded, opacity: BAND_OPACITY },
    unknown: { color: colours.gap },
  };
  const shaded = [
    ...bands.map(({ from, to, kind, word }) => ({ from, to, word, itemStyle: fills[kind] })),
    ...unexplained.map(({ from, to }) => ({ from, to, word: noData, itemStyle: fills.unknown })),
  ];
  return {
    silent: true,
    label: { color: colours.text, position: 'insideTop' },
    data: shaded.map(({ from, to, word, itemStyle }) => [
      { xAxis: Math.max(from, range.from), name: to - from > wide ? word : '', itemStyle },
      { xAxis: Math.min(to, range.to) },
    ]),
  };
}

function limitLine({ limit, colours, axes }: LineDrawing): Record<string, unknown> {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.limit, width: 1.4, type: DASHES.limit },
    label: {
      position: 'insideEndTop',
      color: colours.text,
      formatter: limit === undefined ? '' : `${limit.name} ${axes[0]?.format(limit.value) ?? ''}`,
    },
    data: limit === undefined || limit.value <= 0 ? [] : [{ yAxis: limit.value }],
  };
}

/** The next 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceAbove(value: number): number {
  if (value <= 0) return 1_000;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((times) => times * power >= value) ?? 10;
  return step * power;
}
