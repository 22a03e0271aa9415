import { RouterTestingHarness } from '@angular/router/testing';
import { aSession, FEED } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { ViewAsPage } from './view-as-page';

const CUSTOMERS = '/api/v1/session/view-as/customers';

describe('the page to take the view of a customer', () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed([{ path: 'view-as', component: ViewAsPage }], aSession({ role: 'NOC_OPERATOR' }));
    const harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/view-as');
    page = await eventually(() => harness.routeNativeElement);
  });

  const asked = () => bed.http.match(({ url }) => url === CUSTOMERS)[0];

  it('asks for the customer whose name was typed', async () => {
    (await eventually(asked)).flush({ items: [] });
    await eventually(() => page.textContent.includes('没有这样的名称'));
    const box = page.querySelector<HTMLInputElement>('input[type=search]');
    if (box === null) throw new Error('no field');
    box.value = ' 华彩 ';
    box.dispatchEvent(new Event('change'));
    const request = await eventually(asked);
    expect(request.request.params.get('search')).toBe('华彩');
    request.flush({ items: [{ id: FEED, nameZh: '华彩银行', nameEn: 'Huacai Bank' }] });
    await eventually(() => page.querySelector('li button')?.getAttribute('aria-label')?.includes('华彩银行'));
  });

  it('says why the view was not given', async () => {
    (await eventually(asked)).flush({ items: [{ id: FEED, nameZh: '华彩银行', nameEn: 'Huacai Bank' }] });
    (await eventually(() => page.querySelector<HTMLButtonElement>('li button'))).click();
    const request = await eventually(() => bed.http.match('/api/v1/session/view-as')[0]);
    expect(request.request.body).toEqual({ customer: FEED });
    request.flush({ type: 'x', title: 'x', status: 403, code: 'session.forbidden' }, { status: 403, statusText: 'x' });
    expect((await eventually(() => page.querySelector('[role=alert]'))).textContent.trim().length).toBeGreaterThan(4);
  });
});
