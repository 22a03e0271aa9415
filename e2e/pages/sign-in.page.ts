import type { Locator, Page } from '@playwright/test';

/** The page before the portal. */
export class SignInPage {
  private readonly page: Page;
  readonly refusal: Locator;

  constructor(page: Page) {
    this.page = page;
    this.refusal = page.getByRole('alert');
  }

  async open(): Promise<void> {
    await this.page.goto('/sign-in');
  }

  /** Goes to the sign-in service of somebody's company. */
  async chooseService(email: string, name: string): Promise<void> {
    await this.open();
    await this.page.locator('input[type=email]').fill(email);
    await this.page.locator('input[type=password]').focus();
    await this.page.getByRole('button', { name }).click();
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.locator('input[type=email]').fill(email);
    await this.page.locator('input[type=password]').fill(password);
    await this.page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
  }
}
