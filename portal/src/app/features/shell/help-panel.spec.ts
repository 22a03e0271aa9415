import { Component } from '@angular/core';
import { TitleStrategy } from '@angular/router';
import { TestBed } from '@angular/core/testing';
import { RouterTestingHarness } from '@angular/router/testing';
import en from '../../../i18n/en.json';
import zh from '../../../i18n/zh-CN.json';
import { eventually, openBed } from '../../../testing/page-bed';
import { PageTitle } from '../../core/a11y/page-title';
import { Language } from '../../core/i18n/language';
import { HelpPanel } from './help-panel';

@Component({ selector: 'lw-any-page', imports: [HelpPanel], template: '<lw-help-panel />' })
class AnyPage {}

describe('the help', () => {
  async function open(title: string): Promise<HTMLElement> {
    TestBed.configureTestingModule({ providers: [{ provide: TitleStrategy, useExisting: PageTitle }] });
    await openBed([{ path: 'page', title, component: AnyPage }]);
    const harness = await RouterTestingHarness.create('/page');
    const page = await eventually(() => harness.routeNativeElement);
    page.querySelector<HTMLButtonElement>('.opener')?.click();
    await eventually(() => page.querySelector('dialog[open] .sheet'));
    return page;
  }

  const text = (page: HTMLElement): string => page.querySelector('dialog')?.textContent ?? '';

  it('is of the page that is open, in the language in force', async () => {
    const page = await open('title.circuits');
    expect(text(page)).toContain(zh.help.page.circuits.about);
    await TestBed.inject(Language).choose('en');
    expect(await eventually(() => text(page).includes(en.help.page.circuits.about))).toBeTrue();
    expect(page.querySelectorAll('dialog ul li').length).toBe(en.help.page.circuits.how.split('\n').length);
  });

  it('is the general one where a page has no words of its own', async () => {
    const page = await open('title.notFound');
    expect(text(page)).toContain(zh.help.page.general.about);
  });
});
