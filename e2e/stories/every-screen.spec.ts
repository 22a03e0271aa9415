import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CircuitPage, DevicePage, WorkPage } from '@linewatch/shared';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 up to level AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 390, height: 844 };

async function pathsOf(read: <Answer>(path: string) => Promise<Answer>): Promise<string[]> {
  const { items } = await read<CircuitPage>('/api/v1/circuits');
  const devices = await read<DevicePage>('/api/v1/devices?limit=1');
  const works = await read<WorkPage>('/api/v1/works?limit=1');
  return [
    ...['/overview', '/portfolio', '/faults', '/alarms', '/alarms/shelves'],
    ...['/sla', `/sla/circuits/${items[0]?.id ?? ''}`, '/sla/exclusions', '/sla/terms'],
    ...['/circuits', '/circuits/tiles', `/circuits/${items[0]?.id ?? ''}`],
    `/circuits/${items[0]?.id ?? ''}?from=now-7d&to=now&compare=1&at=1`,
    ...['/devices', '/devices/new', `/devices/${devices.items[0]?.id ?? ''}`, '/inventory-notices'],
    ...[
      '/works',
      '/works/new',
      '/works/blackouts',
      `/works/${works.items[0]?.id ?? ''}`,
      '/collectors',
      '/tickets',
      '/tickets/new',
      '/ticket-queue',
      '/norms',
      '/rate#a-link-that-nobody-was-sent',
      '/audit',
      '/customers',
      '/imports',
      '/traps',
      '/users',
      '/users/tokens',
      '/account',
      '/notices',
      '/notices/settings',
      '/notices/rooms',
      '/notices/ledger',
      '/notices/preview',
      '/roles',
      '/sign-in',
      '/forgotten',
    ],
    ...['/reset#a-link-that-nobody-was-sent', '/invitation#a-link-that-nobody-was-sent'],
  ];
}

async function opened(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('lw-skeleton')).toHaveCount(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const language of ['zh-CN', 'en']) {
    test(`nothing keeps anybody out: WCAG 2.2 AA, ${colorScheme}, ${language}`, async ({ visit }) => {
      const { page, read } = await visit(PLATFORM_ADMIN);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.addInitScript((chosen) => localStorage.setItem('linewatch.language', chosen), language);
      for (const path of await pathsOf(read)) {
        await opened(page, path);
        // Evaluated, not added as a script: our content security policy lets no script in.
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(
          (values) =>
            (globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
              runOnly: { type: 'tag', values },
            }),
          RULES,
        );
        const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
        expect(found, path).toEqual([]);
      }
    });
  }
}

test('a phone shows every page without scrolling sideways', async ({ visit }) => {
  const { page, read } = await visit(PLATFORM_ADMIN);
  await page.setViewportSize(PHONE);
  for (const language of ['zh-CN', 'en']) {
    await page.addInitScript((chosen) => localStorage.setItem('linewatch.language', chosen), language);
    for (const path of await pathsOf(read)) {
      await opened(page, path);
      // Parts of a page come after its head, and any of them can be too wide.
      await page.waitForLoadState('networkidle');
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${path} ${language}`,
      ).toBeLessThanOrEqual(PHONE.width);
    }
  }
});
