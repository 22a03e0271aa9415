import type { Locator, Page } from '@playwright/test';

/** The callbacks of a customer's service desk. */
export class DesksPage {
  private readonly page: Page;
  /** By which the desk knows what is ours; shown once. */
  readonly secret: Locator;

  constructor(page: Page) {
    this.page = page;
    this.secret = page.locator('code.secret');
  }

  async open(): Promise<void> {
    await this.page.goto('/notices/desks');
    await this.page.getByRole('button', { name: '刷新' }).waitFor();
  }

  async begin(): Promise<void> {
    await this.page.getByRole('button', { name: '登记回调' }).click();
    await this.page.locator('lw-desk-form').waitFor();
  }

  async register(callback: string, version: string): Promise<void> {
    await this.begin();
    const form = this.page.locator('lw-desk-form');
    await form.getByLabel('回调地址').fill(callback);
    await form.getByLabel('接口版本').selectOption({ label: `TMF621 ${version}` });
    await form.getByRole('button', { name: '登记', exact: true }).click();
    await this.secret.waitFor();
  }

  callback(host: string): Locator {
    return this.page.getByRole('article').filter({ has: this.page.getByRole('heading', { name: host }) });
  }

  async readAnew(): Promise<void> {
    await this.page.getByRole('button', { name: '刷新' }).click();
  }

  async remove(host: string): Promise<void> {
    await this.callback(host).getByRole('button', { name: '删除' }).click();
    await this.callback(host).getByRole('button', { name: '确认删除' }).click();
    await this.callback(host).waitFor({ state: 'detached' });
  }
}
