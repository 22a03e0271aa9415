import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { codeAt, nextCode } from '../fixtures/authenticator.ts';
import { ADMIN_OF_A } from '../fixtures/demo.ts';
import { linkFor } from '../fixtures/mails.ts';
import { expect, test } from '../fixtures/test.ts';
import { AccountPage } from '../pages/account.page.ts';
import { EnrolmentPage } from '../pages/enrolment.page.ts';
import { SignInPage } from '../pages/sign-in.page.ts';
import { UsersPage } from '../pages/users.page.ts';

const PASSWORD = 'a garden of nine pears';

interface Person {
  readonly email: string;
  readonly page: Page;
}

/** Opens the link that was mailed to somebody, in a browser of their own. */
async function followLink(browser: Browser, email: string): Promise<Page> {
  let link: string | undefined;
  await expect.poll(async () => (link = await linkFor(email)), { timeout: 30_000 }).toBeDefined();
  const page = await (await browser.newContext()).newPage();
  await page.goto(link ?? '');
  return page;
}

test.describe('people', () => {
  test.describe.configure({ timeout: 180_000 });

  /** Somebody new of customer A, invited by its admin, who has set a password. */
  async function joined(browser: Browser, admin: Page): Promise<Person> {
    const email = `${randomUUID()}@bank.example`;
    const users = new UsersPage(admin);
    await users.open();
    await users.invite('Wang Fang', email);
    await expect(users.row(email)).toContainText(/已邀请|Invited/);
    const page = await followLink(browser, email);
    await expect(page.locator('#name')).toHaveValue('Wang Fang');
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await expect(page).toHaveURL(/\/sign-in/);
    await new SignInPage(page).signIn(email, PASSWORD);
    await expect(page).toHaveURL(/\/overview/);
    return { email, page };
  }

  test('somebody is invited, joins, sees the lines, and is out at once when disabled', async ({ browser, visit }) => {
    const admin = await visit(ADMIN_OF_A);
    const { email, page } = await joined(browser, admin.page);
    await page.goto('/circuits');
    await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
    const users = new UsersPage(admin.page);
    await users.open();
    await expect(users.row(email)).toContainText(/正常|Active/);

    await users.disable(email);

    await expect(users.row(email)).toContainText(/已停用|Disabled/);
    await expect(page).toHaveURL(/\/sign-in\?.*ended/, { timeout: 30_000 });
    await page.context().close();
  });

  test('a second factor is set up, asked for, and stood in for by a recovery code once', async ({ browser, visit }) => {
    const admin = await visit(ADMIN_OF_A);
    const { email, page } = await joined(browser, admin.page);
    const account = new AccountPage(page);
    const enrolment = new EnrolmentPage(page);
    await account.open();
    await account.beginFactor(PASSWORD);
    await expect(page.getByRole('img', { name: /二维码|QR code/ })).toBeVisible();
    const secret = await enrolment.secret();
    await enrolment.confirm(codeAt(secret, Date.now()));
    await expect(enrolment.recoveryCodes).toHaveCount(10);
    const [recovery = ''] = await enrolment.recoveryCodes.allTextContents();

    const signIn = new SignInPage(page);
    for (const [code, isTaken] of [
      [nextCode(secret), true],
      [recovery.trim(), true],
      [recovery.trim(), false],
    ] as const) {
      await page.context().clearCookies();
      await signIn.open();
      await signIn.signIn(email, PASSWORD);
      await page.locator('#code').fill(code);
      await page.getByRole('button', { name: /^(登录|Sign in)$/ }).click();
      if (isTaken) await expect(page).toHaveURL(/\/overview/);
      else await expect(signIn.refusal).toBeVisible();
    }
    await page.context().close();
  });

  test('sessions elsewhere are ended, and the page there says so within seconds', async ({ browser, visit }) => {
    const admin = await visit(ADMIN_OF_A);
    const { email, page } = await joined(browser, admin.page);
    const elsewhere = await (await browser.newContext()).newPage();
    const signIn = new SignInPage(elsewhere);
    await signIn.open();
    await signIn.signIn(email, PASSWORD);
    await expect(elsewhere).toHaveURL(/\/overview/);
    await expect(elsewhere.getByText(/^(实时|Live)$/)).toBeVisible();
    const account = new AccountPage(page);
    await account.open();
    await expect(account.sessions).toHaveCount(2);

    await account.endOtherSessions();

    await expect(account.sessions).toHaveCount(1);
    await expect(elsewhere).toHaveURL(/\/sign-in\?.*ended/, { timeout: 30_000 });
    await Promise.all([page.context().close(), elsewhere.context().close()]);
  });

  test('a forgotten password is replaced by a mailed link', async ({ browser, visit }) => {
    const admin = await visit(ADMIN_OF_A);
    const { email, page } = await joined(browser, admin.page);
    const replaced = 'a roof of seven blue tiles';
    await page.context().clearCookies();
    await page.goto('/forgotten');
    await page.locator('#email').fill(email);
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('status').filter({ hasText: /30/ })).toBeVisible();
    await expect.poll(async () => (await linkFor(email))?.includes('/reset#'), { timeout: 30_000 }).toBe(true);
    await page.goto((await linkFor(email)) ?? '');

    await page.locator('#password').fill('passwordpassword');
    await page.locator('#again').fill('passwordpassword');
    await page.locator('button[type=submit]').click();
    await expect(page.locator('#password-problem')).toContainText(/泄露|known passwords/);
    await page.locator('#password').fill(replaced);
    await page.locator('#again').fill(replaced);
    await page.locator('button[type=submit]').click();

    await expect(page).toHaveURL(/\/sign-in/);
    await new SignInPage(page).signIn(email, replaced);
    await expect(page).toHaveURL(/\/overview/);
    await page.context().close();
  });

  test('the time zone of the account is that of every page', async ({ browser, visit }) => {
    const admin = await visit(ADMIN_OF_A);
    const { page } = await joined(browser, admin.page);
    const account = new AccountPage(page);
    await account.open();
    await account.chooseZone('America/New_York');
    await expect(account.saved).toBeVisible();
    await page.goto('/circuits');
    await expect(page.getByRole('contentinfo')).toContainText(/New_York|GMT-[45]|UTC[-−][45]/);
    await page.context().close();
  });
});
