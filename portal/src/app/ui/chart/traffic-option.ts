import type { EChartsCoreOption } from 'echarts/core';
import { formatRate } from '../format/quantities';
import { brokenAtGaps, type Gap, type TrafficPoint } from './traffic-points';

/** Texts that stand inside the drawing. */
export interface TrafficTexts {
  readonly in: string;
  readonly out: string;
  readonly inMax: string;
  readonly outMax: string;
  readonly limit: string;
  readonly noData: string;
  /** What a reader hears instead of the drawing. */
  readonly description: string;
}

/** Colours of the page's theme, as the canvas needs them. */
export interface TrafficColours {
  readonly in: string;
  readonly out: string;
  readonly limit: string;
  readonly text: string;
  readonly line: string;
  readonly gap: string;
}

export interface TrafficDrawing {
  readonly points: readonly TrafficPoint[];
  readonly gaps: readonly Gap[];
  readonly range: Gap;
  /** Contracted bandwidth, bit/s. */
  readonly limitBps: number;
  /** Whether each point stands for many readings, so that peaks have a line of their own. */
  readonly bucketed: boolean;
  readonly texts: TrafficTexts;
  readonly colours: TrafficColours;
  /** Prints a time on the axis; `major` where a new day starts. */
  readonly timeLabel: (at: number) => string;
}

/** The same for all charts of a page, so that one moment lies at one place in all of them. */
export const CHART_GRID = { left: 78, right: 16, top: 26, bottom: 24, outerBoundsMode: 'none' } as const;

/** Dashes tell the lines apart where colours do not: in is solid, out short dashes, the contract long ones. */
export const DASHES = { in: 'solid', out: [5, 3], limit: [12, 6] } as const;

type Value = [number, number | null];

/** The drawing of one end's traffic as ECharts options. Pure: same input, same drawing. */
export function trafficOption(drawing: TrafficDrawing): EChartsCoreOption {
  const { colours, texts, range } = drawing;
  const points = brokenAtGaps(drawing.points, drawing.gaps);
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: true, description: texts.description } },
    grid: CHART_GRID,
    // The tooltip draws the cross line; its box is the page's own.
    tooltip: { trigger: 'axis', showContent: false, renderMode: 'richText', axisPointer: { type: 'line' } },
    xAxis: {
      type: 'time',
      min: range.from,
      max: range.to,
      axisLine: { lineStyle: { color: colours.line } },
      axisTick: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.text, hideOverlap: true, formatter: drawing.timeLabel },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: axisTop(drawing),
      axisLabel: { color: colours.text, formatter: formatRate },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      {
        ...line(texts.in, colours.in, DASHES.in, values(points, 'in')),
        areaStyle: { color: colours.in, opacity: 0.1 },
        markArea: gapAreas(drawing),
        markLine: contractLine(drawing),
      },
      line(texts.out, colours.out, DASHES.out, values(points, 'out')),
      ...(drawing.bucketed ? peakLines(points, drawing) : []),
    ],
  };
}

function values(points: readonly TrafficPoint[], column: 'in' | 'out' | 'inMax' | 'outMax'): Value[] {
  return points.map((point) => [point.at, point[column]]);
}

function line(name: string, color: string, dash: 'solid' | readonly number[], data: Value[]): Record<string, unknown> {
  return {
    type: 'line',
    name,
    data,
    connectNulls: false,
    showSymbol: false,
    itemStyle: { color },
    lineStyle: { color, width: 1.8, type: dash },
    emphasis: { disabled: true },
  };
}

function peakLines(points: readonly TrafficPoint[], { texts, colours }: TrafficDrawing): Record<string, unknown>[] {
  const thin = { width: 1, opacity: 0.55 };
  return [
    { name: texts.inMax, column: 'inMax', color: colours.in, dash: DASHES.in } as const,
    { name: texts.outMax, column: 'outMax', color: colours.out, dash: DASHES.out } as const,
  ].map(({ name, column, color, dash }) => ({
    ...line(name, color, dash, values(points, column)),
    lineStyle: { color, type: dash, ...thin },
  }));
}

function gapAreas({ gaps, colours, texts, range }: TrafficDrawing): Record<string, unknown> {
  // A word only where it fits: in narrow gaps the shade alone has to do, and the data table says it.
  const wide = (range.to - range.from) * 0.08;
  return {
    silent: true,
    itemStyle: { color: colours.gap },
    label: { color: colours.text, position: 'inside' },
    data: gaps.map(({ from, to }) => [{ xAxis: from, name: to - from > wide ? texts.noData : '' }, { xAxis: to }]),
  };
}

function contractLine({ limitBps, colours, texts }: TrafficDrawing): Record<string, unknown> {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.limit, width: 1.4, type: DASHES.limit },
    label: {
      position: 'insideEndTop',
      color: colours.text,
      formatter: `${texts.limit} ${formatRate(limitBps)}`,
    },
    data: limitBps > 0 ? [{ yAxis: limitBps }] : [],
  };
}

/** Top of the axis: the contract and every peak are on the picture, with a little air. */
function axisTop({ points, limitBps }: TrafficDrawing): number {
  const peak = points.reduce(
    (most, point) => Math.max(most, point.in ?? 0, point.out ?? 0, point.inMax ?? 0, point.outMax ?? 0),
    limitBps,
  );
  return niceAbove(peak * 1.08);
}

/** The next 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceAbove(value: number): number {
  if (value <= 0) return 1_000;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((times) => times * power >= value) ?? 10;
  return step * power;
}
