import type { ECharts } from 'echarts/core';

/** Takes the cross line away. Hiding the tooltip alone leaves it standing. */
export function hidePointer(chart: ECharts): void {
  chart.dispatchAction({ type: 'hideTip' });
  chart.dispatchAction({ type: 'updateAxisPointer', currTrigger: 'leave' });
}
