import type { Locator, Page } from '@playwright/test';

/** What somebody wants to hear of, by which ways, and when not. */
export class NoticeWishesPage {
  private readonly page: Page;
  readonly phone: Locator;

  constructor(page: Page) {
    this.page = page;
    this.phone = page.getByLabel('短信手机号');
  }

  async open(): Promise<void> {
    await this.page.goto('/notices/settings');
    await this.page.getByRole('button', { name: '保存', exact: true }).waitFor();
  }

  /** Puts one subscription to nothing in the place of what there is. */
  async beginAnew(): Promise<void> {
    const remove = this.page.locator('section').getByRole('button', { name: '删除', exact: true });
    while ((await remove.count()) > 0) await remove.first().click();
    await this.page.getByRole('button', { name: '添加订阅' }).click();
  }

  /** @param codes of the circuits; none but these are told of. The subscription is one that was begun anew. */
  async chooseCircuits(codes: readonly string[]): Promise<void> {
    await this.page.getByRole('radio', { name: '只限所选电路' }).check();
    await chooseOf(this.page.locator('lw-reach-fields'), codes);
  }

  async tell(kind: string, way: string): Promise<void> {
    await this.page.getByRole('checkbox', { name: `${kind} · ${way}`, exact: true }).check();
  }

  async keepQuiet(from: string, to: string): Promise<void> {
    await this.page.getByRole('checkbox', { name: '启用免打扰' }).check();
    await this.page.getByLabel('从', { exact: true }).fill(from);
    await this.page.getByLabel('到', { exact: true }).fill(to);
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: '保存', exact: true }).click();
    await this.page.getByText('已保存', { exact: true }).waitFor();
  }
}

/** Looks for each circuit by its code and ticks it. */
export async function chooseOf(reach: Locator, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    const search = reach.getByRole('searchbox');
    await search.fill(code);
    await search.press('Enter');
    await reach.locator('label').filter({ hasText: code }).getByRole('checkbox').check();
  }
}
