import type { Locator, Page } from '@playwright/test';

/** Where a second factor is set up, before the portal or in one's own account. */
export class EnrolmentPage {
  private readonly page: Page;
  readonly recoveryCodes: Locator;

  constructor(page: Page) {
    this.page = page;
    this.recoveryCodes = page.getByRole('list', { name: /恢复码|Recovery codes/ }).getByRole('listitem');
  }

  /** The key as it is shown for typing. */
  async secret(): Promise<string> {
    return (await this.page.locator('[data-totp-secret]').textContent()) ?? '';
  }

  async confirm(code: string): Promise<void> {
    await this.page.getByLabel(/六位验证码|Six digits/).fill(code);
    await this.page.getByRole('button', { name: /验证并启用|Check and use it/ }).click();
  }

  async goOn(): Promise<void> {
    await this.page.getByRole('button', { name: /我已保存|I have kept them/ }).click();
  }
}
