import type { Locator, Page } from '@playwright/test';

/** The operator's norm, and how its next version is made. */
export class NormsPage {
  private readonly page: Page;
  /** Says which version holds now. */
  readonly saved: Locator;

  constructor(page: Page) {
    this.page = page;
    this.saved = page.getByRole('status').filter({ hasText: /已生效/ });
  }

  async open(): Promise<void> {
    await this.page.goto('/norms');
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /**
   * @param figures by the words of their fields
   * @param limits minutes of repairs, by the word of the grade that they are for
   */
  async change(
    figures: Readonly<Record<string, string>>,
    limits: Readonly<Record<string, string>>,
    comment: string,
  ): Promise<void> {
    await this.page
      .getByRole('button', { name: /^(修改|Edit)$/ })
      .first()
      .click();
    const form = this.page.locator('lw-norms-page form').first();
    for (const [label, value] of Object.entries(figures)) await form.getByLabel(label, { exact: true }).fill(value);
    for (const row of await form.locator('.limits > li').all()) {
      const grade = await row.locator('select').first().locator('option:checked').innerText();
      const minutes = limits[grade.trim()];
      if (minutes !== undefined) await row.locator('input').fill(minutes);
    }
    await form.locator('#norm-comment').fill(comment);
    await form.getByRole('button', { name: /^(保存为新版本|Save)/ }).click();
  }
}
