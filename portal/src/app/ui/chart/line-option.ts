import type { EChartsCoreOption } from 'echarts/core';
import { CHART_GRID, niceAbove, type TrafficColours } from './traffic-option';
import { brokenAtGaps, type Gap, type TrafficPoint } from './traffic-points';

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
}

/** How an axis prints its values, and what it shows at least. */
export interface ChartAxis {
  readonly format: (value: number | null) => string;
  readonly least: number;
}

export interface LineDrawing {
  readonly at: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly axes: readonly ChartAxis[];
  readonly gaps: readonly Gap[];
  readonly range: Gap;
  readonly noData: string;
  /** What a reader hears instead of the drawing. */
  readonly description: string;
  readonly colours: TrafficColours;
  readonly timeLabel: (at: number) => string;
}

/** Room above the highest value. */
const AIR = 1.05;
/** A share of the range below which the word for "no data" does not fit into a gap. */
const WORD_SHARE = 0.08;

/** Lines over time as ECharts options, in the manner of the traffic chart. Pure: same input, same drawing. */
export function lineOption(drawing: LineDrawing): EChartsCoreOption {
  const { colours, range, lines, axes } = drawing;
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: true, description: drawing.description } },
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
    yAxis: axes.map(({ format, least }, index) => ({
      type: 'value',
      min: 0,
      max: ({ max }: { max: number }) => (max > 0 ? Math.max(least, niceAbove(max * AIR)) : least),
      // The left edge is the same in all charts; what stands on the right is written into the picture.
      axisLabel: { color: colours.text, formatter: format, inside: index > 0 },
      splitLine: { show: index === 0, lineStyle: { color: colours.line } },
    })),
    series: lines.map((line, index) => ({
      type: 'line',
      name: line.name,
      yAxisIndex: line.axis,
      data: valuesOf(line, drawing),
      connectNulls: false,
      // A lone value between two gaps would not be seen as a line.
      showSymbol: drawing.at.length < 2,
      itemStyle: { color: colours[line.colour] },
      lineStyle: {
        color: colours[line.colour],
        type: line.dash,
        width: line.isThin ? 1 : 1.8,
        opacity: line.isThin ? 0.6 : 1,
      },
      emphasis: { disabled: true },
      ...(index === 0 && { markArea: gapAreas(drawing) }),
    })),
  };
}

function valuesOf({ values }: ChartLine, { at, gaps }: LineDrawing): [number, number | null][] {
  return brokenAtGaps(asPoints(at, values), gaps).map((point) => [point.at, point.in]);
}

/** Values of one column in the form that gaps are found in. */
export function asPoints(at: readonly number[], values: readonly (number | null)[]): TrafficPoint[] {
  return at.map((time, index) => ({ at: time, in: values[index] ?? null, out: null, inMax: null, outMax: null }));
}

function gapAreas({ gaps, colours, noData, range }: LineDrawing): Record<string, unknown> {
  const wide = (range.to - range.from) * WORD_SHARE;
  return {
    silent: true,
    itemStyle: { color: colours.gap },
    label: { color: colours.text, position: 'inside' },
    data: gaps.map(({ from, to }) => [{ xAxis: from, name: to - from > wide ? noData : '' }, { xAxis: to }]),
  };
}
