import type { Locator, Page } from '@playwright/test';

/** What went to whom, by which way, and how it went. */
export class NoticeLedgerPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/notices/ledger');
    await this.page.getByRole('table').waitFor();
  }

  /** Lines of the log that name all of this. */
  row(...texts: readonly string[]): Locator {
    return texts.reduce(
      (rows, text) => rows.filter({ hasText: text }),
      this.page.getByRole('table').locator('tbody').getByRole('row'),
    );
  }

  async sendAgain(row: Locator): Promise<void> {
    await row.getByRole('button', { name: '重新发送' }).click();
  }
}
