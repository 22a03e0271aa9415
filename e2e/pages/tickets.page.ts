import type { Locator, Page } from '@playwright/test';

/** The list of tickets, and what its customer's admin decides about it. */
export class TicketsPage {
  private readonly page: Page;
  readonly rows: Locator;
  /** Says that nothing is shown because nothing is shared. */
  readonly notShared: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole('row').filter({ has: page.locator('a.row-link') });
    this.notShared = page.getByText(/没有向查看员开放工单/);
  }

  async open(): Promise<void> {
    await this.page.goto('/tickets');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  row(number: string): Locator {
    return this.rows.filter({ hasText: number });
  }

  async search(words: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(words);
  }

  /** Decides how far viewers see tickets, and waits until that is kept. */
  async share(words: string): Promise<void> {
    const kept = this.page.waitForResponse(
      (answer) => answer.url().endsWith('/ticket-sharing') && answer.request().method() === 'PUT' && answer.ok(),
    );
    await this.page.locator('#sharing').selectOption({ label: words });
    await kept;
  }
}
