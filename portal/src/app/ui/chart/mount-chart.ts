import type { DestroyRef } from '@angular/core';
import type { ECharts } from 'echarts/core';
import { colourInForce } from './colour-in-force';
import type { TrafficColours } from './traffic-option';

/** What the pointer does over a drawing: its place along it, or undefined when it has left. */
export type OnPointer = (offsetX: number | undefined) => void;

/**
 * Draws into an element, as wide as that is, until whoever owns it is destroyed. ECharts is loaded with the first chart.
 *
 * @returns undefined when the owner was gone before it was loaded
 */
export async function mountChart(
  element: HTMLElement,
  destroyed: DestroyRef,
  onPointer: OnPointer,
): Promise<ECharts | undefined> {
  const { init } = await import('./echarts-core');
  if (destroyed.destroyed) return undefined;
  const chart = init(element, null, { renderer: 'canvas' });
  // In the next frame, since a resize inside the observer would be observed again.
  const follow = new ResizeObserver(() =>
    requestAnimationFrame(() => {
      if (!chart.isDisposed()) chart.resize();
    }),
  );
  follow.observe(element);
  destroyed.onDestroy(() => {
    follow.disconnect();
    chart.dispose();
  });
  chart.getZr().on('mousemove', ({ offsetX }: { offsetX: number }) => {
    onPointer(offsetX);
  });
  chart.getZr().on('globalout', () => {
    onPointer(undefined);
  });
  return chart;
}

/**
 * The colours of every chart in the theme in force.
 *
 * @param probe an element inside of the chart, whose styles decide
 */
export function chartColours(probe: HTMLElement): TrafficColours {
  const resolve = (name: string): string => colourInForce(probe, name);
  return {
    in: resolve('--lw-series-in'),
    out: resolve('--lw-series-out'),
    limit: resolve('--lw-series-limit'),
    text: resolve('--lw-muted'),
    line: resolve('--lw-line'),
    gap: resolve('--lw-gap'),
  };
}
