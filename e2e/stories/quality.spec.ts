import type { CircuitPage as CircuitList, MeasureSeries } from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B, probedLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitPage } from '../pages/circuit.page.ts';

/** Two intervals of a probe, a lost packet's patience, and the page's own pace. */
const SEEN_WITHIN_MS = 90_000;
/** Charts draw by buckets of their own; in an hour none is longer than this. */
const BUCKETS_APART_PERCENT = 3;

test('a line loses one packet of 20 and takes 80 ms: its owner sees so, and nobody else', async ({
  visit,
  practice,
}) => {
  test.setTimeout(240_000);
  const { code } = probedLineOf(ENGINEER_OF_A);
  const a = await visit(ENGINEER_OF_A);
  const b = await visit(ENGINEER_OF_B);
  const { items } = await a.read<CircuitList>('/api/v1/circuits');
  const id = items.find((row) => row.code === code)?.id ?? '';
  const line = new CircuitPage(a.page);
  await a.page.goto(`/circuits/${id}?from=now-1h&to=now`);
  await expect(line.qualityFigure('loss')).toHaveText(/^0\.0\s%$/u);

  try {
    await practice.perform({ do: 'loss', circuit: code, percent: 5 });
    await practice.perform({ do: 'delay', circuit: code, ms: 80 });
    await expect(line.qualityFigure('loss')).toHaveText(/^5\.0\s%$/u, { timeout: SEEN_WITHIN_MS });
    await expect(line.qualityFigure('mean')).toHaveText(/^8\d\.\d\sms$/u, { timeout: SEEN_WITHIN_MS });
  } finally {
    await practice.perform({ do: 'loss', circuit: code, percent: null });
    await practice.perform({ do: 'delay', circuit: code, ms: null });
  }

  const now = Date.now();
  const series = `/api/v1/circuits/${id}/measures/series?kind=latency&from=${now - 600_000}&to=${now}`;
  const drawn = await a.read<MeasureSeries>(series);
  expect(drawn.kind === 'latency' && drawn.items[0]?.lossPct.includes(5)).toBe(true);
  await expect(b.read(series)).rejects.toThrow(/answered 404/);

  // One cursor for all charts (LIV5): pointing at one shows the moment in the others, below one another.
  await line.chartFrames.first().focus();
  await a.page.keyboard.press('ArrowLeft');
  await expect(line.chartFrames.locator('.box')).toHaveCount(await line.chartFrames.count());
  const places = await line.chartFrames.evaluateAll((frames) =>
    frames.map((frame) => `${frame.getBoundingClientRect().left} ${frame.getBoundingClientRect().width}`),
  );
  expect(new Set(places).size).toBe(1);
  const percents = await line.chartFrames
    .locator('.box')
    .evaluateAll((boxes) => boxes.map((box) => Number.parseFloat((box as HTMLElement).style.left)));
  expect(Math.max(...percents) - Math.min(...percents)).toBeLessThanOrEqual(BUCKETS_APART_PERCENT);
});
