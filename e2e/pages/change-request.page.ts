import type { Page } from '@playwright/test';

/** Asking for a change of a line: what is to change, by how much, why, send. */
export class ChangeRequestPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** From the page of a line that is open already. */
  async beginFromCircuit(): Promise<void> {
    await this.page
      .getByRole('main')
      .getByRole('link', { name: /^(申请变更|Request a change)$/ })
      .click();
  }

  async chooseBandwidth(mbps: number): Promise<void> {
    await this.page
      .locator('label')
      .filter({ has: this.page.getByRole('radio', { name: /调整带宽|bandwidth/i }) })
      .click();
    await this.page.getByRole('spinbutton', { name: /期望带宽|Wished bandwidth/ }).fill(String(mbps));
  }

  async explain(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /^(说明|In your words)/ }).fill(text);
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: /^(提交申请|Send the request)$/ }).click();
  }
}
