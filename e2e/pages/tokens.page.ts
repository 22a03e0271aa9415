import type { Locator, Page } from '@playwright/test';

/** The tokens by which a customer's programs speak to the API. */
export class TokensPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/users/tokens');
    await this.page.getByRole('button', { name: '新建令牌' }).waitFor();
  }

  /** @returns the token, as it is shown this one time */
  async make(name: string, role: string): Promise<string> {
    await this.page.getByRole('button', { name: '新建令牌' }).click();
    const form = this.page.locator('lw-token-form');
    await form.getByLabel('名称').fill(name);
    await form.getByLabel('角色').selectOption({ label: role });
    await form.getByRole('button', { name: '创建' }).click();
    return (await this.page.locator('code.secret').first().innerText()).trim();
  }

  token(name: string): Locator {
    return this.page.getByRole('row').filter({ hasText: name });
  }

  async revoke(name: string): Promise<void> {
    await this.token(name).getByRole('button', { name: '吊销' }).click();
    await this.token(name).waitFor({ state: 'detached' });
  }
}
