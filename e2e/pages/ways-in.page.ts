import type { Locator, Page } from '@playwright/test';

/** What is entered of a sign-in service. */
export interface ServiceEntry {
  readonly name: string;
  /** Id of the customer whose people it is for. */
  readonly customer: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly domains: string;
  readonly scopes: string;
  readonly group: string;
  readonly role: string;
}

/** How people sign in: the sign-in services and the policy. */
export class WaysInPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/users/sign-in');
    await this.page.getByRole('button', { name: /^(新增登录服务|Add a service)$/ }).waitFor();
  }

  /** The card of a service. */
  service(name: string): Locator {
    return this.page.locator('section').filter({ has: this.page.getByRole('heading', { level: 2, name }) });
  }

  async enter(entry: ServiceEntry): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: /^(新增登录服务|Add a service)$/ }).click();
    await page.locator('#provider-customer').selectOption(entry.customer);
    for (const field of ['name', 'issuer', 'clientId', 'clientSecret', 'domains', 'scopes'] as const) {
      await page.locator(`#provider-${field}`).fill(entry[field]);
    }
    const boxes = page.locator('lw-provider-form').getByRole('checkbox');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByRole('button', { name: /^(增加用户组|Add a group)$/ }).click();
    await page.locator('#group-0').fill(entry.group);
    await page.locator('#group-0-role').selectOption(entry.role);
    await page.locator('lw-provider-form button[type=submit]').click();
  }

  async test(name: string): Promise<void> {
    await this.service(name)
      .getByRole('button', { name: /^(测试|Test)/ })
      .click();
  }

  async remove(name: string): Promise<void> {
    const card = this.service(name);
    await card.getByRole('button', { name: /^(删除|Remove)/ }).click();
    await card.getByRole('button', { name: /^(确认|Confirm)$/ }).click();
  }
}
