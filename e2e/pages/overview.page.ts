import type { Locator, Page } from '@playwright/test';

/** The first page of a customer: what is on it. */
export class OverviewPage {
  private readonly page: Page;
  /** One sentence on how all lines stand. */
  readonly sentence: Locator;
  constructor(page: Page) {
    this.page = page;
    this.sentence = page.locator('.sentence');
  }

  async open(): Promise<void> {
    await this.page.goto('/overview');
  }

  /** What is wrong with a circuit now, by its code. */
  wrong(code: string): Locator {
    return this.page.locator('lw-wrong-now li').filter({ hasText: code });
  }
}
