import type { Locator, Page } from '@playwright/test';

/** Fault reports that are owed, and those that were published. */
export class FaultReportsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/tickets/fault-reports');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** @param number of the ticket */
  row(number: string): Locator {
    return this.page.getByRole('row').filter({ hasText: number });
  }
}
