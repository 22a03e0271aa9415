import type { Locator, Page } from '@playwright/test';

/** What a person sees and changes of themselves. */
export class AccountPage {
  private readonly page: Page;
  readonly sessions: Locator;
  readonly saved: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sessions = page.getByRole('table', { name: /登录会话|Sessions/ }).locator('tbody tr');
    this.saved = page.getByText(/^(已保存。|Saved\.)$/);
  }

  async open(): Promise<void> {
    await this.page.goto('/account');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  async chooseZone(name: string): Promise<void> {
    await this.page.locator('#zone').selectOption(name);
    await this.page.locator('lw-profile-section button[type=submit]').click();
  }

  /** Begins to set a second factor up, with the password once more. */
  async beginFactor(password: string): Promise<void> {
    await this.page.getByRole('button', { name: /设置两步验证|Set up a second factor/ }).click();
    await this.page.locator('#factor-password').fill(password);
    await this.page.locator('lw-factor-section button[type=submit]').click();
  }

  async unlink(service: string): Promise<void> {
    for (const words of [/^(解除关联|Unlink)/, /^(确认解除关联|Unlink now)/]) {
      await this.page.getByRole('button', { name: words }).filter({ hasText: service }).click();
    }
  }

  async endOtherSessions(): Promise<void> {
    await this.page.getByRole('button', { name: /结束其他全部会话|End all others/ }).click();
  }
}
