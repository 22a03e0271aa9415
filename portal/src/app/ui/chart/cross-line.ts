import type { ECharts } from 'echarts/core';

/** Draws the cross line at a time of the axis. @param at ms */
export function showCrossLine(chart: ECharts, at: number): void {
  const x = chart.convertToPixel({ xAxisIndex: 0 }, at);
  chart.dispatchAction({ type: 'updateAxisPointer', x, y: chart.getHeight() / 2 });
}

export function hideCrossLine(chart: ECharts): void {
  chart.dispatchAction({ type: 'updateAxisPointer', currTrigger: 'leave' });
}
