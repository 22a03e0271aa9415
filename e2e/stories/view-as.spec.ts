import type { AuditPage, CircuitPage, Problem } from '@linewatch/shared';
import { ADMIN_OF_A, person } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const MANAGER_OF_A = person('am-li@operator.example');

test('staff see a customer as it sees itself, touch nothing, and the customer can tell (AMG6)', async ({ visit }) => {
  const customer = await visit(ADMIN_OF_A);
  const own = await customer.read<CircuitPage>('/api/v1/circuits?limit=1');
  const { page, read } = await visit(MANAGER_OF_A);
  await page.goto('/view-as');
  const name = own.items[0]?.customerNameZh ?? '';
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('button').click();

  const banner = page.getByRole('status').filter({ hasText: name });
  await expect(banner).toBeVisible();
  await page.goto('/circuits');
  await expect(banner).toBeVisible();
  expect((await read<CircuitPage>('/api/v1/circuits?limit=1')).total).toBe(own.total);
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
});
