import { readFile } from 'node:fs/promises';
import type { CircuitPage as CircuitList, OutagePage, SampleSeries, Timeline } from '@linewatch/shared';
import { ENGINEER_OF_A, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitPage } from '../pages/circuit.page.ts';

const WEEK_MS = 7 * 86_400_000;

test('what the chart shows is saved with the same rows and sums (LIV8)', async ({ visit }) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  const { items } = await read<CircuitList>('/api/v1/circuits');
  const id = items.find(({ code }) => code === plainLineOf(ENGINEER_OF_A).code)?.id ?? '';
  const to = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  const range = `from=${String(to - WEEK_MS)}&to=${String(to)}`;
  const line = new CircuitPage(page);
  await page.goto(`/circuits/${id}?${range}`);
  await expect(line.chart).toBeVisible();

  const [file] = await Promise.all([page.waitForEvent('download'), line.save('CSV').click()]);
  const [header = '', ...rows] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(header).toContain('时间（UTC）,时间（Asia/Shanghai）');
  const column = header.split(',').indexOf('入向 bit/s');
  const series = await read<SampleSeries>(`/api/v1/circuits/${id}/samples?${range}&side=A&points=800`);
  expect(rows.length).toBe(series.at.length);
  const sum = (values: readonly (number | null)[]): number => values.reduce<number>((all, one) => all + (one ?? 0), 0);
  expect(sum(rows.map((row) => Number(row.split(',')[column])))).toBe(sum(series.inBps));
});

test('a stretch is zoomed into by keys, Back undoes it, and a range that is too long is said to be (LIV3)', async ({
  visit,
}) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  const { items } = await read<CircuitList>('/api/v1/circuits');
  const id = items[0]?.id ?? '';
  const line = new CircuitPage(page);
  await page.goto(`/circuits/${id}?from=now-7d&to=now`);
  await expect(line.chart).toBeVisible();

  await line.chartFrames.first().focus();
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/from=\d{13}&to=\d{13}/);
  const { searchParams } = new URL(page.url());
  expect(Number(searchParams.get('to')) - Number(searchParams.get('from'))).toBeCloseTo(WEEK_MS / 2, -5);
  await page.goBack();
  await expect(page).toHaveURL(/from=now-7d&to=now/);

  await page.goto(`/circuits/${id}?from=now-3650d&to=now`);
  await expect(line.refusedRange).toBeVisible();
  await expect(line.chart).toBeVisible();
});

test('outages stand under the chart with their length, and the past can be looked back at (FLT2)', async ({
  visit,
}) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  const { items } = await read<OutagePage>('/api/v1/outages?state=ended');
  const [outage] = items;
  expect(outage).toBeDefined();
  if (outage?.to === null || outage === undefined) return;
  const [from, to] = [Date.parse(outage.from), Date.parse(outage.to)];
  const range = `from=${String(from - 3_600_000)}&to=${String(to + 3_600_000)}`;
  const line = new CircuitPage(page);
  await page.goto(`/circuits/${outage.circuitId}?${range}&at=${String(from + 1_000)}`);

  await expect(line.outage(outage.id)).toBeVisible();
  const timeline = await read<Timeline>(`/api/v1/circuits/${outage.circuitId}/timeline?${range}`);
  const listed = await read<OutagePage>(`/api/v1/circuits/${outage.circuitId}/outages?${range}`);
  const lengths = listed.items.map((each) => Date.parse(each.to ?? '') - Date.parse(each.from));
  expect(lengths.reduce((all, one) => all + one, 0)).toBe(timeline.sums.down);
  await expect(line.then).toContainText(/中断|Down/);
});

test('all lines fit one screen as tiles, reachable by keys and filtered by state and site (LIV7)', async ({
  visit,
}) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  const { total } = await read<CircuitList>('/api/v1/circuits');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/v1/circuits')) asked.push(request.url());
  });
  await page.goto('/circuits/tiles');
  const tiles = page.locator('a.tile');
  await expect(tiles).toHaveCount(total);
  expect(asked.length).toBe(1);

  await tiles.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(tiles.nth(1)).toBeFocused();
  await expect(tiles.first()).toHaveAccessibleName(/正常|中断|劣化|未知|停用|Up|Down|Degraded|Unknown|Stopped/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/circuits\/[0-9a-f-]{36}/);
});
