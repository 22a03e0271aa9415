import type { Locator, Page } from '@playwright/test';

/** Who did what and when, as a customer's admin reads it. */
export class AuditPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/audit');
  }

  /** Leaves those acts alone that were done by one side and are of one kind. */
  async choose({ by, action }: { readonly by: 'staff' | 'customer'; readonly action: string }): Promise<void> {
    await this.page.getByRole('combobox', { name: /^(操作方|By whom)$/ }).selectOption(by);
    await this.page.getByRole('combobox', { name: /^(操作|Act)$/ }).selectOption(action);
  }

  /** The lines about one thing, by the name that it is written down under. */
  rowsAbout(name: string): Locator {
    return this.page.locator('tbody tr').filter({ has: this.page.getByText(name, { exact: true }) });
  }
}
