import { ENGINEER_OF_A, NOC_OPERATOR, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { TrapsPage } from '../pages/traps.page.ts';

const DOWN = /中断|Down/;
const PHONE = { width: 390, height: 844 };

test('a device tells that its port went down: the NOC reads it with what was read after it, and customers do not', async ({
  visit,
  practice,
}) => {
  const { code, ends } = plainLineOf(ENGINEER_OF_A);
  const device = ends.find(({ side }) => side === 'Z')?.device ?? '';
  expect(device).not.toBe('');
  const noc = await visit(NOC_OPERATOR);
  const traps = new TrapsPage(noc.page);
  await traps.open();
  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    const told = traps.of('linkDown', device).first();
    await expect(told).toContainText(DOWN, { timeout: 60_000 });

    await noc.page.setViewportSize(PHONE);
    await told.locator('summary').click();
    await expect(told.locator('dd').first()).toBeVisible();
    expect(await noc.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }
  await expect(traps.of('linkUp', device).first()).toBeVisible({ timeout: 60_000 });

  const customer = await visit(ENGINEER_OF_A);
  await customer.page.goto('/traps');
  await expect(customer.page.locator('lw-traps-page')).toHaveCount(0);
});
