import { RouterTestingHarness } from '@angular/router/testing';
import type { CircuitMeasure } from '@linewatch/shared';
import { aView, idOf } from '../../../../testing/circuits';
import { aLatencySeries, aLine, aPath, aTransceiver, measuresOf } from '../../../../testing/measures';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { CircuitPage } from './circuit-page';

const ID = idOf(10);
const URL = `/api/v1/circuits/${ID}`;

describe('the quality of a circuit', () => {
  let bed: PageBed;

  async function open(items: CircuitMeasure[], address = `/circuits/${ID}`): Promise<HTMLElement> {
    bed = await openBed([{ path: 'circuits/:id', component: CircuitPage }]);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(address);
    const page = await eventually(() => harness.routeNativeElement);
    (await asked(URL)).flush(aView({ id: ID }));
    (await asked(`${URL}/measures`)).flush(measuresOf(items));
    await eventually(() => page.querySelector('lw-quality-card')?.textContent.includes('时延'));
    return page;
  }

  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);
  const textOf = (page: HTMLElement, selector: string): string =>
    (page.querySelector(selector)?.textContent ?? '').replace(/\s+/gu, ' ').trim();

  it('shows loss and latency as they are now, and their chart on the range of the traffic', async () => {
    const page = await open([aPath()], `/circuits/${ID}?from=1000000&to=4600000`);
    const series = await asked(`${URL}/measures/series`);
    const { params } = series.request;
    expect(['kind', 'side', 'from', 'to'].map((name) => params.get(name))).toEqual([
      'latency',
      'A',
      '1000000',
      '4600000',
    ]);
    series.flush(aLatencySeries());

    expect(textOf(page, '[data-figure=loss]')).toBe('5.0 %');
    expect(textOf(page, '[data-figure=mean]')).toBe('80.4 ms');
    const chart = await eventually(() => page.querySelector('lw-quality-card lw-line-chart'));
    expect(chart.querySelector('.legend')?.textContent).toContain('丢包率');
  });

  it('draws the end that is measured when the chosen one is not', async () => {
    await open([aPath()], `/circuits/${ID}?side=Z`);
    expect((await asked(`${URL}/measures/series`)).request.params.get('side')).toBe('A');
  });

  it('says that nothing is measured, and asks for no series then', async () => {
    const page = await open([]);
    expect(textOf(page, 'lw-quality-card .none')).toContain('没有时延测量点');
    expect(page.querySelector('lw-measure-list')).toBeNull();
    bed.http.expectNone((request) => request.url.endsWith('/series'));
  });

  it('says how a measurement went that brought nothing, beside the last values', async () => {
    const page = await open([aPath({ status: 'NOT_MEASURED' })]);
    expect(textOf(page, 'lw-quality-card .trouble')).toBe('无法测量');
    expect(textOf(page, '[data-figure=mean]')).toBe('80.4 ms');
  });

  it('lists light and line alarms with their age', async () => {
    const old = new Date(Date.now() - 120_000).toISOString();
    const page = await open([
      aLine(64 + 8_192),
      aLine(1, { pointId: 4 }),
      aTransceiver(-27.5, { valuesAt: old }),
      aTransceiver(-40, { pointId: 5, status: 'NO_ANSWER' }),
    ]);
    const rows = [...page.querySelectorAll('lw-measure-list tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent.replace(/\s+/gu, ' ').trim()),
    );
    expect(rows.map(([what, side, values]) => [what, side, values])).toEqual([
      ['E1 线路', 'A', '信号丢失 (LOS) · 信号不可用'],
      ['E1 线路', 'A', '无告警'],
      ['光模块', 'A', '收光 -27.50 dBm · 发光 -2.50 dBm · 41.3 °C'],
      ['光模块', 'A', '设备未应答 (收光 < -40 dBm · 发光 -2.50 dBm · 41.3 °C)'],
    ]);
    expect(rows[2]?.[3]).toContain('2 分');
    expect([...page.querySelectorAll('lw-measure-list td.trouble')].length).toBe(2);
  });

  it('shows errors and discards of the traffic that is drawn', async () => {
    const page = await open([]);
    const now = Date.now();
    const none = { last: null, mean: null, max: null, p95: null };
    (await asked(`${URL}/samples`)).flush({
      circuitId: ID,
      side: 'A',
      from: now - 600_000,
      to: now,
      bucketS: 300,
      contractedBps: 2_000_000,
      ports: { bound: 1, heard: 1 },
      at: [now - 600_000, now - 300_000],
      inBps: [1, 1],
      outBps: [1, 1],
      inMaxBps: [1, 1],
      outMaxBps: [1, 1],
      inErrors: [0, 12_345],
      outErrors: [0, 0],
      inDiscards: [0, 7],
      outDiscards: [0, 0],
      coverage: 1,
      stats: { in: none, out: none, sumP95: null },
    });
    const chart = await eventually(() => page.querySelector('lw-quality-card lw-line-chart'));
    const said = chart.querySelector('[role=img]')?.getAttribute('aria-label') ?? '';
    expect(said.replace(/\s/gu, ' ')).toContain('入向误包 12 345');

    const frame = chart.querySelector<HTMLElement>('.frame');
    frame?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
    const boxes = await eventually(() => {
      const found = [...page.querySelectorAll('.frame .box')];
      return found.length === 2 ? found : undefined;
    });
    expect(
      boxes.map((box) => box.querySelector('strong')?.textContent).every((at, _, all) => at === all[0]),
    ).toBeTrue();
    expect(boxes[1]?.textContent).toContain('入向丢弃');
  });
});
