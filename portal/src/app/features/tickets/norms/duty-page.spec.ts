import { RouterTestingHarness } from '@angular/router/testing';
import type { DutyList, DutyListsView } from '@linewatch/shared';
import { WORK_GROUPS } from '@linewatch/shared';
import { aSession, idOf } from '../../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../../testing/page-bed';
import { DutyPage } from './duty-page';

const URL = '/api/v1/duty-lists';
const [ZHOU, LIU, GONE] = [idOf(11), idOf(12), idOf(13)];

function lists(data: Partial<DutyList> = {}): DutyListsView {
  const levels = [1, 2, 3].map(() => ({ personIds: [], ways: ['mail' as const] }));
  return {
    items: WORK_GROUPS.map((workGroup) => ({
      ...{ workGroup, levels, version: null },
      ...(workGroup === 'DATA' && data),
    })),
    people: [
      { id: ZHOU, name: '周启明' },
      { id: LIU, name: '刘雅琴' },
    ],
    canText: true,
  };
}

describe('the page of the duty lists', () => {
  let bed: PageBed;
  let page: HTMLElement;
  let harness: RouterTestingHarness;

  const open = async (url: string, view: DutyListsView): Promise<void> => {
    bed = await openBed(
      [{ path: 'duty', component: DutyPage }],
      aSession({ role: 'PLATFORM_ADMIN', actingAs: 'all', customers: [] }),
    );
    harness = await RouterTestingHarness.create();
    void harness.navigateByUrl(url);
    page = await eventually(() => harness.routeNativeElement);
    (await asked(URL)).flush(view);
    await eventually(() => page.querySelector('section'));
  };
  const asked = (url: string) => eventually(() => bed.http.match((request) => request.url === url)[0]);
  const button = (words: string): HTMLButtonElement | undefined =>
    [...page.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words);
  const box = (level: number, words: string): HTMLInputElement | null | undefined =>
    [...(page.querySelectorAll('section')[level - 1]?.querySelectorAll('label') ?? [])]
      .find(({ textContent }) => textContent.includes(words))
      ?.querySelector<HTMLInputElement>('input');

  it('enters people of a group by level, each told by some way', async () => {
    await open('/duty?group=DATA', lists());
    expect(page.textContent).toContain('由网管值班名单的同级人员接替');
    box(1, '周启明')?.click();
    box(2, '刘雅琴')?.click();
    box(2, '短信')?.click();
    box(2, '邮件')?.click();
    box(3, '邮件')?.click();
    await eventually(() => button('保存')?.disabled === true);
    box(3, '邮件')?.click();
    await eventually(() => button('保存')?.disabled === false);
    button('保存')?.click();
    const saved = await asked(`${URL}/DATA`);
    const body = saved.request.body as DutyList;
    expect(body).toEqual({
      levels: [
        { personIds: [ZHOU], ways: ['mail'] },
        { personIds: [LIU], ways: ['sms'] },
        { personIds: [], ways: ['mail'] },
      ],
      version: null,
    });
    saved.flush(lists({ ...body, version: 1 }));
    expect(await eventually(() => page.textContent.includes('已保存'))).toBeTrue();
  });

  it('leaves out who has left the house, and keeps what was ticked when somebody else was faster', async () => {
    const levels = [[GONE, ZHOU], [], []].map((personIds) => ({ personIds, ways: ['mail' as const] }));
    await open('/duty?group=DATA', lists({ levels, version: 4 }));
    box(1, '刘雅琴')?.click();
    await eventually(() => box(1, '刘雅琴')?.checked);
    button('保存')?.click();
    const saved = await asked(`${URL}/DATA`);
    const body = saved.request.body as DutyList;
    expect([body.version, body.levels[0]?.personIds]).toEqual([4, [ZHOU, LIU]]);
    const problem = { type: 'x', title: 'x', status: 409, code: 'edit.conflict' };
    saved.flush(problem, { status: 409, statusText: 'Conflict' });
    expect(await eventually(() => page.querySelector('[role=alert]'))).toBeTruthy();
    expect(box(1, '刘雅琴')?.checked).toBeTrue();
  });
});
