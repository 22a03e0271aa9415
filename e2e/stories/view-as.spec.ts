import type { AuditPage, CircuitPage, Problem } from '@linewatch/shared';
import { ADMIN_OF_A, person } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { SignInPage } from '../pages/sign-in.page.ts';

const MANAGER_OF_A = person('am-li@operator.example');

test('staff see a customer as it sees itself, touch nothing, and the customer can tell (AMG6)', async ({
  browser,
  visit,
}) => {
  const customer = await visit(ADMIN_OF_A);
  const own = await customer.read<CircuitPage>('/api/v1/circuits?limit=1');
  // A session of its own: taking a view renews it, and other stories go on with theirs.
  const page = await (await browser.newContext()).newPage();
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(MANAGER_OF_A.email, MANAGER_OF_A.password);
  await expect(page).toHaveURL(/\/portfolio/);
  await page.goto('/view-as');
  const name = own.items[0]?.customerNameZh ?? '';
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('button').click();

  const banner = page.getByRole('status').filter({ hasText: name });
  await expect(banner).toBeVisible();
  await page.goto('/circuits');
  await expect(banner).toBeVisible();
  const seen = await page.evaluate(async () => (await fetch('/api/v1/circuits?limit=1')).json() as Promise<unknown>);
  expect((seen as CircuitPage).total).toBe(own.total);
  const alias = await page.evaluate(async (id) => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ alias: 'touched', version: 1 });
    const answer = await fetch(`/api/v1/circuits/${id}/alias`, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as unknown };
  }, own.items[0]?.id ?? '');
  expect(alias.status).toBe(403);
  expect((alias.body as Problem).code).toMatch(/^(session|view)\./);

  await banner.getByRole('button').click();
  await expect(banner).toBeHidden();
  const { items } = await customer.read<AuditPage>('/api/v1/audit?limit=50');
  expect(items.some(({ action, isStaff }) => action.includes('view') && isStaff)).toBe(true);
  await customer.page.goto('/audit');
  await expect(customer.page.getByRole('table')).toContainText(/视角|view/i);
  await page.context().close();
});
