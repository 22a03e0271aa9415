import { RouterTestingHarness } from '@angular/router/testing';
import type { NewNoticeRoom, NoticeRoomChange, NoticeRoomView } from '@linewatch/shared';
import { aPage, aRow, aSession, FEED, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { NoticeRoomsPage } from './rooms-page';

const URL = '/api/v1/notice-rooms';
const LINE = aRow({ id: idOf(11), code: 'HB-MV-1001' });
const ROOM: NoticeRoomView = {
  ...{ id: idOf(700), type: 'wecom', name: '网络群', host: 'qyapi.example', hasSecret: false, isEnabled: true },
  ...{ kinds: ['fault.raised'], leastSeverity: 'major', reach: { type: 'all' }, language: 'zh-CN' },
  customer: { id: FEED, nameZh: '华彩银行', nameEn: 'Huacai Bank' },
  ...{ failures: 0, switchedOffAt: null, version: 3 },
};

describe('the page of the channels', () => {
  let bed: PageBed;
  let page: HTMLElement;

  const open = async (session: Parameters<typeof aSession>[0]): Promise<void> => {
    bed = await openBed([{ path: 'rooms', component: NoticeRoomsPage }], aSession(session));
    const harness = await RouterTestingHarness.create();
    void harness.navigateByUrl('/rooms');
    page = await eventually(() => harness.routeNativeElement);
    (await asked(URL)).flush({ items: [ROOM] });
    await eventually(() => page.textContent.includes('网络群'));
  };
  const asked = (path: string) => eventually(() => bed.http.match(({ url }) => url === path)[0]);
  const button = (words: string): HTMLButtonElement | undefined =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words);
  const box = (words: string): HTMLInputElement | null | undefined =>
    [...page.querySelectorAll('label')]
      .find(({ textContent }) => textContent.includes(words))
      ?.querySelector<HTMLInputElement>('input');
  const write = (id: string, words: string): void => {
    const field = page.querySelector<HTMLInputElement>(`#${id}`);
    if (field === null) throw new Error(`there is no field ${id}`);
    field.value = words;
  };

  it('enters one for some circuits alone, and not before one of them is chosen', async () => {
    await open({ role: 'CUSTOMER_ADMIN' });
    button('新增渠道')?.click();
    (await eventually(() => box('只限所选电路'))).click();
    await eventually(() => button('保存渠道')?.disabled === true);
    (await asked('/api/v1/circuits')).flush(aPage([LINE]));
    (await eventually(() => box('HB-MV-1001'))).click();
    await eventually(() => button('保存渠道')?.disabled === false);
    write('room-name', '值班平台');
    write('room-url', 'https://desk.example/hook');
    button('保存渠道')?.click();
    const body = (await asked(URL)).request.body as NewNoticeRoom;
    expect(body.reach).toEqual({ type: 'circuits', ids: [LINE.id] });
    expect([body.name, body.customerId]).toEqual(['值班平台', FEED]);
  });

  it('changes what one hears, and leaves its address and its secret alone', async () => {
    await open({ role: 'CUSTOMER_ADMIN' });
    expect(page.textContent).toContain('全部电路');
    button('修改')?.click();
    (await eventually(() => box('只限所选电路'))).click();
    (await asked('/api/v1/circuits')).flush(aPage([LINE]));
    (await eventually(() => box('HB-MV-1001'))).click();
    await eventually(() => button('保存渠道')?.disabled === false);
    button('保存渠道')?.click();
    const saved = await asked(`${URL}/${ROOM.id}`);
    expect(saved.request.method).toBe('PUT');
    const body = saved.request.body as NoticeRoomChange;
    expect(body).toEqual({
      ...{ name: '网络群', kinds: ['fault.raised'], leastSeverity: 'major', language: 'zh-CN' },
      ...{ reach: { type: 'circuits', ids: [LINE.id] }, isEnabled: true, version: 3 },
    });
    const changed = { ...ROOM, reach: body.reach, version: 4 };
    saved.flush(changed);
    (await asked(URL)).flush({ items: [changed] });
    expect(await eventually(() => page.textContent.includes('1 条电路'))).toBeTrue();
  });

  it('leaves to a customer what its channels hear', async () => {
    await open({ role: 'PLATFORM_ADMIN', actingAs: 'all', customers: [] });
    expect(button('停用')).toBeDefined();
    expect(button('修改')).toBeUndefined();
  });
});
