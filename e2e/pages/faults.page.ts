import type { Locator, Page } from '@playwright/test';

/** The list of faults, and the page of one. */
export class FaultsPage {
  private readonly page: Page;
  readonly story: Locator;
  constructor(page: Page) {
    this.page = page;
    this.story = page.locator('lw-fault-story');
  }

  async open(show: 'open' | 'past' = 'open'): Promise<void> {
    await this.page.goto(`/faults?show=${show}`);
  }

  /** The fault of a circuit, by its code. */
  row(code: string): Locator {
    return this.page.getByRole('table').getByRole('row').filter({ hasText: code });
  }

  async openFault(code: string): Promise<void> {
    await this.row(code).first().getByRole('link').click();
  }

  async write(note: string): Promise<void> {
    await this.page.getByRole('textbox', { name: /留言|Write a note/ }).fill(note);
    await this.page.getByRole('button', { name: /发送给双方|Send to both sides/ }).click();
  }
  /** Writes what only the operator's own people may read. */
  async keep(note: string): Promise<void> {
    const inside = this.page.getByRole('checkbox', { name: '仅运营商内部可见' });
    await this.page.getByRole('textbox', { name: /留言|Write a note/ }).fill(note);
    await inside.check();
    await this.page.getByRole('button', { name: '保存内部备注' }).click();
    await inside.uncheck();
  }
}
