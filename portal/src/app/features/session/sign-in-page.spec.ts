import { TestBed } from '@angular/core/testing';
import { Component } from '@angular/core';
import { Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { aSession } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { SignInPage } from './sign-in-page';

@Component({ selector: 'lw-blank-page', template: '' })
class BlankPage {}

describe('the sign-in page', () => {
  let bed: PageBed;
  let page: HTMLElement;

  async function open(address = '/sign-in'): Promise<void> {
    bed = await openBed(
      [
        { path: 'sign-in', component: SignInPage },
        { path: '**', component: BlankPage },
      ],
      null,
    );
    const harness = await RouterTestingHarness.create();
    await harness.navigateByUrl(address);
    page = await eventually(() => harness.routeNativeElement);
    await eventually(() => page.querySelector('form'));
  }

  function fill(selector: string, text: string): void {
    const field = page.querySelector<HTMLInputElement>(selector);
    if (field === null) throw new Error(`no ${selector}`);
    field.value = text;
    field.dispatchEvent(new Event('input'));
  }

  function send(email: string, password: string): void {
    fill('#email', email);
    fill('#password', password);
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
  }

  const posted = () => bed.http.match(({ method, url }) => method === 'POST' && url === '/api/v1/session')[0];

  it('says at the field what is missing, and sends nothing', async () => {
    await open();
    send('not-an-address', '');
    await eventually(() => page.querySelector('#email-problem')?.textContent.includes('有效的邮箱'));
    expect(page.querySelector('#password-problem')?.textContent).toContain('请填写此项');
    expect(page.querySelector('#email')?.getAttribute('aria-invalid')).toBe('true');
    expect(posted()).toBeUndefined();
  });

  it('says the same whether the address or the password is wrong, and keeps what was typed', async () => {
    await open();
    send('li.jing@huacai.example', 'wrong');
    (await eventually(posted)).flush(
      { type: 'x', title: 'x', status: 401, code: 'session.credentials-refused' },
      { status: 401, statusText: 'x' },
    );
    const refusal = await eventually(() => page.querySelector('.refused'));
    expect(refusal.textContent).toContain('邮箱或密码不正确');
    expect(page.querySelector<HTMLInputElement>('#email')?.value).toBe('li.jing@huacai.example');
  });

  it('says that the server cannot be reached', async () => {
    await open();
    send('li.jing@huacai.example', 'right');
    (await eventually(posted)).error(new ProgressEvent('error'));
    expect((await eventually(() => page.querySelector('.refused'))).textContent).toContain('无法连接服务器');
  });

  async function signInFrom(address: string): Promise<string> {
    await open(address);
    send(' li.jing@huacai.example ', 'right');
    const request = await eventually(posted);
    expect(request.request.body).toEqual({ email: 'li.jing@huacai.example', password: 'right' });
    request.flush({ step: 'DONE', session: aSession() });
    (await eventually(() => bed.http.match('/api/v1/session')[0])).flush(aSession());
    const router = TestBed.inject(Router);
    await eventually(() => !router.url.startsWith('/sign-in'));
    return router.url;
  }

  it('leads back to the page that was asked for', async () => {
    expect(await signInFrom(`/sign-in?return=${encodeURIComponent('/circuits/7?side=Z')}`)).toBe('/circuits/7?side=Z');
  });

  it('asks for a code where there is a second factor, and signs in with it', async () => {
    await open(`/sign-in?return=${encodeURIComponent('/circuits/7')}`);
    send('li.jing@huacai.example', 'right');
    (await eventually(posted)).flush({ step: 'CODE', session: null });
    await eventually(() => page.querySelector('#code'));
    expect(page.querySelector('#password')).toBeNull();
    fill('#code', '123 456');
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    const shown = await eventually(() => bed.http.match('/api/v1/session/code')[0]);
    shown.flush({ type: 'x', title: 'x', status: 403, code: 'session.code-refused' }, { status: 403, statusText: 'x' });
    expect((await eventually(() => page.querySelector('.refused'))).textContent).toContain('验证码不正确');

    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    (await eventually(() => bed.http.match('/api/v1/session/code')[0])).flush({ step: 'DONE', session: aSession() });
    (await eventually(() => bed.http.match('/api/v1/session')[0])).flush(aSession());
    const router = TestBed.inject(Router);
    await eventually(() => router.url === '/circuits/7');
  });

  it('asks for the password again when the code came too late', async () => {
    await open();
    send('li.jing@huacai.example', 'right');
    (await eventually(posted)).flush({ step: 'CODE', session: null });
    await eventually(() => page.querySelector('#code'));
    fill('#code', '123456');
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    (await eventually(() => bed.http.match('/api/v1/session/code')[0])).flush(
      { type: 'x', title: 'x', status: 401, code: 'session.missing' },
      { status: 401, statusText: 'x' },
    );
    const email = await eventually(() => page.querySelector<HTMLInputElement>('#email'));
    expect([email.value, page.querySelector<HTMLInputElement>('#password')?.value]).toEqual([
      'li.jing@huacai.example',
      '',
    ]);
  });

  it('sets a second factor up first where one is required, and shows the recovery codes before it goes on', async () => {
    await open();
    send('noc@operator.example', 'right');
    (await eventually(posted)).flush({ step: 'ENROL', session: null });
    (await eventually(() => bed.http.match('/api/v1/session/enrolment')[0])).flush({
      secret: 'JBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Linewatch:noc?secret=JBSWY3DPEHPK3PXP&issuer=Linewatch',
    });
    await eventually(() => page.querySelector('svg[role=img] path')?.getAttribute('d')?.startsWith('M'));
    expect(page.querySelector('[data-totp-secret]')?.textContent).toBe('JBSWY3DPEHPK3PXP');
    fill('#code', '123456');
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    (await eventually(() => bed.http.match('/api/v1/session/enrolment/confirmed')[0])).flush({
      codes: ['0-aaaaa-bbbbb', '1-ccccc-ddddd'],
      session: aSession(),
    });
    await eventually(() => page.querySelectorAll('lw-recovery-codes li').length === 2);
    const router = TestBed.inject(Router);
    expect(router.url).toContain('/sign-in');
    page.querySelector<HTMLButtonElement>('button.go')?.click();
    (await eventually(() => bed.http.match('/api/v1/session')[0])).flush(aSession());
    await eventually(() => router.url === '/');
  });

  it('offers the services for the domain that was typed, and says why one of them cannot be reached', async () => {
    await open();
    fill('#email', 'li.jing@huacai.example');
    page.querySelector('#email')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    const asked = await eventually(
      () =>
        bed.http.match(
          ({ url, params }) => url === '/api/v1/sign-in/providers' && params.get('email') === 'li.jing@huacai.example',
        )[0],
    );
    asked.flush({ items: [{ id: '01934f00-0000-7000-8000-000000000001', name: '华彩统一登录' }] });
    const button = await eventually(() =>
      [...page.querySelectorAll('button')].find(({ textContent }) => textContent.includes('华彩统一登录')),
    );
    button.click();
    const begun = await eventually(() => bed.http.match(({ url }) => url.endsWith('/begin'))[0]);
    begun.flush({ type: 'x', title: 'x', status: 503, code: 'sso.unreachable' }, { status: 503, statusText: 'x' });
    expect((await eventually(() => page.querySelector('.refused'))).textContent).toContain('无法连接登录服务');
  });

  it('says why a service did not lead in', async () => {
    await open('/sign-in?refused=sso.no-access');
    expect((await eventually(() => page.querySelector('.refused'))).textContent).toContain('没有访问权限');
  });

  it('says nothing that somebody wrote into the address', async () => {
    await open('/sign-in?refused=session.forbidden');
    expect(page.querySelector('.refused')).toBeNull();
  });

  it('asks for the code that is missing still after a sign-in at a service', async () => {
    bed = await openBed([{ path: 'sign-in', component: SignInPage }], null);
    const harness = await RouterTestingHarness.create();
    await harness.navigateByUrl('/sign-in?step=CODE');
    page = await eventually(() => harness.routeNativeElement);
    await eventually(() => page.querySelector('#code'));
    expect(page.querySelector('#password')).toBeNull();
  });

  it('leads nowhere but to our own pages', async () => {
    expect(await signInFrom(`/sign-in?return=${encodeURIComponent('//elsewhere.example/')}`)).toBe('/');
  });
});
