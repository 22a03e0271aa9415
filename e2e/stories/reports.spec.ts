import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CustomerStory, PortfolioView, ReportView } from '@linewatch/shared';
import { ADMIN_OF_A, MANAGER_OF_A } from '../fixtures/demo.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';
import { ReportArchivePage } from '../pages/report-archive.page.ts';

/** A month of all lines is gathered and written in four forms and two languages, on a machine that is busy otherwise. */
const MADE_WITHIN_MS = 180_000;

test('a manager looks at a report, gives it words and publishes it: the customer reads those very files (AMG2, SLA7)', async ({
  visit,
}) => {
  test.setTimeout(3 * MADE_WITHIN_MS);
  const manager = await visit(MANAGER_OF_A);
  const desk = new ReportArchivePage(manager.page);
  const words = `Two lines were moved ${String(Date.now())}`;

  await desk.open();
  await desk.make(monthsAgo(2));
  const id = new URL(manager.page.url()).pathname.split('/').at(-1) ?? '';
  await expect(desk.numbers).toBeVisible({ timeout: MADE_WITHIN_MS });
  await expect(desk.files.first()).toBeVisible({ timeout: MADE_WITHIN_MS });
  const reader = await visit(ADMIN_OF_A);
  expect(await reader.statusOf(`/api/v1/reports/${id}`)).toBe(404);

  await desk.say(words);
  // The words stand on the first page of each file: they are written anew before anything can be published.
  const isWritten = async (): Promise<boolean> => {
    const { comment, files } = await read(manager, id);
    return comment === words && files.length > 0;
  };
  await expect.poll(isWritten, { timeout: MADE_WITHIN_MS }).toBe(true);
  await desk.openReport(id);
  await expect(desk.words).toHaveValue(words);
  const previewed = await read(manager, id);
  await desk.publish();
  await expect(desk.state).toContainText('已发布', { timeout: MADE_WITHIN_MS });

  const own = new ReportArchivePage(reader.page);
  await own.open();
  await expect(own.archive.locator(`a[href="/reports/${id}"]`)).toBeVisible();
  await own.openReport(id);
  await expect(reader.page.getByText(words)).toBeVisible();
  const published = await read(reader, id);
  await saysWhatItsFilesSay(own, published);
  expect(published.files).toEqual(previewed.files);
  const saved = await own.save('PDF 中文');
  const sum = createHash('sha256')
    .update(await readFile(await saved.path()))
    .digest('hex');
  const archived = published.files.find(({ format, language }) => format === 'pdf' && language === 'zh-CN');
  expect(sum).toBe(archived?.sha256);
});

test('before the talk with a customer its manager reads the story of the month, each sentence with its record', async ({
  visit,
}) => {
  const { page, read: ask } = await visit(MANAGER_OF_A);
  const { items } = await ask<PortfolioView>('/api/v1/portfolio');
  const id = items[0]?.id ?? '';
  const month = monthsAgo(1);
  const told = await ask<CustomerStory>(`/api/v1/customers/${id}/story?month=${month}`);

  await page.goto(`/reports/stories/${id}?month=${month}`);

  await expect(page.getByRole('heading', { level: 1 })).toContainText(told.customer.nameZh);
  await expect(page.getByText(`可用率 ${told.availability.percent ?? '—'}%`)).toBeVisible();
  const outages = page.locator('section[aria-labelledby=story-outages] .records > li');
  await expect(outages).toHaveCount(told.outages.worst.length);
  for (const [index, { causeBy, repair }] of told.outages.worst.entries()) {
    const outage = outages.nth(index);
    if (repair !== null) await expect(outage.locator(`a[href="/tickets/${repair.id}"]`)).toBeVisible();
    // What the ticket names is never called unknown beside it.
    if (causeBy === 'TICKET' || (repair?.found ?? '') !== '') await expect(outage).not.toContainText('原因待查');
  }
});

/** Lines, outages, works, the norm with its tickets, satisfaction and method, on the page as in the files. */
async function saysWhatItsFilesSay({ numbers: shown }: ReportArchivePage, { numbers }: ReportView): Promise<void> {
  if (numbers === null) throw new Error('the report has no numbers');
  await expect(shown.locator('lw-report-circuits a.row-link')).toHaveCount(numbers.circuits.length);
  for (const name of ['中断及原因', '计划维护', '工单与时限达成', '时延、丢包与抖动', '满意度', '统计口径']) {
    await expect(shown.getByRole('heading', { name })).toBeVisible();
  }
  await expect(shown.locator('lw-report-method')).toContainText(numbers.summary.unknownPercent);
  if (numbers.tickets.length === 0) return;
  const kept = numbers.norms.map((norm) => `${String(norm.kept)} / ${String(norm.all)} 按时`);
  await expect(shown.locator('lw-report-records .facts dd')).toContainText(kept);
  await shown.locator('lw-report-records summary').click();
  await expect(shown.locator('lw-report-records details a')).toHaveCount(numbers.tickets.length);
}

function read(visitor: Visitor, id: string): Promise<ReportView> {
  return visitor.read<ReportView>(`/api/v1/reports/${id}`);
}

/** `YYYY-MM` in the zone of reports. */
function monthsAgo(count: number): string {
  const [year = 0, month = 1] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
    .format(Date.now())
    .split('-')
    .map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 7);
}
