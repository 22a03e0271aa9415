import type { Locator, Page } from '@playwright/test';

/** What devices told by themselves, as the NOC reads it. */
export class TrapsPage {
  readonly rows: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.locator('lw-traps-page tbody tr');
  }

  async open(): Promise<void> {
    await this.page.goto('/traps');
  }

  /** The traps of this kind and device, newest first. */
  of(notification: string, deviceCode: string): Locator {
    return this.rows.filter({ hasText: notification }).filter({ hasText: deviceCode });
  }
}
