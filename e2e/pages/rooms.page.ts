import type { Locator, Page } from '@playwright/test';

/** Where a customer is told what happens beside its people: webhooks and robots. */
export class RoomsPage {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto('/notices/rooms');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** Makes a webhook that is told what is usual. */
  async makeWebhook(name: string, url: string): Promise<void> {
    await this.page.getByRole('button', { name: /^(新增渠道|New channel)$/ }).click();
    await this.page.locator('#room-type').selectOption('webhook');
    await this.page.locator('#room-name').fill(name);
    await this.page.locator('#room-url').fill(url);
    const opened = this.page.getByRole('checkbox', { name: /^(工单受理|Ticket opened)$/ });
    await opened.check();
    await this.page.getByRole('button', { name: /^(保存渠道|Save channel)$/ }).click();
  }

  room(name: string): Locator {
    return this.page.getByRole('article').filter({ hasText: name });
  }

  async remove(name: string): Promise<void> {
    await this.room(name)
      .getByRole('button', { name: /^(删除|Remove)$/ })
      .click();
  }
}
