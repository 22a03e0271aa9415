import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { NoticeBrowserList } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { BrowserPush, nameOf, type PushAbility, type PushSubscriptionForm } from '../../core/push/browser-push';
import { BrowserFields } from './browser-fields';

const URL = '/api/v1/notice-browsers';
const OWN = 'f'.repeat(64);
const FORM: PushSubscriptionForm = {
  ...{ name: 'Chrome · Linux', endpoint: 'https://push.example/1' },
  keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) },
};
const listed = (fingerprint: string): NoticeBrowserList['items'][number] => ({
  ...{ id: idOf(1), name: 'Chrome · Linux', fingerprint, addedAt: '2026-11-22T01:00:00.000Z', toldAt: null },
});

/** A browser that answers as a spec says; none asks the maker of the one that runs the specs. */
class ObedientBrowser {
  readonly can = signal<PushAbility>('possible');
  isOn = false;
  says: PushSubscriptionForm | undefined = FORM;
  ability = (): PushAbility => this.can();
  fingerprint = (): Promise<string | undefined> => Promise.resolve(this.isOn ? OWN : undefined);
  subscribe = (): Promise<PushSubscriptionForm | undefined> => {
    this.isOn = this.says !== undefined;
    return Promise.resolve(this.says);
  };
  unsubscribe = (): Promise<void> => {
    this.isOn = false;
    return Promise.resolve();
  };
}

describe('the browsers that show notices', () => {
  let bed: PageBed;
  let browser: ObedientBrowser;
  let page: HTMLElement;
  let changes: number;

  async function opened(items: NoticeBrowserList['items'] = []): Promise<void> {
    const fixture = TestBed.createComponent(BrowserFields);
    fixture.componentInstance.changed.subscribe(() => (changes += 1));
    fixture.autoDetectChanges();
    page = fixture.nativeElement as HTMLElement;
    await shown(items);
  }

  beforeEach(async () => {
    browser = new ObedientBrowser();
    TestBed.configureTestingModule({ providers: [{ provide: BrowserPush, useValue: browser }] });
    bed = await openBed();
    changes = 0;
  });

  const asked = (method: string, url = URL) =>
    eventually(() => bed.http.match((request) => request.method === method && request.url === url)[0]);
  const shown = async (items: NoticeBrowserList['items']): Promise<void> =>
    (await asked('GET')).flush({ publicKey: 'K'.repeat(87), items });
  const button = (words: string): HTMLButtonElement | undefined =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words);

  it('begin with this one, which is tried and switched off again', async () => {
    await opened();
    (await eventually(() => button('在此浏览器开启'))).click();
    const added = await asked('POST');
    expect(added.request.body).toEqual(FORM);
    added.flush(listed(OWN), { status: 201, statusText: 'Created' });
    await shown([listed(OWN)]);
    await eventually(() => page.textContent.includes('当前浏览器'));
    expect(button('在此浏览器开启')).toBeUndefined();
    expect(changes).toBe(1);

    (await eventually(() => button('发送测试'))).click();
    (await asked('POST', `${URL}/${idOf(1)}/test`)).flush({ isDelivered: false, failure: 'http-500' });
    await shown([listed(OWN)]);
    await eventually(() => page.textContent.includes('HTTP 500'));

    const off = await eventually(() => (button('停用')?.disabled === false ? button('停用') : undefined));
    off.click();
    (await asked('DELETE', `${URL}/${idOf(1)}`)).flush(null, { status: 204, statusText: 'No Content' });
    await shown([]);
    await eventually(() => button('在此浏览器开启'));
    expect(browser.isOn).toBeFalse();
  });

  it('stay as they are when the person says no', async () => {
    browser.says = undefined;
    await opened([listed('0'.repeat(64))]);
    (await eventually(() => button('在此浏览器开启'))).click();
    await eventually(() => button('在此浏览器开启')?.disabled === false);
    expect(bed.http.match(({ method }) => method === 'POST')).toEqual([]);
    expect(page.textContent).not.toContain('当前浏览器');
  });

  it('say that the maker of this one gave it no address, and can be asked again', async () => {
    browser.subscribe = () => Promise.reject(new DOMException('Registration failed', 'AbortError'));
    await opened();
    (await eventually(() => button('在此浏览器开启'))).click();
    await eventually(() => page.querySelector('[role=alert]')?.textContent.includes('无痕窗口') === true);
    expect(button('在此浏览器开启')?.disabled).toBeFalse();
    expect(bed.http.match(({ method }) => method === 'POST')).toEqual([]);
  });

  it('say why this one cannot be among them', async () => {
    browser.can.set('forbidden');
    await opened();
    await eventually(() => page.textContent.includes('请先在浏览器中允许'));
    expect(button('在此浏览器开启')).toBeUndefined();
  });

  it('are called as people call them', () => {
    const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0';
    expect(nameOf(edge)).toBe('Edge · Windows');
    expect(nameOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1')).toBe(
      'Safari · iOS',
    );
    expect(nameOf('curl')).toBe('Browser');
  });
});
