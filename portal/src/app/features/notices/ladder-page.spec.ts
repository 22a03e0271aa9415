import { RouterTestingHarness } from '@angular/router/testing';
import type { NoticeLadder, NoticeLadderView } from '@linewatch/shared';
import { aSession, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { NoticeLadderPage } from './ladder-page';

const CUSTOMER = idOf(1);
const URL = `/api/v1/notice-ladders/${CUSTOMER}`;
const NONE: NoticeLadderView = {
  ...{ isOn: false, leastSeverity: 'major', hours: null, timeZone: 'Asia/Shanghai', steps: [], version: null },
  people: [
    { id: idOf(11), name: '周启明' },
    { id: idOf(12), name: '刘雅琴' },
  ],
  canText: false,
};

describe('the page of the escalation', () => {
  let bed: PageBed;
  let page: HTMLElement;

  beforeEach(async () => {
    bed = await openBed(
      [{ path: 'ladder', component: NoticeLadderPage }],
      aSession({ role: 'CUSTOMER_ADMIN', customers: [{ id: CUSTOMER, nameZh: '湘江银行', nameEn: 'Bank' }] }),
    );
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/ladder');
    page = await eventually(() => harness.routeNativeElement);
    (await asked()).flush(NONE);
    await eventually(() => button('添加一级'));
  });

  const asked = () => eventually(() => bed.http.match((request) => request.url === URL)[0]);
  const button = (words: string): HTMLButtonElement | undefined =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words);
  const box = (words: string): HTMLInputElement | null | undefined =>
    [...page.querySelectorAll('label')]
      .find(({ textContent }) => textContent.includes(words))
      ?.querySelector<HTMLInputElement>('input');

  it('saves steps with whom to tell, and not before each names somebody', async () => {
    box('启用通知升级')?.click();
    button('添加一级')?.click();
    const person = await eventually(() => box('刘雅琴'));
    expect(button('保存')?.disabled).toBeTrue();
    person.click();
    await eventually(() => button('保存')?.disabled === false);
    button('保存')?.click();
    const saved = await asked();
    expect(saved.request.method).toBe('PUT');
    const body = saved.request.body as NoticeLadder;
    expect([body.isOn, body.version]).toEqual([true, null]);
    expect(body.steps).toEqual([{ afterMinutes: 15, personIds: [idOf(12)], ways: ['mail'] }]);
    saved.flush({ ...NONE, ...body, version: 1 });
    expect(await eventually(() => page.textContent.includes('已保存'))).toBeTrue();
  });

  it('says so when somebody else was faster, and keeps what was filled in', async () => {
    box('启用通知升级')?.click();
    await eventually(() => box('启用通知升级')?.checked);
    button('保存')?.click();
    const problem = { type: 'x', title: 'x', status: 409, code: 'edit.conflict' };
    (await asked()).flush(problem, { status: 409, statusText: 'Conflict' });
    expect(await eventually(() => page.querySelector('[role=alert]'))).toBeTruthy();
    expect(box('启用通知升级')?.checked).toBeTrue();
  });
});
