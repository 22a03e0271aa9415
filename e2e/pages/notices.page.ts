import type { Locator, Page } from '@playwright/test';

/** Where devices and the inventory contradict each other. */
export class NoticesPage {
  private readonly page: Page;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole('table').locator('tbody tr');
  }

  async open(): Promise<void> {
    await this.page.goto('/inventory-notices');
    await this.page.locator('.sheet').waitFor();
  }

  about(circuitCode: string): Locator {
    return this.rows.filter({ has: this.page.getByText(circuitCode, { exact: true }) });
  }
}
