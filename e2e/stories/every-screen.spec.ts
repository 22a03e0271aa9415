import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CircuitPage, CustomerPage, DevicePage, ReportPage, WorkPage } from '@linewatch/shared';
import type { AxeResults } from 'axe-core';
import type { Page } from '@playwright/test';
import { PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 up to level AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 390, height: 844 };

type Read = <Answer>(path: string) => Promise<Answer>;

async function linesOf(read: Read): Promise<string[]> {
  const { items } = await read<CircuitPage>('/api/v1/circuits');
  const circuit = `/circuits/${items[0]?.id ?? ''}`;
  const looking = `${circuit}?from=now-7d&to=now&compare=1&at=1`;
  const month = `/sla/circuits/${items[0]?.id ?? ''}`;
  const sla = ['/sla', month, `${month}/compare?month=2026-01`, '/sla/exclusions', '/sla/terms'];
  const written = ['/circuits/new', `${circuit}/edit`, `${circuit}/measure-points`];
  const lists = [
    '/circuits',
    '/circuits/tiles',
    '/circuits/map',
    '/circuits/then?at=1795251600000',
    '/reports',
    '/reports/schedules',
  ];
  const { items: customers } = await read<CustomerPage>('/api/v1/customers?limit=1');
  const story = `/reports/stories/${customers[0]?.id ?? ''}`;
  const { items: reports } = await read<ReportPage>('/api/v1/reports?limit=1');
  const versions = reports.map(({ id }) => `/reports/${id}/compare`);
  return ['/overview', '/portfolio', story, ...lists, ...versions, circuit, looking, ...written, ...sla];
}

async function troublesOf(read: Read): Promise<string[]> {
  const works = await read<WorkPage>('/api/v1/works?limit=1');
  return [
    ...['/faults', '/alarms', '/alarms/shelves', '/shift'],
    ...['/works', '/works/new', '/works/blackouts', `/works/${works.items[0]?.id ?? ''}`],
    ...[
      '/tickets',
      '/tickets/new',
      '/tickets/change',
      '/tickets/fault-reports',
      '/ticket-queue',
      '/norms',
      '/norms/duty',
    ],
    ...['/codes', '/brand'],
    '/rate#a-link-that-nobody-was-sent',
  ];
}

async function networkOf(read: Read): Promise<string[]> {
  const devices = await read<DevicePage>('/api/v1/devices?limit=1');
  return [
    ...[
      '/devices',
      '/devices/new',
      '/devices/profiles',
      `/devices/${devices.items[0]?.id ?? ''}`,
      '/inventory-notices',
      '/collectors',
    ],
    ...['/traps', '/imports', '/customers', '/audit'],
  ];
}

function peopleOf(): Promise<string[]> {
  return Promise.resolve([
    ...['/notices', '/notices/settings', '/notices/rooms', '/notices/desks', '/notices/ladder'],
    ...['/notices/ledger'],
    ...['/notices/preview', '/acknowledge#a-link-that-nobody-was-sent'],
    ...['/users', '/users/tokens', '/users/sign-in', '/account', '/roles', '/sign-in', '/forgotten'],
    ...['/reset#a-link-that-nobody-was-sent', '/invitation#a-link-that-nobody-was-sent'],
  ]);
}

/** All screens, in parts that a test gets through. */
const PARTS = { lines: linesOf, troubles: troublesOf, network: networkOf, people: peopleOf };
const PATIENCE_MS = 150_000;

async function opened(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('lw-skeleton')).toHaveCount(0);
}

/**
 * Looks at every path, in two tabs: while one waits for the API the other computes.
 *
 * @param page somebody who is signed in
 * @param ready what a tab needs before its first page
 * @returns what was found, by path
 */
async function ofEach(
  paths: readonly string[],
  page: Page,
  ready: (tab: Page) => Promise<void>,
  look: (tab: Page, path: string) => Promise<string[]>,
): Promise<string[]> {
  const left = [...paths];
  const found: string[] = [];
  const walk = async (tab: Page): Promise<void> => {
    await ready(tab);
    for (let path = left.shift(); path !== undefined; path = left.shift()) found.push(...(await look(tab, path)));
  };
  const second = await page.context().newPage();
  await Promise.all([page, second].map(walk));
  await second.close();
  return found.sort();
}

for (const [part, pathsOf] of Object.entries(PARTS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const language of ['zh-CN', 'en']) {
      test(`nothing keeps anybody out of ${part}: WCAG 2.2 AA, ${colorScheme}, ${language}`, async ({ visit }) => {
        test.setTimeout(PATIENCE_MS);
        const { page, read } = await visit(PLATFORM_ADMIN);
        const ready = async (tab: Page): Promise<void> => {
          await tab.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          await tab.addInitScript((chosen) => localStorage.setItem('linewatch.language', chosen), language);
        };
        expect(await ofEach(await pathsOf(read), page, ready, violationsOf)).toEqual([]);
      });
    }
  }

  test(`a phone shows every page of ${part} without scrolling sideways`, async ({ visit }) => {
    test.setTimeout(PATIENCE_MS);
    const { page, read } = await visit(PLATFORM_ADMIN);
    for (const language of ['zh-CN', 'en']) {
      const ready = async (tab: Page): Promise<void> => {
        await tab.setViewportSize(PHONE);
        await tab.addInitScript((chosen) => localStorage.setItem('linewatch.language', chosen), language);
      };
      expect(await ofEach(await pathsOf(read), page, ready, tooWide), language).toEqual([]);
    }
  });
}

async function tooWide(page: Page, path: string): Promise<string[]> {
  await opened(page, path);
  // Parts of a page come after its head, and any of them can be too wide.
  await page.waitForLoadState('networkidle');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > PHONE.width ? [`${path}: ${String(width)} px`] : [];
}

async function violationsOf(page: Page, path: string): Promise<string[]> {
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
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${path} ${id}: ${node.html.slice(0, 160)}`));
}
