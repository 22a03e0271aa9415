import type { CircuitPage } from '@linewatch/shared';
import type { Page } from '@playwright/test';
import { ADMIN_OF_A, ENGINEER_OF_A } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

/** Two zones without the same hour at any time of the year. */
const ZONES = { east: 'Asia/Urumqi', utc: 'UTC' } as const;

/** Every page of a customer that shows times. */
const PAGES = ['/overview', '/circuits', '/faults', '/works', '/tickets', '/sla', '/reports', '/audit', '/account'];

async function live(page: Page, timeZone: string): Promise<void> {
  await page.goto('/account');
  await page.locator('#zone').selectOption(timeZone);
  await page.locator('lw-profile-section button[type=submit]').click();
  await expect(page.locator('lw-profile-section').getByRole('status')).toBeVisible();
}

test('two people in two zones see the same instant, each in their own time and named (I183)', async ({ visit }) => {
  const one = await visit(ADMIN_OF_A);
  const other = await visit(ENGINEER_OF_A);
  try {
    await live(one.page, ZONES.east);
    await live(other.page, ZONES.utc);
    const { items } = await one.read<CircuitPage>('/api/v1/circuits?limit=1');
    const path = `/circuits/${items[0]?.id ?? ''}`;
    const since = items[0]?.since ?? '';
    for (const [page, timeZone] of [
      [one.page, ZONES.east],
      [other.page, ZONES.utc],
    ] as const) {
      await page.goto(path);
      const at = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
      const [, clock = ''] = at.format(new Date(since)).split(' ');
      await expect(page.locator('.since')).toContainText(clock);
    }
    for (const path of PAGES) {
      await one.page.goto(path);
      await expect(one.page.getByRole('contentinfo'), path).toContainText(/Urumqi|\+0?6/);
    }
  } finally {
    await live(one.page, 'Asia/Shanghai');
    await live(other.page, 'Asia/Shanghai');
  }
});
