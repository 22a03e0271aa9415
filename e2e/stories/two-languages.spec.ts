import en from '../../portal/src/i18n/en.json' with { type: 'json' };
import zh from '../../portal/src/i18n/zh-CN.json' with { type: 'json' };
import type { CircuitPage } from '@linewatch/shared';
import { ENGINEER_OF_A, NOC_OPERATOR } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

/** `a.b.c` for each text of a catalogue. */
function keysOf(catalogue: object, prefix = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

const KEYS = keysOf(zh);

test('both catalogues hold the same keys, and none is empty', () => {
  expect(keysOf(en)).toEqual(KEYS);
  for (const text of [...KEYS.map((key) => at(zh, key)), ...KEYS.map((key) => at(en, key))]) expect(text).not.toBe('');
});

function at(catalogue: object, key: string): unknown {
  if (key in catalogue) return (catalogue as Record<string, unknown>)[key];
  return key
    .split('.')
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], catalogue);
}

for (const [language, other] of [
  ['zh-CN', 'English'],
  ['en', '中文'],
] as const) {
  test(`no page shows a key instead of a text, ${language}`, async ({ visit }) => {
    const { page, read } = await visit(NOC_OPERATOR);
    await page.addInitScript((chosen) => localStorage.setItem('linewatch.language', chosen), language);
    const { items } = await read<CircuitPage>('/api/v1/circuits');
    const paths = [
      '/overview',
      '/faults',
      '/alarms',
      '/alarms/shelves',
      '/circuits',
      `/circuits/${items[0]?.id ?? ''}`,
      '/devices',
      '/collectors',
      '/traps',
      '/no-such-page',
      '/sign-in',
      '/setup',
    ];

    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      const texts = await page.locator('body').innerText();
      const words = new Set(texts.split(/[\s，。,:：()（）]+/u));
      expect(
        KEYS.filter((key) => key.includes('.') && words.has(key)),
        path,
      ).toEqual([]);
    }
    await page.goto('/circuits');
    await expect(page.getByRole('button', { name: other })).toBeVisible();
  });
}

test('the language changes at run time, and the address stays', async ({ visit }) => {
  const { page } = await visit(ENGINEER_OF_A);
  await page.goto('/circuits?sort=code');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('电路');

  await page.getByRole('button', { name: 'English' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Circuits');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL(/sort=code/);
});
