import type { Locator, Page } from '@playwright/test';

/** One circuit: its state, its two ends, its traffic and its history. */
export class CircuitPage {
  private readonly page: Page;
  readonly heading: Locator;
  readonly chart: Locator;
  /** What takes the keyboard in each chart of the page. */
  readonly chartFrames: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.chartFrames = page.locator('lw-line-chart .frame');
    this.chart = page.locator('lw-traffic-card lw-line-chart').first();
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/circuits/${id}`);
  }

  /** Saves what the traffic chart shows. */
  save(format: 'CSV' | 'XLSX'): Locator {
    return this.page.locator('lw-traffic-card').getByRole('button', { name: format });
  }

  /** Says that the address asks for a range that cannot be shown. */
  get refusedRange(): Locator {
    return this.page.locator('.refused[role=status]');
  }

  /** One line of the list of outages. */
  outage(id: string): Locator {
    return this.page.locator(`tr[data-outage="${id}"]`);
  }

  /** What was at the instant that is looked back at. */
  get then(): Locator {
    return this.page.locator('lw-then-card section[role="status"]');
  }

  /** The part of the page that tells of one end. */
  end(side: 'A' | 'Z'): Locator {
    return this.page.getByRole('group', { name: new RegExp(`^${side} (端|end)`) });
  }

  /** Loss or mean delay of the path, as it is now. */
  qualityFigure(name: 'loss' | 'mean'): Locator {
    return this.page.locator(`lw-quality-card [data-figure=${name}]`);
  }

  /** Last, mean, maximum and 95th percentile of one direction, as shown beside the chart. */
  async figures(direction: 'in' | 'out'): Promise<string[]> {
    const row = this.page.locator('table.figures tbody tr').nth(direction === 'in' ? 0 : 1);
    await row.waitFor();
    return row.locator('td').allInnerTexts();
  }
}
