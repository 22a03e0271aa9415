import type { ReportCircuit, ReportLanguage } from '@linewatch/shared';
import { BarChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { REPORT_WORDS, say } from './report-words.js';

use([BarChart, GridComponent, SVGRenderer, TitleComponent]);

const WIDTH = 760;
const ROW_HEIGHT = 22;
const FRAME_HEIGHT = 70;
const MOST = 25;
/** Of bars, by how the circuit stands to its target. */
export const AVAILABILITY_COLOURS = { met: '#1a7f4b', missed: '#c0392b', open: '#66758a' } as const;

/** One bar. */
interface Bar {
  readonly label: string;
  readonly isMet: keyof typeof AVAILABILITY_COLOURS;
  readonly percent: string;
  readonly value: number;
}

/** The circuits with the lowest availability, the lowest first; those without a figure are left out. */
export function lowestCircuits(circuits: readonly ReportCircuit[]): Bar[] {
  return circuits
    .flatMap(({ code, name, alias, isMet, contractual: { percent } }): Bar[] => {
      const verdict = isMet === null ? 'open' : isMet ? 'met' : 'missed';
      return percent === null
        ? []
        : [{ label: `${alias ?? name} ${code}`, isMet: verdict, percent, value: Number(percent) }];
    })
    .sort((one, other) => one.value - other.value)
    .slice(0, MOST);
}

/** The circuits with the lowest availability as bars, as vectors; undefined when no circuit has a figure. */
export function availabilityChart(
  circuits: readonly ReportCircuit[],
  language: ReportLanguage,
  fontFamily: string,
): { readonly svg: string; readonly width: number; readonly height: number } | undefined {
  const shown = lowestCircuits(circuits).toReversed();
  const lowest = shown.at(-1);
  if (lowest === undefined) return undefined;
  const height = FRAME_HEIGHT + shown.length * ROW_HEIGHT;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    title: {
      text: say(REPORT_WORDS.chart, language, { count: shown.length }),
      textStyle: { fontSize: 13, fontFamily },
    },
    grid: { left: 260, right: 70, top: 34, bottom: 26 },
    xAxis: { type: 'value', min: Math.max(0, Math.floor(lowest.value - 0.5)), max: 100 },
    yAxis: {
      type: 'category',
      data: shown.map(({ label }) => label),
      axisLabel: { width: 245, overflow: 'truncate', fontSize: 11, fontFamily },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 12,
        data: shown.map(({ value, isMet, percent }) => ({
          value,
          itemStyle: { color: AVAILABILITY_COLOURS[isMet] },
          label: { show: true, position: 'right', formatter: percent, fontSize: 10, fontFamily },
        })),
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return { svg, width: WIDTH, height };
}
