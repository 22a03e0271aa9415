import type { Locator, Page } from '@playwright/test';

/** The board of an account manager, and the card by which a customer goes to another one. Asserts nothing. */
export class PortfolioPage {
  private readonly page: Page;
  readonly customers: Locator;
  readonly names: Locator;
  /** What was handed over, the newest first. */
  readonly handovers: Locator;
  /** Where the manager to come is chosen. */
  readonly newManager: Locator;

  constructor(page: Page) {
    this.page = page;
    this.customers = page.locator('lw-portfolio-page ol > li');
    this.names = this.customers.getByRole('heading', { level: 2 });
    this.handovers = page.locator('lw-handovers-card details');
    this.newManager = page.getByLabel(/^(新客户经理|New account manager)$/);
  }

  async open(): Promise<void> {
    await this.page.goto('/portfolio');
  }

  /** @param order as the address of the choice has it */
  async orderBy(order: 'NEED' | 'NAME'): Promise<void> {
    await this.page.locator('#portfolio-order').selectOption(order);
  }

  /** Reasons that stand at a customer. */
  reasons(name: string): Locator {
    return this.customers.filter({ hasText: name }).locator('.needs > li');
  }

  async openCustomer(id: string): Promise<void> {
    await this.page.goto(`/customers/${id}`);
  }

  async give(manager: string): Promise<void> {
    await this.newManager.selectOption({ label: manager });
    await this.page.getByRole('button', { name: /^(移交|Hand over)$/ }).click();
  }
}
