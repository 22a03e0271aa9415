import type { Locator, Page } from '@playwright/test';

/** The list of circuits: what is on it, and what can be done to it. */
export class CircuitsPage {
  private readonly page: Page;
  readonly heading: Locator;
  readonly table: Locator;
  /** One line a circuit, without the head. */
  readonly rows: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.table = page.getByRole('table');
    this.rows = this.table.locator('tbody tr');
  }

  async open(): Promise<void> {
    await this.page.goto('/circuits');
  }

  /** The line of one circuit, found by its code, which no other has. */
  row(code: string): Locator {
    return this.rows.filter({ has: this.page.getByText(code, { exact: true }) });
  }

  /** How a circuit's state is told on its line. */
  status(code: string): Locator {
    return this.row(code).locator('lw-status');
  }

  /** The codes that are listed, from top to bottom. */
  async codes(): Promise<readonly string[]> {
    return this.rows.locator('.lw-code').allInnerTexts();
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(text);
  }

  async openCircuit(code: string): Promise<void> {
    await this.row(code).getByRole('link').click();
  }
}
