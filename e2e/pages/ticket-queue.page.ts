import type { Locator, Page } from '@playwright/test';

/** The NOC's queue. */
export class TicketQueuePage {
  private readonly page: Page;
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.locator('li[data-ticket]');
  }

  async open(): Promise<void> {
    await this.page.goto('/ticket-queue');
    await this.rows.first().waitFor();
  }

  row(number: string): Locator {
    return this.rows.filter({ hasText: number });
  }

  /** Ids of the tickets as they stand on the page. */
  ids(): Promise<(string | undefined)[]> {
    return this.rows.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['ticket']));
  }

  /** Takes the hand off the rows. */
  async letGo(): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).hover();
  }
}
