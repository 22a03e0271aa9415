import { ENGINEER_OF_A } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('who wants to hear of nothing by mail says so, and finds it said when coming back', async ({ visit }) => {
  const { page } = await visit(ENGINEER_OF_A);
  await page.goto('/notices/settings');
  const byMail = page.getByRole('checkbox', { name: /^(故障恢复|Fault cleared) · (邮件|Mail)$/ });
  await expect(byMail).toBeChecked();
  await byMail.uncheck();
  await page.getByRole('button', { name: /^(保存|Save)$/ }).click();
  await expect(page.getByText(/^(已保存|Saved)$/)).toBeVisible();
  await page.reload();
  await expect(byMail).not.toBeChecked();
  await byMail.check();
  await page.getByRole('button', { name: /^(保存|Save)$/ }).click();
  await expect(page.getByText(/^(已保存|Saved)$/)).toBeVisible();
});
