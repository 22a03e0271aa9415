import { TestBed } from '@angular/core/testing';
import type { NoticeBrowserList } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { answeredWithin, BrowserPush } from './browser-push';
import { BrowserSignOut } from './browser-sign-out';

const URL = '/api/v1/notice-browsers';
const OWN = 'f'.repeat(64);
const listed = (id: number, fingerprint: string): NoticeBrowserList['items'][number] => ({
  ...{ id: idOf(id), name: 'Chrome · Linux', fingerprint, addedAt: '2026-11-22T01:00:00.000Z', toldAt: null },
});

/** A browser that shows notices, or does not. */
class SwitchedBrowser {
  isOn = true;
  fingerprint = (): Promise<string | undefined> => Promise.resolve(this.isOn ? OWN : undefined);
  unsubscribe = (): Promise<void> => {
    this.isOn = false;
    return Promise.resolve();
  };
}

describe('a browser whose person signs out', () => {
  let bed: PageBed;
  let browser: SwitchedBrowser;

  beforeEach(async () => {
    browser = new SwitchedBrowser();
    TestBed.configureTestingModule({ providers: [{ provide: BrowserPush, useValue: browser }] });
    bed = await openBed();
  });

  const asked = (method: string, url = URL) =>
    eventually(() => bed.http.match((request) => request.method === method && request.url === url)[0]);

  it('shows no notices any more, and the house forgets this one of theirs', async () => {
    const over = TestBed.inject(BrowserSignOut).switchOff();
    (await asked('GET')).flush({ publicKey: 'K'.repeat(87), items: [listed(1, '0'.repeat(64)), listed(2, OWN)] });
    (await asked('DELETE', `${URL}/${idOf(2)}`)).flush(null, { status: 204, statusText: 'No Content' });
    await over;
    expect(browser.isOn).toBeFalse();
  });

  it('is silent even when the house does not answer', async () => {
    const over = TestBed.inject(BrowserSignOut).switchOff();
    (await asked('GET')).flush(null, { status: 503, statusText: 'Service Unavailable' });
    await expectAsync(over).toBeRejected();
    expect(browser.isOn).toBeFalse();
  });

  it('that shows none asks nobody', async () => {
    browser.isOn = false;
    await TestBed.inject(BrowserSignOut).switchOff();
    expect(bed.http.match(() => true)).toEqual([]);
  });

  it('of which the maker never answers is given up, and what comes too late is undone', async () => {
    let bring: (value: string) => void = () => undefined;
    const asking = new Promise<string>((resolve) => (bring = resolve));
    const undone: string[] = [];
    await expectAsync(answeredWithin(1, asking, (late) => undone.push(late))).toBeRejectedWithError(
      DOMException,
      'No answer',
    );
    bring('late');
    await asking;
    expect(undone).toEqual(['late']);
    expect(await answeredWithin(60_000, Promise.resolve('in time'), (late) => undone.push(late))).toBe('in time');
    expect(undone).toEqual(['late']);
  });
});
