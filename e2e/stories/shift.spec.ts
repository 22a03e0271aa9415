import type { ShiftSheetPage } from '@linewatch/shared';
import { NOC_OPERATOR, PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('a shift is handed over with a note, and the next one signs for it (NOC4)', async ({ visit }) => {
  const outgoing = await visit(NOC_OPERATOR);
  const { page } = outgoing;
  const incoming = await visit(PLATFORM_ADMIN);
  const note = `请九点前回电 ${Date.now()}`;

  await page.goto('/shift');
  await page.getByLabel(/^(交给下一班的话|What the next shift has to know)$/).fill(note);
  await page.getByRole('button', { name: /^(交班|Hand over)$/ }).click();
  await expect(page).toHaveURL(/\/shift\/[0-9a-f-]{36}$/);
  await expect(page.getByText(note)).toBeVisible();
  await expect(page.getByRole('button', { name: /^(签收接班|Take over)$/ })).toHaveCount(0);

  await incoming.page.goto('/shift');
  await incoming.page.getByRole('link', { name: /^(查看并签收|Read and sign)$/ }).click();
  await expect(incoming.page.getByText(note)).toBeVisible();
  await incoming.page.getByRole('button', { name: /^(签收接班|Take over)$/ }).click();
  await expect(incoming.page.getByText(/接班人：|Taken over by /)).toBeVisible();

  const { items } = await outgoing.read<ShiftSheetPage>('/api/v1/shift-sheets');
  expect(items[0]?.note).toBe(note);
  expect(items[0]?.takenBy).not.toBeNull();
});
