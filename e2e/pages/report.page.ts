import type { Locator, Page } from '@playwright/test';

/** Reporting a fault: which line, what is wrong, send. */
export class ReportPage {
  private readonly page: Page;
  readonly known: Locator;

  constructor(page: Page) {
    this.page = page;
    this.known = page.getByRole('status').filter({ hasText: /我们已经知道了|We know already/ });
  }

  /** From the page of a line that is open already. */
  async beginFromCircuit(): Promise<void> {
    await this.page
      .getByRole('main')
      .getByRole('link', { name: /报障|Report a fault/ })
      .click();
  }

  async chooseSymptom(name: RegExp): Promise<void> {
    // By its label, which lies where it is shown: parts that come late move it.
    await this.page
      .locator('label')
      .filter({ has: this.page.getByRole('radio', { name }) })
      .click();
  }

  /** The number that the customer's own desk has for it. */
  async giveOwnNumber(number: string): Promise<void> {
    await this.page.locator('#report-own').fill(number);
  }

  /** Sends it, and insists where the house has made a ticket of the trouble itself meanwhile. */
  async sendOrInsist(filed: Locator): Promise<void> {
    const insist = this.page.getByRole('button', { name: /^(仍要另报一张|File another one all the same)$/ });
    await this.send();
    await filed.or(insist).first().waitFor();
    if (await insist.isVisible()) await insist.click();
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: /^(提交|Send)$/ }).click();
  }
}
