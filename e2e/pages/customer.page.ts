import type { Locator, Page } from '@playwright/test';

/** What a customer's papers say: whom to call, and when one may come. */
export class CustomerPage {
  private readonly page: Page;
  readonly contacts: Locator;
  readonly sites: Locator;

  constructor(page: Page) {
    this.page = page;
    this.contacts = page.locator('[aria-labelledby=contacts-heading]').getByRole('listitem');
    this.sites = page.locator('[aria-labelledby=sites-heading]').getByRole('listitem');
  }

  /** One's own, by the menu. */
  async openOwn(): Promise<void> {
    await this.page.goto('/overview');
    await this.page.getByRole('navigation').getByRole('link', { name: '我的单位', exact: true }).click();
    await this.sites.first().waitFor();
  }

  async addContact(texts: Readonly<Record<'姓名' | '电话', string>>, site: string): Promise<void> {
    await this.page.getByRole('button', { name: '新增联系人' }).click();
    for (const [label, text] of Object.entries(texts)) await this.form.getByLabel(label).fill(text);
    await this.form.getByLabel('职责').selectOption({ label: '技术' });
    await this.form.getByLabel('站点').selectOption({ label: site });
    await this.save();
  }

  async removeContact(name: string): Promise<void> {
    const contact = this.contacts.filter({ hasText: name });
    await contact.getByRole('button', { name: /^删除/ }).click();
    await contact.waitFor({ state: 'detached' });
  }

  /** @param site its code */
  async setAccessHours(site: string, hours: string): Promise<void> {
    await this.sites
      .filter({ hasText: site })
      .getByRole('button', { name: /^进场信息/ })
      .click();
    await this.form.getByLabel('可进场时间').fill(hours);
    await this.save();
  }

  private get form(): Locator {
    return this.page.locator('lw-record-form');
  }

  private async save(): Promise<void> {
    await this.form.locator('button[type=submit]').click();
    await this.form.waitFor({ state: 'detached' });
  }
}
