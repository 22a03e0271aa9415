import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { NoticeSubscription } from '@linewatch/shared';
import { idOf } from '../../../testing/circuits';
import { eventually, openBed } from '../../../testing/page-bed';
import { SubscriptionFields } from './subscription-fields';

@Component({
  selector: 'lw-any-page',
  imports: [SubscriptionFields],
  template: `<lw-subscription-fields
    [(subscription)]="subscription"
    [circuits]="[]"
    [sites]="sites"
    [canText]="false"
    [canPush]="false"
    [number]="0"
  />`,
})
class AnyPage {
  readonly subscription = signal<NoticeSubscription>({ leastSeverity: 'minor', reach: { type: 'all' }, told: [] });
  readonly sites = [
    { id: idOf(1), nameZh: '总行大厦', nameEn: 'Head office' },
    { id: idOf(2), nameZh: '岳阳分行', nameEn: 'Yueyang' },
  ];
}

describe('what one wants to be told of', () => {
  it('can be that of some sites alone, and begins with one', async () => {
    await openBed();
    const fixture = TestBed.createComponent(AnyPage);
    const page = fixture.nativeElement as HTMLElement;
    await fixture.whenStable();
    const labelled = (words: string) =>
      [...page.querySelectorAll('label')]
        .find(({ textContent }) => textContent.includes(words))
        ?.querySelector<HTMLInputElement>('input');
    // Of circuits there are none to choose from.
    expect(labelled('只限所选电路')?.disabled).toBeTrue();
    labelled('只限所选站点')?.click();
    const second = await eventually(() => labelled('岳阳分行'));
    expect(fixture.componentInstance.subscription().reach).toEqual({ type: 'sites', ids: [idOf(1)] });
    second.click();
    expect(fixture.componentInstance.subscription().reach).toEqual({ type: 'sites', ids: [idOf(1), idOf(2)] });
  });
});
