import type { Locator, Page } from '@playwright/test';

/** The people of a customer. */
export class UsersPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/users');
    await this.page.getByRole('table').waitFor();
  }

  row(email: string): Locator {
    return this.page.getByRole('row').filter({ hasText: email });
  }

  async invite(name: string, email: string): Promise<void> {
    await this.page.getByRole('button', { name: /^(邀请用户|Invite)$/ }).click();
    await this.page.locator('#invite-name').fill(name);
    await this.page.locator('#invite-email').fill(email);
    await this.page.getByRole('button', { name: /发送邀请|Send the invitation/ }).click();
  }

  async disable(email: string): Promise<void> {
    await this.row(email).getByRole('button').click();
    await this.page.getByRole('menuitem', { name: /^(停用|Disable)$/ }).click();
  }
}
