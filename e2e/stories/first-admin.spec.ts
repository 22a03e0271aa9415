import { startProduct } from '../fixtures/product.ts';
import { codeAt } from '../fixtures/authenticator.ts';
import { expect, test } from '../fixtures/test.ts';
import { EnrolmentPage } from '../pages/enrolment.page.ts';

const PASSWORD = 'long enough to keep';

test('an empty house: the printed address makes the first admin, once', async ({ browser }) => {
  test.setTimeout(120_000);
  const product = await startProduct({}, ['--no-demo']);
  const context = await browser.newContext({ baseURL: product.portal, locale: 'en-GB' });
  try {
    const oneTime = (): string => /https?:\S+\/setup\?token=\S+/.exec(product.printed.join('\n'))?.[0] ?? '';
    await expect.poll(oneTime).not.toBe('');
    const address = oneTime();
    const page = await context.newPage();
    await page.goto(address);

    await page.locator('#name').fill('First Admin');
    await page.locator('#email').fill('first@operator.example');
    await page.locator('#password').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.locator('button[type=submit]').click();

    // Staff have a second factor before they have anything else.
    const enrolment = new EnrolmentPage(page);
    const secret = await enrolment.secret();
    await enrolment.confirm(codeAt(secret, Date.now()));
    await expect(enrolment.recoveryCodes).toHaveCount(10);
    await enrolment.goOn();

    await expect(page).toHaveURL(/\/alarms/);
    await expect(page.getByRole('table')).toHaveCount(0);

    // The same address again is refused: it worked once.
    const again = await context.request.post('/api/v1/setup', {
      data: {
        token: new URL(address).searchParams.get('token'),
        name: 'Second',
        email: 'second@operator.example',
        password: PASSWORD,
      },
    });
    expect(again.ok()).toBe(false);
    expect(((await again.json()) as { code: string }).code).toBe('setup.token-refused');
  } finally {
    await context.close();
    await product.stop();
  }
});
