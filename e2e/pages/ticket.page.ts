import type { Locator, Page } from '@playwright/test';

/** One ticket as its reader sees it: whose turn it is, its clocks and pauses, what was said, what can be done. */
export class TicketPage {
  private readonly page: Page;
  readonly heading: Locator;
  readonly status: Locator;
  readonly turn: Locator;
  readonly pauses: Locator;
  readonly facts: Locator;
  readonly history: Locator;
  readonly filed: Locator;
  readonly faultReport: Locator;
  /** What the reader may do with it. */
  readonly acts: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.status = page.getByRole('main').locator('header lw-ticket-chip');
    this.turn = page.locator('.turn');
    this.pauses = page.locator('lw-ticket-pauses');
    this.facts = page.locator('lw-ticket-facts');
    this.history = page.locator('lw-ticket-history');
    this.acts = page.locator('lw-ticket-acts');
    this.faultReport = page.locator('lw-fault-report');
    this.filed = page.getByRole('status').filter({ hasText: /已受理，工单号|We have it: ticket/ });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/tickets/${id}`);
  }

  /** The id in the address, once the page of the ticket is open. */
  async id(): Promise<string> {
    await this.page.waitForURL(/\/tickets\/[0-9a-f]{8}-[0-9a-f-]{27}/);
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  clock(name: RegExp): Locator {
    return this.page.locator('lw-ticket-clock').filter({ has: this.page.getByRole('heading', { name }) });
  }

  act(name: RegExp): Locator {
    return this.page.locator('lw-ticket-acts').getByRole('button', { name }).first();
  }

  /** Fills in what the open act asks for, by the labels of its fields, and does it. */
  async fill(fields: Readonly<Record<string, string>>, send: RegExp): Promise<void> {
    const form = this.page.locator('lw-ticket-acts form');
    for (const [label, value] of Object.entries(fields)) {
      const field = form.getByLabel(label);
      if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption({ label: value });
      else await field.fill(value);
    }
    await form.getByRole('button', { name: send }).click();
  }

  async say(text: string): Promise<void> {
    const talk = this.page.locator('lw-ticket-talk');
    await talk.getByRole('textbox').fill(text);
    await talk.getByRole('button', { name: /发送|Send/ }).click();
  }

  /** Writes the fault report in both languages and hands it out. */
  async publishReport(textZh: string, textEn: string): Promise<void> {
    await this.faultReport.locator('#rfo-zh').fill(textZh);
    await this.faultReport.locator('#rfo-en').fill(textEn);
    await this.faultReport.getByRole('button', { name: /^(发布给客户|Publish)/ }).click();
  }

  /** Says something with a file. */
  async hand(text: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.locator('lw-ticket-talk input[type=file]').setInputFiles(file);
    await this.say(text);
  }

  /** Why a word or a file was not taken. */
  get refusal(): Locator {
    return this.page.locator('lw-ticket-talk').getByRole('alert');
  }

  said(text: string): Locator {
    return this.page.locator('lw-ticket-talk').getByRole('listitem').filter({ hasText: text });
  }

  async writeInternally(text: string): Promise<void> {
    await this.page
      .locator('lw-ticket-talk')
      .getByRole('button', { name: /内部备注|Internal note/ })
      .click();
    await this.say(text);
  }

  async rate(step: RegExp, score: number): Promise<void> {
    const group = this.page.getByRole('group', { name: step });
    await group.getByRole('radio', { name: String(score) }).check({ force: true });
  }

  async sendRating(): Promise<void> {
    await this.page.getByRole('button', { name: /提交评价|^Send$/ }).click();
  }
}
