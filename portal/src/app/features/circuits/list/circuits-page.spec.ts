import type { HttpTestingController, TestRequest } from '@angular/common/http/testing';
import { Router, type Routes } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Title } from '@angular/platform-browser';
import { TestBed } from '@angular/core/testing';
import { aPage, aRow, FEED, idOf, liveOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { CircuitsPage } from './circuits-page';

const FIRST = aRow({ id: idOf(11), code: 'HB-MV-1001', name: '杭州专线' });
const SECOND = aRow({ id: idOf(12), code: 'HB-MV-1002', name: '宁波专线' });

function listRequest(http: HttpTestingController): Promise<TestRequest> {
  return eventually(() => http.match(({ url }) => url === '/api/v1/circuits')[0]);
}

describe('the page of circuits', () => {
  let bed: PageBed;
  let harness: RouterTestingHarness;

  async function open(address = '/circuits', further: Routes = []): Promise<HTMLElement> {
    bed = await openBed([{ path: 'circuits', component: CircuitsPage }, ...further]);
    harness = await RouterTestingHarness.create();
    // Not awaited: the navigation counts as done only when every request is answered, which is what a spec does.
    void harness.navigateByUrl(address);
    return eventually(() => harness.routeNativeElement);
  }

  async function openWith(...rows: ReturnType<typeof aRow>[]): Promise<HTMLElement> {
    const page = await open();
    (await listRequest(bed.http)).flush(aPage(rows));
    await eventually(() => page.querySelector('.sheet'));
    return page;
  }

  const states = (page: HTMLElement): string[] =>
    [...page.querySelectorAll('tbody lw-status')].map((status) => status.textContent.trim());
  const codes = (page: HTMLElement): string[] =>
    [...page.querySelectorAll('tbody .lw-code')].map((code) => code.textContent);

  it('says that it is loading before it says anything else', async () => {
    const page = await open();
    expect(page.querySelector('lw-skeleton')).not.toBeNull();
    expect(page.textContent).not.toContain('正常');
  });

  it('says in one sentence how many lines are up, and lists the worst first', async () => {
    const page = await openWith(FIRST, { ...SECOND, status: 'failed' });
    expect(page.querySelector('.sentence')?.textContent.replace(/\s+/g, '')).toBe('2条电路中1条正常，1条中断');
    expect(codes(page)).toEqual(['HB-MV-1002', 'HB-MV-1001']);
    expect(TestBed.inject(Title).getTitle()).toContain('(1) 中断 – 电路');
  });

  it('lets go who types and then opens a line, however long its page takes to load', async () => {
    const slowly = (): Promise<boolean> => new Promise((resolve) => setTimeout(resolve, 600, true));
    const page = await open('/circuits', [{ path: 'circuits/:id', children: [], canActivate: [slowly] }]);
    (await listRequest(bed.http)).flush(aPage([FIRST]));
    const link = await eventually(() => page.querySelector<HTMLElement>('tbody a'));
    const field = page.querySelector<HTMLInputElement>('input[type=search]');
    if (field === null) throw new Error('there is no field to search in');

    field.value = 'HB-MV';
    field.dispatchEvent(new Event('input'));
    link.click();

    const router = TestBed.inject(Router);
    const arrived = await eventually(() => router.url !== '/circuits' && router.url);
    expect(arrived).toBe(`/circuits/${FIRST.id}`);
  });

  it('explains an empty list and what to do next', async () => {
    const page = await openWith();
    expect(page.textContent).toContain('还没有电路');
    expect(page.textContent).toContain('客户经理');
  });

  it('explains a failure with its code and request id, and loads on the next try', async () => {
    const page = await open();
    (await listRequest(bed.http)).flush(
      { type: 'x', title: 'x', status: 503, code: 'server.unavailable', requestId: 'req-77' },
      { status: 503, statusText: 'x' },
    );
    const alert = await eventually(() => page.querySelector('[role=alert]'));
    expect(alert.textContent).toContain('server.unavailable');
    expect(alert.textContent).toContain('req-77');

    alert.querySelector('button')?.click();
    (await listRequest(bed.http)).flush(aPage([FIRST]));
    await eventually(() => codes(page).includes('HB-MV-1001'));
    expect(page.querySelector('[role=alert]')).toBeNull();
  });

  it('keeps the rows on the page when reading them again fails', async () => {
    const page = await openWith(FIRST);
    bed.feed.head(99);
    (await eventually(() => bed.http.match(({ url }) => url === '/api/v1/changes')[0])).flush({
      complete: false,
      feeds: {},
      circuits: [],
      records: [],
    });
    (await listRequest(bed.http)).flush('', { status: 502, statusText: 'x' });
    await eventually(() => page.querySelector('[role=alert]'));
    expect(codes(page)).toEqual(['HB-MV-1001']);
  });

  it('changes a row under the reader and leaves it in its place until somebody sorts', async () => {
    const page = await openWith(FIRST, SECOND);
    bed.feed.push(11, { ...liveOf(SECOND), status: 'failed' });
    await eventually(() => states(page)[1] === '中断');
    expect(codes(page)).toEqual(['HB-MV-1001', 'HB-MV-1002']);
    expect(page.querySelector('tr.flash-odd')).not.toBeNull();

    (await eventually(() => page.querySelector<HTMLButtonElement>('.pill'))).click();
    await eventually(() => codes(page)[0] === 'HB-MV-1002');
    expect(page.querySelector('.pill')).toBeNull();
  });

  it('does not let an older push undo a newer one', async () => {
    const page = await openWith(FIRST);
    bed.feed.push(11, { ...liveOf(FIRST), status: 'failed' });
    await eventually(() => states(page)[0] === '中断');
    bed.feed.push(10, { ...liveOf(FIRST), status: 'running' });
    bed.feed.push(12, { ...liveOf(FIRST), status: 'degraded' });
    expect(await eventually(() => states(page)[0] === '劣化')).toBeTrue();
  });

  it('applies what was pushed while the list was on its way', async () => {
    const page = await open();
    const request = await listRequest(bed.http);
    expect(states(page)).toEqual([]);
    bed.feed.push(11, { ...liveOf(FIRST), status: 'failed' });
    request.flush(aPage([FIRST], { feeds: { [FEED]: 10 } }));
    expect(await eventually(() => states(page)[0] === '中断')).toBeTrue();
  });

  it('asks for what it missed when a push leaves something out', async () => {
    const page = await openWith(FIRST, SECOND);
    bed.feed.push(14, liveOf(FIRST));
    const request = await eventually(() => bed.http.match(({ url }) => url === '/api/v1/changes')[0]);
    expect(request.request.params.get('since')).toBe(`${FEED}:10`);
    request.flush({
      complete: true,
      feeds: { [FEED]: 14 },
      circuits: [{ ...liveOf(SECOND), status: 'failed' }],
      records: [],
    });
    await eventually(() => states(page)[1] === '中断');
  });

  it('asks for what it missed after the socket was away', async () => {
    const page = await openWith(FIRST);
    bed.feed.reconnect();
    (await eventually(() => bed.http.match(({ url }) => url === '/api/v1/changes')[0])).flush({
      complete: true,
      feeds: { [FEED]: 12 },
      circuits: [{ ...liveOf(FIRST), status: 'failed' }],
      records: [],
    });
    expect(await eventually(() => states(page)[0] === '中断')).toBeTrue();
  });

  it('is never green when nothing has been heard for two and a half intervals', async () => {
    const page = await openWith(FIRST, { ...SECOND, status: 'failed' });
    bed.now.pass(2.5 * 30_000 + 1_000);
    await eventually(() => states(page).every((state) => state === '未知'));
    expect(page.querySelector('tbody .tone-up')).toBeNull();
    expect(page.querySelector('.sentence')?.textContent.replace(/\s+/g, '')).toBe('2条电路中0条正常，2条未知');
    expect(page.querySelector('.stale')?.textContent).toContain('过期');
    expect(page.querySelector('tbody')?.textContent).not.toContain('Mbit/s入');
  });

  it('filters by state without asking the server while all rows are at hand', async () => {
    const page = await openWith(FIRST, { ...SECOND, status: 'failed' });
    void harness.navigateByUrl('/circuits?status=failed');
    await eventually(() => codes(page).length === 1);
    expect(codes(page)).toEqual(['HB-MV-1002']);
    bed.http.expectNone(({ url }) => url === '/api/v1/circuits');
  });

  it('hands search, product and site to the server as the address has them', async () => {
    await open(`/circuits?q=${encodeURIComponent('宁波')}&product=DPLC&site=${idOf(77)}`);
    const { params } = (await listRequest(bed.http)).request;
    expect([params.get('q'), params.get('product'), params.get('siteId'), params.get('limit')]).toEqual([
      '宁波',
      'DPLC',
      idOf(77),
      '500',
    ]);
  });

  it('shows the rest of a large house on request', async () => {
    const page = await open();
    (await listRequest(bed.http)).flush(aPage([FIRST], { total: 2, nextCursor: 'next' }));
    const second = await eventually(() => {
      const [again] = bed.http.match(({ url, params }) => url === '/api/v1/circuits' && !params.has('cursor'));
      if (again !== undefined) again.flush(aPage([FIRST], { total: 2, nextCursor: 'next' }));
      const button = page.querySelector<HTMLButtonElement>('.more button');
      return again === undefined && button !== null ? button : undefined;
    });
    second.click();
    const more = await eventually(() => bed.http.match(({ params }) => params.get('cursor') === 'next')[0]);
    more.flush(aPage([SECOND], { total: 2 }));
    await eventually(() => codes(page).length === 2);
    expect(page.querySelector('.more')).toBeNull();
  });
});
