import { randomUUID } from 'node:crypto';
import type { AuditPage, CircuitPage, CustomerPage } from '@linewatch/shared';
import type { Page } from '@playwright/test';
import { ADMIN_OF_A, ENGINEER_OF_A, ENGINEER_OF_B, PLATFORM_ADMIN, plainLineOf } from '../fixtures/demo.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';

const aWord = (): string => randomUUID().slice(0, 8).toUpperCase();

/** The customer whose people A's engineer belongs to, as the house knows it. */
async function customerOfA(admin: Pick<Visitor, 'read'>): Promise<CustomerPage['items'][number]> {
  const { items } = await admin.read<CustomerPage>('/api/v1/customers?limit=500');
  const found = items.find(({ code }) => ENGINEER_OF_A.customers.includes(code));
  if (found === undefined) throw new Error('the demo has no customer A');
  return found;
}

/** A file as somebody has it on their disk. */
function aFile(name: string, mimeType: string, text: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType, buffer: Buffer.from(text) };
}

test('a file is checked before it is imported, every bad row named by line and column (INV6)', async ({ visit }) => {
  const { page, read } = await visit(PLATFORM_ADMIN);
  const [one, two] = [`IMP-${aWord()}`, `IMP-${aWord()}`];
  const rows = [
    'code,nameZh,nameEn,grade',
    `${one},客户一,One,GROUP`,
    `${two},客户二,Two,NO-SUCH`,
    `,客户三,Three,GROUP`,
  ];
  await page.goto('/imports');
  await page.locator('#import-kind').selectOption('customers');

  await page.locator('#import-file').setInputFiles(aFile('customers.csv', 'text/csv', `${rows.join('\n')}\n`));

  const problems = page.getByRole('table').getByRole('row');
  await expect(problems.filter({ hasText: 'grade' })).toContainText('3');
  await expect(problems.filter({ hasText: 'code' }).last()).toContainText('4');
  const known = async (code: string): Promise<number> =>
    (await read<CustomerPage>(`/api/v1/customers?q=${code}`)).items.length;
  expect(await known(one)).toBe(0);
  await page
    .getByRole('button', { name: /导入这 1 条|1/ })
    .last()
    .click();
  await expect.poll(() => known(one)).toBe(1);
  expect(await known(two)).toBe(0);
});

test('a document is fetched by its own customer alone, and the log says by whom (INV7)', async ({ visit }) => {
  const admin = await visit(PLATFORM_ADMIN);
  const customer = await customerOfA(admin);
  const name = `acceptance-${aWord()}.txt`;
  await admin.page.goto(`/customers/${customer.id}`);
  await admin.page.locator('#document-file').setInputFiles(aFile(name, 'text/plain', 'handed over'));
  await admin.page.locator('lw-documents-card form button[type=submit]').click();
  await expect(admin.page.getByRole('link', { name })).toBeVisible();

  const engineer = await visit(ENGINEER_OF_A);
  await engineer.page.goto(`/customers/${customer.id}`);
  const [download] = await Promise.all([
    engineer.page.waitForEvent('download'),
    engineer.page.getByRole('link', { name }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(name);

  const address = (await engineer.page.getByRole('link', { name }).getAttribute('href')) ?? '';
  const rival = await visit(ENGINEER_OF_B);
  await expect(rival.read(address)).rejects.toThrow('404');
  const { items } = await (await visit(ADMIN_OF_A)).read<AuditPage>('/api/v1/audit?action=document.downloaded');
  expect(items[0]?.actorName).toBe(ENGINEER_OF_A.name);
});

test("a customer's own name for a line is for that customer alone (INV5)", async ({ visit }) => {
  const line = plainLineOf(ENGINEER_OF_A);
  const alias = `财务主线 ${aWord()}`;
  const { page, read } = await visit(ENGINEER_OF_A);
  const found = await read<CircuitPage>(`/api/v1/circuits?q=${encodeURIComponent(line.code)}`);
  const circuit = found.items.find(({ code }) => code === line.code);
  await page.goto(`/circuits/${circuit?.id ?? ''}`);
  await page.locator('#alias').fill(alias);
  await page.locator('#alias').press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(alias);
  await expect(page.locator('header')).toContainText([line.code]);

  const search = `/api/v1/circuits?q=${encodeURIComponent(alias)}`;
  expect((await read<CircuitPage>(search)).items.map(({ code }) => code)).toEqual([line.code]);
  const rival = await visit(ENGINEER_OF_B);
  expect((await rival.read<CircuitPage>(search)).items).toEqual([]);

  await page.locator('#alias').fill(circuit?.alias ?? '');
  await page.locator('#alias').press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(alias);
});

test('a circuit is entered with both ends, and what is wrong is said at its field (INV3)', async ({ visit }) => {
  const { page, read } = await visit(PLATFORM_ADMIN);
  const customer = await customerOfA({ read });
  const code = `E2E/${aWord()} 1 MSTP`;
  await page.goto(`/circuits/new?customer=${customer.id}`);
  await fill(page, { code, name: 'Story line', bandwidth: 'fast' });
  await page.locator('[id="circuit-end0.siteId"]').selectOption({ index: 1 });
  await page.locator('[id="circuit-end0.device"]').fill('no-such-device');
  await page.locator('[id="circuit-end0.ifName"]').fill('xe-0/0/0');
  await save(page);
  await expect(page.locator('#circuit-bandwidth')).toHaveAttribute('aria-invalid', 'true');
  await fill(page, { bandwidth: '2G' });
  await save(page);
  await expect(page.locator('[id="circuit-end0.device-said"]')).toContainText(/没有找到|Nothing is called that/);
  await page.locator('[id="circuit-end0.device"]').fill('');
  await page.locator('[id="circuit-end0.ifName"]').fill('');
  await save(page);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Story line');
  await expect(page.getByText(/2 Gbit\/s/).first()).toBeVisible();
  await page.getByRole('link', { name: /^(修改资料|Change facts)$/ }).click();
  await expect(page.locator('#circuit-bandwidth')).toHaveValue('2G');
  await fill(page, { name: 'Story line, renamed' });
  await save(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Story line, renamed');
});

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.locator(`#circuit-${name}`).fill(value);
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(保存|Save)$/ }).click();
}
