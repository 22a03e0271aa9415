import { RouterTestingHarness } from '@angular/router/testing';
import { aSession, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { DeskCallbacksPage } from './desks-page';

const HUB = '/api/v1/tmf621/v5/hub';
const CALLBACK = 'https://desk.bank.example/listener?key=7';

describe('the page of the callbacks of a service desk', () => {
  let bed: PageBed;
  let page: HTMLElement;

  async function open(session = aSession({ role: 'CUSTOMER_ADMIN' })): Promise<void> {
    bed = await openBed([{ path: 'desks', component: DeskCallbacksPage }], session);
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/desks');
    page = await eventually(() => harness.routeNativeElement);
    (await asked('/api/v1/desk-callbacks')).flush({ items: [] });
    await eventually(() => page.textContent.includes('没有登记的回调'));
  }

  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);
  const button = (words: string): HTMLButtonElement | undefined =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words);

  async function fillIn(): Promise<void> {
    button('登记回调')?.click();
    const address = await eventually(() => page.querySelector<HTMLInputElement>('#desk-callback'));
    address.value = CALLBACK;
    const version = await eventually(() => page.querySelector<HTMLSelectElement>('#desk-version'));
    version.value = 'v5';
    version.dispatchEvent(new Event('change'));
  }

  it('registers one for the events that were left ticked, and shows its secret', async () => {
    await open();
    await fillIn();
    const [, second] = page.querySelectorAll<HTMLInputElement>('lw-desk-form input[type=checkbox]');
    second?.click();
    button('登记')?.click();
    const sent = await asked(HUB);
    expect(sent.request.body).toEqual({
      callback: CALLBACK,
      query:
        'eventType=TroubleTicketCreateEvent,TroubleTicketStatusChangeEvent,TroubleTicketResolvedEvent,TroubleTicketInformationRequiredEvent',
    });
    sent.flush({ id: idOf(1), callback: 'desk.bank.example', query: '', isEnabled: true, secret: 'whsec_AAAA' });
    const secret = await eventually(() => page.querySelector('.secret'));
    expect(secret.textContent).toBe('whsec_AAAA');
    expect(page.querySelector('lw-desk-form')).toBeNull();
    (await asked('/api/v1/desk-callbacks')).flush({ items: [] });
  });

  it('says why an address is refused, and keeps what was typed', async () => {
    await open();
    await fillIn();
    button('登记')?.click();
    const problem = { type: 'x', title: 'x', status: 422, code: 'notice-room.address-refused' };
    (await asked(HUB)).flush(problem, { status: 422, statusText: 'Unprocessable' });
    expect(await eventually(() => page.querySelector('[role=alert]'))).toBeTruthy();
    expect(page.querySelector<HTMLInputElement>('#desk-callback')?.value).toBe(CALLBACK);
  });

  it('offers nothing to register to the operator’s own people', async () => {
    await open(aSession({ role: 'NOC_OPERATOR', customers: [] }));
    expect(button('刷新')).toBeDefined();
    expect(button('登记回调')).toBeUndefined();
  });
});
