import type { DestroyRef } from '@angular/core';
import type { ECharts } from 'echarts/core';
import { colourInForce } from './colour-in-force';
import type { ChartColours } from './line-option';

/** What the pointer does over a drawing; places along it in px. */
export interface ChartPointer {
  /** Undefined when it has left. */
  readonly moved: (offsetX: number | undefined) => void;
  /** With the button held, from where it was pressed. */
  readonly dragged: (fromX: number, toX: number) => void;
  readonly released: () => void;
}

/**
 * Draws into an element, as wide as that is, until whoever owns it is destroyed. ECharts is loaded with the first chart.
 *
 * @returns undefined when the owner was gone before it was loaded
 */
export async function mountChart(
  element: HTMLElement,
  destroyed: DestroyRef,
  pointer: ChartPointer,
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
  followPointer(chart, pointer);
  return chart;
}

function followPointer(chart: ECharts, { moved, dragged, released }: ChartPointer): void {
  const area = chart.getZr();
  let pressedAt: number | undefined;
  area.on('mousedown', ({ offsetX }: { offsetX: number }) => {
    pressedAt = offsetX;
  });
  area.on('mousemove', ({ offsetX }: { offsetX: number }) => {
    moved(offsetX);
    if (pressedAt !== undefined) dragged(pressedAt, offsetX);
  });
  area.on('mouseup', () => {
    if (pressedAt !== undefined) released();
    pressedAt = undefined;
  });
  area.on('globalout', () => {
    pressedAt = undefined;
    moved(undefined);
  });
}

/**
 * The colours of every chart in the theme in force.
 *
 * @param probe an element inside of the chart, whose styles decide
 */
export function chartColours(probe: HTMLElement): ChartColours {
  const resolve = (name: string): string => colourInForce(probe, name);
  return {
    in: resolve('--lw-series-in'),
    out: resolve('--lw-series-out'),
    limit: resolve('--lw-series-limit'),
    text: resolve('--lw-muted'),
    line: resolve('--lw-line'),
    gap: resolve('--lw-gap'),
    down: resolve('--lw-down'),
    excluded: resolve('--lw-maintenance'),
  };
}
