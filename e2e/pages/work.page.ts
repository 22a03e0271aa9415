import type { Locator, Page } from '@playwright/test';

/** What a planner types. Times as `datetime-local` inputs take them. */
export interface PlanTexts {
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly circuit: string;
}

/** Planned works as people meet them: the planner and the page of one work. */
export class WorkPage {
  private readonly page: Page;
  /** How far the work is. */
  readonly state: Locator;
  readonly answers: Locator;
  readonly circuits: Locator;

  constructor(page: Page) {
    this.page = page;
    this.state = page.locator('lw-work-state').first();
    this.answers = page.locator('lw-work-answers-card');
    this.circuits = page.locator('[aria-labelledby=circuits-heading] li');
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/works/${id}`);
  }

  /** Plans a work on one circuit at short notice, and shows what it hits before it is saved. */
  async plan({ title, start, end, circuit }: PlanTexts): Promise<void> {
    await this.page.goto('/works/new');
    await this.page.locator('[name=title]').fill(title);
    await this.page.locator('[name=plannedStart]').fill(start);
    await this.page.locator('[name=plannedEnd]').fill(end);
    const search = this.page.getByRole('searchbox', { name: /查找电路|Find a circuit/ });
    await search.fill(circuit);
    await search.press('Enter');
    await this.page.getByRole('button', { name: /^(加入|Add)/ }).click();
    await this.page.locator('[name=impactText]').fill('业务中断约 5 分钟');
    await this.page.locator('[name=fallbackPlan]').fill('恢复原状');
    await this.page.locator('[name=shortNoticeReason]').fill('光缆隐患');
    await this.page.getByRole('button', { name: /^(预览影响|Preview)$/ }).click();
  }

  /** What the preview says. */
  get preview(): Locator {
    return this.page.locator('[aria-labelledby=preview-heading]');
  }

  async save(): Promise<void> {
    await this.page.locator('button[type=submit]').click();
  }

  step(name: RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
}
