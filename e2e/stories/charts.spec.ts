import type { CircuitPage as CircuitList, SampleSeries } from '@linewatch/shared';
import { ENGINEER_OF_A, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitPage } from '../pages/circuit.page.ts';

const RANGES = ['now-1h', 'now-6h', 'now-24h', 'now-7d', 'now-30d', 'now-92d'];

/** As the portal writes a rate: three digits, SI steps of 1000 (bit/s). */
function shownRate(bps: number | null): string {
  if (bps === null) return '—';
  const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];
  const step = bps < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(Number(bps.toPrecision(3))) / 3));
  return `${Number((bps / 1_000 ** step).toPrecision(3))}${units[step] ?? ''}`;
}

for (const range of RANGES) {
  test(`the figures beside the chart are the API’s own, ${range}`, async ({ visit }) => {
    const { code } = plainLineOf(ENGINEER_OF_A);
    const { page, read } = await visit(ENGINEER_OF_A);
    const { items } = await read<CircuitList>('/api/v1/circuits');
    const id = items.find((row) => row.code === code)?.id ?? '';
    const line = new CircuitPage(page);

    let asked = '';
    page.on('request', (request) => {
      if (request.url().includes(`/circuits/${id}/samples`)) asked = request.url();
    });
    await page.goto(`/circuits/${id}?from=${range}&to=now`);

    // The page asks anew while time goes on: what it shows has to be the answer to what it asked last.
    await expect(async () => {
      const shown = (await line.figures('in')).map((text) => text.replaceAll(/\s/gu, ''));
      const { pathname, search } = new URL(asked);
      const series = await read<SampleSeries>(`${pathname}${search}`);
      const { mean, max, p95 } = series.stats.in;
      expect(mean).not.toBeNull();
      expect(shown.slice(1)).toEqual([mean, max, p95].map(shownRate));
      expect(series.at.length).toBeLessThanOrEqual(2_000);
    }).toPass();
    await expect(line.chart).toBeVisible();
  });
}
