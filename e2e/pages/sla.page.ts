import type { Locator, Page } from '@playwright/test';

/** The months of circuits, and what was taken out of them. Asserts nothing. */
export class SlaPage {
  private readonly page: Page;
  /** Circuits of a month, without the header. */
  readonly rows: Locator;
  readonly exclusions: Locator;
  /** What the piece rests on that was opened. */
  readonly evidence: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page
      .locator('lw-table')
      .first()
      .getByRole('row')
      .filter({ has: page.locator('a.row-link') });
    this.exclusions = page.locator('.records > li');
    this.evidence = page.locator('lw-piece-evidence');
  }

  async open(month: string): Promise<void> {
    await this.page.goto(`/sla?month=${month}`);
  }

  async openCircuit(id: string, month: string): Promise<void> {
    await this.page.goto(`/sla/circuits/${id}?month=${month}`);
  }

  /** Opens the first piece of the month to what it rests on. */
  async openFirstPiece(): Promise<void> {
    await this.page
      .locator('lw-pieces-card')
      .getByRole('button', { name: /^(查看|Open)/ })
      .first()
      .click();
  }

  async openExclusions(query = ''): Promise<void> {
    await this.page.goto(`/sla/exclusions${query}`);
  }

  /** Sends what the page asks to propose. */
  async propose(comment: string): Promise<void> {
    await this.page
      .getByLabel(/说明|Comment/)
      .first()
      .fill(comment);
    await this.page.getByRole('button', { name: /^(提交|Send)$/ }).click();
  }

  /** Does one step with the exclusion whose trail says something. */
  async act(said: string, button: RegExp, comment: string): Promise<void> {
    const exclusion = this.exclusions.filter({ hasText: said });
    await exclusion.getByLabel(/说明|Comment/).fill(comment);
    await exclusion.getByRole('button', { name: button }).click();
  }
}
