import type { Locator, Page } from '@playwright/test';

/** The NOC's list of devices. */
export class DevicesPage {
  private readonly page: Page;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole('table').locator('tbody tr');
  }

  async open(): Promise<void> {
    await this.page.goto('/devices');
  }

  row(code: string): Locator {
    return this.rows.filter({ has: this.page.getByText(code, { exact: true }) });
  }
}
