import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../fixtures/test.ts';

/** Runs the API with one customer of 500 circuits at 40 sites; some lines are down. */
const HOUSE = fileURLToPath(new URL('../../api/dist/bench/tiles-house.js', import.meta.url));
const UP_WITHIN_MS = 120_000;

interface TilesHouse {
  readonly url: string;
  readonly cookie: string;
  readonly circuits: number;
  readonly failed: number;
}

async function openHouse(process: ChildProcess): Promise<TilesHouse> {
  const ended = once(process, 'exit').then(() => Promise.reject(new Error('the house of 500 lines did not open')));
  const [told] = (await Promise.race([once(process, 'message'), ended])) as [TilesHouse];
  return told;
}

test('five hundred lines stand on one screen, by site, the broken ones first, and each state by itself (LIV7)', async ({
  browser,
}) => {
  test.setTimeout(UP_WITHIN_MS + 60_000);
  const house = fork(HOUSE);
  try {
    const { url, cookie, circuits, failed } = await openHouse(house);
    const context = await browser.newContext({ baseURL: url });
    const [name = '', value = ''] = cookie.split('=');
    const secure = url.replace('http:', 'https:');
    await context.addCookies([{ name, value, url: secure, secure: true, httpOnly: true, sameSite: 'Lax' }]);
    const page = await context.newPage();
    await page.goto('/circuits/tiles');

    const tiles = page.locator('a.tile');
    await expect(tiles).toHaveCount(circuits);
    await expect(page.getByRole('button', { name: '加载更多' })).toHaveCount(0);
    await expect(page.locator('a.tile.is-failed')).toHaveCount(failed);

    // Each line once, at its site.
    const addresses = await tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('href')));
    expect(new Set(addresses).size).toBe(circuits);
    const sites = page.locator('.wall section');
    await expect(sites).toHaveCount(40);
    const broken = await sites.evaluateAll((all) => all.map((site) => site.querySelectorAll('.is-failed').length));
    const firstWell = broken.indexOf(0);
    expect(broken.slice(0, firstWell).reduce((sum, count) => sum + count, 0)).toBe(failed);
    expect(broken.slice(firstWell).every((count) => count === 0)).toBe(true);
    for (const site of await sites.all()) {
      const states = await site
        .locator('a.tile')
        .evaluateAll((all) => all.map((tile) => tile.getAttribute('class') ?? ''));
      const firstWell = states.findIndex((state) => state.includes('is-running'));
      expect(firstWell).toBeGreaterThanOrEqual(0);
      expect(states.slice(firstWell).some((state) => state.includes('is-failed'))).toBe(false);
    }

    await page.getByRole('button', { name: /中断/ }).first().click();
    await expect(tiles).toHaveCount(failed);
    await context.close();
  } finally {
    const ended = once(house, 'exit');
    house.disconnect();
    await ended;
  }
});
