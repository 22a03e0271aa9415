import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { CircuitPage, NoticeSubscription } from '@linewatch/shared';
import { aPage, aRow, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { SubscriptionFields } from './subscription-fields';

const SITES: CircuitPage['sites'] = [
  { id: idOf(1), nameZh: '总行大厦', nameEn: 'Head office' },
  { id: idOf(2), nameZh: '岳阳分行', nameEn: 'Yueyang' },
];
const FIRST = aRow({ id: idOf(11), code: 'HB-MV-1001', name: '总行—岳阳' });
const SECOND = aRow({ id: idOf(12), code: 'HB-MV-1002', name: '总行—衡阳', alias: '衡阳主线' });
const FAR = aRow({ id: idOf(13), code: 'HB-MV-1999', name: '总行—常德' });

@Component({
  selector: 'lw-any-page',
  imports: [SubscriptionFields],
  template: `<lw-subscription-fields
    [(subscription)]="subscription"
    [canText]="false"
    [canPush]="false"
    [number]="0"
  />`,
})
class AnyPage {
  readonly subscription = signal<NoticeSubscription>({ leastSeverity: 'minor', reach: { type: 'all' }, told: [] });
}

describe('what one wants to be told of', () => {
  let bed: PageBed;
  let page: HTMLElement;
  let wish: AnyPage['subscription'];

  beforeEach(async () => {
    bed = await openBed();
    const fixture = TestBed.createComponent(AnyPage);
    page = fixture.nativeElement as HTMLElement;
    wish = fixture.componentInstance.subscription;
    await fixture.whenStable();
  });

  const box = (words: string): HTMLInputElement | null | undefined =>
    [...page.querySelectorAll('label')]
      .find(({ textContent }) => textContent.includes(words))
      ?.querySelector<HTMLInputElement>('input');
  const answered = async (items: Parameters<typeof aPage>[0]): Promise<string | null> => {
    const asked = await eventually(() => bed.http.match(({ url }) => url === '/api/v1/circuits')[0]);
    asked.flush(aPage(items, { sites: SITES }));
    return asked.request.params.get('q');
  };
  const search = (words: string): void => {
    const field = page.querySelector<HTMLInputElement>('input[type=search]');
    if (field === null) throw new Error('there is nothing to search by');
    field.value = words;
    field.dispatchEvent(new Event('change'));
  };

  it('can be that of some sites alone, found by their names', async () => {
    box('只限所选站点')?.click();
    await answered([FIRST]);
    await eventually(() => box('总行大厦'));
    expect(page.textContent).toContain('至少选择一项');
    search('岳阳');
    await eventually(() => box('总行大厦') === undefined);
    box('岳阳分行')?.click();
    expect(wish().reach).toEqual({ type: 'sites', ids: [idOf(2)] });
  });

  it('can be that of some circuits alone, also of one that only a search finds', async () => {
    box('只限所选电路')?.click();
    expect(await answered([FIRST, SECOND])).toBeNull();
    (await eventually(() => box('衡阳主线'))).click();
    search('1999');
    expect(await answered([FAR])).toBe('1999');
    (await eventually(() => box('HB-MV-1999'))).click();
    expect(wish().reach).toEqual({ type: 'circuits', ids: [SECOND.id, FAR.id] });
    await eventually(() => page.textContent.includes('已选 2 项'));
    expect(page.textContent).not.toContain('不在可选列表中');
    box('我能看到的全部电路')?.click();
    expect(wish().reach).toEqual({ type: 'all' });
  });

  it('says what was chosen and is not there any more, and drops it by a press', async () => {
    wish.update((before) => ({ ...before, reach: { type: 'circuits', ids: [FIRST.id, idOf(99)] } }));
    await answered([FIRST, SECOND]);
    expect((await eventually(() => box('HB-MV-1001'))).checked).toBeTrue();
    await eventually(() => page.textContent.includes('另有 1 项已选'));
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.includes('取消选择这些项'))?.click();
    expect(wish().reach).toEqual({ type: 'circuits', ids: [FIRST.id] });
  });
});
