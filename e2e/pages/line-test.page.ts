import type { Locator, Page } from '@playwright/test';

/** The test of a line, wherever it is offered: on the page of a circuit, and while a fault is reported. */
export class LineTest {
  private readonly card: Locator;
  readonly verdict: Locator;
  readonly reasons: Locator;

  constructor(page: Page) {
    this.card = page.locator('lw-line-test-card');
    this.verdict = page.locator('lw-line-test-result .verdict');
    this.reasons = page.locator('lw-line-test-result .reasons');
  }

  /** @param power what the person says of the power at their end */
  async begin(power: RegExp): Promise<void> {
    await this.card.getByRole('radio', { name: power }).check();
    await this.card.getByRole('button').first().click();
  }
}
