import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { ADMIN_OF_A, PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { addresses } from '../fixtures/global-setup.ts';
import { type Employee, SignInService } from '../fixtures/sign-in-service.ts';
import { expect, test } from '../fixtures/test.ts';
import { AccountPage } from '../pages/account.page.ts';
import { SignInPage } from '../pages/sign-in.page.ts';
import { WaysInPage } from '../pages/ways-in.page.ts';

/** The parts of a session that tell who somebody is. */
interface Who {
  readonly email: string;
  readonly role: string;
  readonly customers: readonly { readonly id: string }[];
}

const NAME = 'Bank sign-in';
const DOMAIN = `${randomUUID()}.example`;
const ENGINEER: Employee = { sub: 'e-1', email: `li@${DOMAIN}`, name: 'Li Na', groups: ['staff', 'network'] };
const CLERK: Employee = { sub: 'e-2', email: `wu@${DOMAIN}`, name: 'Wu Di', groups: ['staff'] };

test.describe('a company’s own sign-in service', () => {
  test.describe.configure({ timeout: 180_000 });

  let service: SignInService;

  test.beforeAll(async () => {
    service = await SignInService.open(`${addresses().portal}/api/v1/sign-in/callback`, ENGINEER);
  });

  test.afterAll(() => service.close());

  /** Goes to the service from the sign-in page, and through its own page. */
  async function cameBack(browser: Browser, who: Employee): Promise<Page> {
    service.present = who;
    const page = await (await browser.newContext()).newPage();
    await new SignInPage(page).chooseService(who.email, NAME);
    await page.getByRole('button', { name: 'Continue' }).click();
    return page;
  }

  test('is entered, leads in who is in a group, refuses who is in none, and is gone when removed', async ({
    browser,
    visit,
  }) => {
    const bank = await (await visit(ADMIN_OF_A)).read<Who>('/api/v1/session');
    const [customer] = bank.customers;
    const admin = await visit(PLATFORM_ADMIN);
    const waysIn = new WaysInPage(admin.page);
    await waysIn.open();
    await waysIn.enter({
      name: NAME,
      customer: customer?.id ?? '',
      issuer: service.issuer,
      clientId: service.clientId,
      clientSecret: service.clientSecret,
      domains: DOMAIN,
      scopes: 'email profile groups',
      group: 'network',
      role: 'CUSTOMER_ENGINEER',
    });
    await expect(waysIn.service(NAME)).toContainText(/network → (客户网络工程师|.*[Ee]ngineer)/);
    await waysIn.test(NAME);
    await expect(waysIn.service(NAME).getByRole('status')).toContainText(/可以连接|It answers/);

    const engineer = await cameBack(browser, ENGINEER);
    await expect(engineer).toHaveURL(/\/overview/);
    const session = (await (await engineer.request.get('/api/v1/session')).json()) as Who;
    expect([session.email, session.role, session.customers]).toEqual([
      ENGINEER.email,
      'CUSTOMER_ENGINEER',
      bank.customers,
    ]);
    const account = new AccountPage(engineer);
    await account.open();
    await account.unlink(NAME);
    await expect(engineer.getByRole('alert')).toContainText(/无法登录|no way left/);

    const clerk = await cameBack(browser, CLERK);
    await expect(clerk).toHaveURL(/\/sign-in\?refused=sso\.no-access/);
    await expect(new SignInPage(clerk).refusal).toContainText(/没有访问权限|group/);
    expect((await clerk.request.get('/api/v1/session')).status()).toBe(401);

    await waysIn.remove(NAME);
    await expect(waysIn.service(NAME)).toHaveCount(0);
    await Promise.all([engineer, clerk].map((page) => page.context().close()));
  });
});
