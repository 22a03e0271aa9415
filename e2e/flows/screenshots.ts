import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import type { CircuitPage as CircuitList } from '@linewatch/shared';
import config from '../playwright.config.ts';
import { ENGINEER_OF_A, plainLineOf } from '../fixtures/demo.ts';
import { PracticeNetwork } from '../fixtures/practice-network.ts';
import { type Product, startProduct } from '../fixtures/product.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';
import { SignInPage } from '../pages/sign-in.page.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const LANGUAGES = ['zh', 'en'] as const;
const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const DOWN = /中断|Down/;

interface Look {
  readonly language: (typeof LANGUAGES)[number];
  readonly theme: (typeof THEMES)[number];
  readonly size: (typeof SIZES)[number];
}

/** `npm run screenshots`: the pictures of the README and the manual, from the running product with one line down. */
async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const product = await startProduct({ DEMO_INTERVAL_S: '5' });
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const broken = plainLineOf(ENGINEER_OF_A).code;
    await everyLineHasARate(browser, product);
    await new PracticeNetwork(product.practice).perform({ do: 'down', circuit: broken, end: 'Z' });
    for (const language of LANGUAGES) {
      for (const theme of THEMES) {
        for (const size of SIZES) await portray(browser, product, broken, { language, theme, size });
      }
    }
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** The first rates come with the second reading of each port. */
async function everyLineHasARate(browser: Browser, { portal }: Product): Promise<void> {
  const context = await browser.newContext({ baseURL: portal });
  const { email, password } = ENGINEER_OF_A;
  const page = await context.newPage();
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(email, password);
  await expect
    .poll(async () => (await circuits(page)).filter(({ inBps }) => inBps === null).length, { timeout: 60_000 })
    .toBe(0);
  await context.close();
}

/** The circuits as the API lists them for whoever is signed in on a page. */
async function circuits(page: Page): Promise<CircuitList['items']> {
  const answer = await page.request.get('/api/v1/circuits');
  return answer.ok() ? ((await answer.json()) as CircuitList).items : [];
}

/** Signs in with one look of the portal and takes the list and the page of the broken line. */
async function portray(
  browser: Browser,
  { portal }: Product,
  broken: string,
  { language, theme, size }: Look,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: portal,
    viewport: size,
    colorScheme: theme,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    (chosen) => localStorage.setItem('linewatch.language', chosen),
    language === 'zh' ? 'zh-CN' : 'en',
  );
  const page = await context.newPage();
  const name = (what: string): string => `${FOLDER}${what}-${language}-${theme}-${size.width}.png`;

  const signIn = new SignInPage(page);
  await signIn.open();
  await settle(page);
  await page.screenshot({ path: name('sign-in') });
  await signIn.signIn(ENGINEER_OF_A.email, ENGINEER_OF_A.password);

  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
  const list = new CircuitsPage(page);
  await list.open();
  await list.status(broken).filter({ hasText: DOWN }).waitFor();
  await settle(page);
  await page.screenshot({ path: name('circuits') });

  const other = (await circuits(page)).find(({ status }) => status === 'running');
  await page.goto(`/circuits/${other?.id ?? ''}`);
  await page.locator('canvas, svg').first().waitFor();
  await settle(page);
  await page.screenshot({ path: name('circuit') });
  await context.close();
}

/** Waits until fonts are there and nothing is on its way. The socket stays open, so it is not waited for. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
}

await main();
