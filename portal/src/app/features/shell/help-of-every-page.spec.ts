import type { DefaultExport, Routes } from '@angular/router';
import en from '../../../i18n/en.json';
import zh from '../../../i18n/zh-CN.json';
import { routes } from '../../app.routes';

interface HelpText {
  readonly about: string;
  readonly how: string;
}

/** Titles of all pages at or below some routes; a page without one of its own has that of the route above it. */
async function titlesOf(some: Routes, above?: string): Promise<string[]> {
  const titles: string[] = [];
  for (const { title, redirectTo, children, loadChildren } of some) {
    if (redirectTo !== undefined) continue;
    const own = typeof title === 'string' ? title : above;
    const loaded = (await loadChildren?.()) as Routes | DefaultExport<Routes> | undefined;
    const inner = children ?? (loaded !== undefined && 'default' in loaded ? loaded.default : loaded);
    titles.push(...(inner === undefined ? [own ?? 'a page without a title'] : await titlesOf(inner, own)));
  }
  return titles;
}

describe('the help (SLF5)', () => {
  const texts = (catalogue: typeof zh | typeof en): Readonly<Record<string, HelpText>> => catalogue.help.page;

  it('has words of its own for every page of the portal, in both languages', async () => {
    // What is outside of the portal's frame has no help to open.
    const inside = routes.flatMap(({ path, children }) => (path === '' ? (children ?? []) : []));
    const pages = [...new Set(await titlesOf(inside))].filter((title) => title !== 'title.notFound');
    expect(pages.length).toBeGreaterThan(40);
    for (const page of pages.map((title) => title.replace('title.', ''))) {
      for (const catalogue of [zh, en]) {
        expect(texts(catalogue)[page]?.about).withContext(page).toMatch(/\S{3}/);
        expect(texts(catalogue)[page]?.how).withContext(page).toMatch(/\S{3}/);
      }
    }
  });

  it('says nothing of a page that there is no more', async () => {
    const inside = new Set((await titlesOf(routes)).map((title) => title.replace('title.', '')));
    for (const page of Object.keys(zh.help.page))
      if (page !== 'general') expect(inside).withContext(page).toContain(page);
  });
});
