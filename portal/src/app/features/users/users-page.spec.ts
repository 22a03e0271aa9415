import { RouterTestingHarness } from '@angular/router/testing';
import type { AccessChoices, UserView } from '@linewatch/shared';
import { aSession, FEED, idOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { UsersPage } from './users-page';

const BANK = { id: FEED, nameZh: '华彩银行', nameEn: 'Huacai Bank' };
const SITE = { id: idOf(31), nameZh: '上海分行', nameEn: 'Shanghai branch' };
const CHOICES: AccessChoices = {
  roles: ['CUSTOMER_VIEWER', 'CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN'],
  customers: [BANK],
  sites: [{ ...SITE, customerId: BANK.id }],
};

function aUser(change: Partial<UserView> = {}): UserView {
  return {
    id: idOf(41),
    name: '王芳',
    email: 'wang.fang@huacai.example',
    status: 'ACTIVE',
    access: [{ role: 'CUSTOMER_VIEWER', customers: [BANK], sites: [] }],
    hasSecondFactor: false,
    linkedProviders: [],
    lastSignInAt: null,
    expiresAt: null,
    isChangeable: true,
    ...change,
  };
}

describe('the page of users', () => {
  let bed: PageBed;
  let page: HTMLElement;

  async function open(items: UserView[], role: 'CUSTOMER_ADMIN' | 'ACCOUNT_MANAGER' = 'CUSTOMER_ADMIN'): Promise<void> {
    const mayManage = role === 'CUSTOMER_ADMIN';
    const session = aSession({
      role,
      permissions: mayManage ? ['users:read', 'users:manage', 'tokens:manage', 'session:own'] : ['users:read'],
    });
    bed = await openBed([{ path: '', component: UsersPage }], session);
    const harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/');
    page = await eventually(() => harness.routeNativeElement);
    (await eventually(() => bed.http.match(({ url }) => url === '/api/v1/users')[0])).flush({
      items,
      total: items.length,
    });
    for (const asked of bed.http.match('/api/v1/users/choices')) asked.flush(CHOICES);
    for (const asked of bed.http.match('/api/v1/sign-in-policy'))
      asked.flush({ requireTotp: false, idleMinutes: 30, absoluteHours: 12 });
    await eventually(() => page.querySelector('tbody'));
  }

  it('says who everybody is, what they may do and whether they were ever here', async () => {
    await open([
      aUser(),
      aUser({
        id: idOf(42),
        status: 'INVITED',
        access: [{ role: 'CUSTOMER_ENGINEER', customers: [BANK], sites: [SITE] }],
      }),
    ]);

    const rows = [...page.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows[0]).toMatch(/王芳.*正常.*客户查看员.*华彩银行.*从未/s);
    expect(rows[1]).toMatch(/已邀请.*客户网络工程师.*上海分行/s);
  });

  it('shows somebody who may only look no way to change anything', async () => {
    await open([aUser({ isChangeable: false })], 'ACCOUNT_MANAGER');

    expect(page.querySelectorAll('tbody button').length).toBe(0);
    expect(page.querySelector('.head button')).toBeNull();
    expect(page.querySelector('lw-sign-in-policy-card')).toBeNull();
  });

  it('invites with a role and sites, and says at the field what the server refuses', async () => {
    await open([aUser()]);
    page.querySelector<HTMLButtonElement>('.head button')?.click();
    await eventually(() => page.querySelector('#invite-name'));
    for (const [selector, text] of [
      ['#invite-name', '李明'],
      ['#invite-email', 'li.ming@huacai.example'],
    ] as const) {
      const field = page.querySelector<HTMLInputElement>(selector);
      if (field === null) throw new Error(`no ${selector}`);
      field.value = text;
      field.dispatchEvent(new Event('input'));
    }
    const role = page.querySelector<HTMLSelectElement>('#role');
    if (role === null) throw new Error('no role');
    role.value = 'CUSTOMER_ENGINEER';
    role.dispatchEvent(new Event('change'));
    page.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]?.click();
    (await eventually(() => page.querySelector<HTMLInputElement>('.ticks input'))).click();
    page.querySelector<HTMLButtonElement>('form button[type=submit]')?.click();

    const sent = await eventually(() => bed.http.match(({ method }) => method === 'POST')[0]);
    expect(sent.request.body).toEqual({
      name: '李明',
      email: 'li.ming@huacai.example',
      language: 'zh-CN',
      role: 'CUSTOMER_ENGINEER',
      customerIds: [BANK.id],
      siteIds: [SITE.id],
    });
    sent.flush(
      {
        type: 'x',
        title: 'x',
        status: 400,
        code: 'request.invalid',
        fields: [{ field: 'email', reason: 'invalid_email' }],
      },
      { status: 400, statusText: 'x' },
    );
    await eventually(() => page.querySelector('#invite-email-problem')?.textContent.includes('邮箱'));
  });
});
