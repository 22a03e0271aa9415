import type { Download, Locator, Page } from '@playwright/test';

/** Service reports: made, looked at, given words, published, read and saved. Asserts nothing. */
export class ReportArchivePage {
  private readonly page: Page;
  /** What the report stands at, in words. */
  readonly state: Locator;
  readonly words: Locator;
  readonly files: Locator;
  /** The numbers of the report, from its summary down to its method. */
  readonly numbers: Locator;
  /** Archived reports, the newest first. */
  readonly archive: Locator;

  constructor(page: Page) {
    this.page = page;
    this.state = page.locator('lw-report-page [role=status]').first();
    this.words = page.getByRole('textbox', { name: /客户经理说明|Your words/ });
    this.files = page.locator('lw-report-page lw-report-files a');
    this.numbers = page.locator('section[aria-labelledby=numbers-heading]');
    this.archive = page.locator('lw-reports-page .records > li');
  }

  async open(): Promise<void> {
    await this.page.goto('/reports');
  }

  async openReport(id: string): Promise<void> {
    await this.page.goto(`/reports/${id}`);
  }

  /** Asks for a month of all lines of the first customer; the page of the report follows. */
  async make(month: string): Promise<void> {
    await this.page.locator('lw-report-builder input[name=month]').fill(month);
    await this.page.getByRole('button', { name: /^(生成|Make)$/ }).click();
    await this.page.waitForURL(/\/reports\/[0-9a-f-]{36}$/);
  }

  async say(words: string): Promise<void> {
    await this.words.fill(words);
    await this.page.getByRole('button', { name: /^(保存说明|Save words)$/ }).click();
  }

  async publish(): Promise<void> {
    await this.page.getByRole('button', { name: /^(发布给客户|Publish to the customer)$/ }).click();
  }

  /** @param name as it is written on its link, such as `PDF 中文` */
  async save(name: string): Promise<Download> {
    const [file] = await Promise.all([
      this.page.waitForEvent('download'),
      this.files.filter({ hasText: name }).first().click(),
    ]);
    return file;
  }
}
