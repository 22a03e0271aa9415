import type { Locator, Page } from '@playwright/test';

/** What somebody was told, the newest first. */
export class ToldPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/notices');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Notices whose words hold all of these. */
  notice(...words: readonly string[]): Locator {
    return words.reduce((found, hasText) => found.filter({ hasText }), this.page.getByRole('article'));
  }
}
