import { ENGINEER_OF_A } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';
import { SignInPage } from '../pages/sign-in.page.ts';

test('an engineer signs in and sees the circuits', async ({ page }) => {
  const signIn = new SignInPage(page);
  await page.goto('/circuits');
  await expect(page).toHaveURL(/\/sign-in/);

  await signIn.signIn(ENGINEER_OF_A.email, ENGINEER_OF_A.password);

  await expect(page).toHaveURL(/\/circuits/);
  await expect(new CircuitsPage(page).rows.first()).toBeVisible();
});

test('a wrong password is refused without saying what was wrong', async ({ page }) => {
  const signIn = new SignInPage(page);
  await signIn.open();

  await signIn.signIn(ENGINEER_OF_A.email, 'not-the-password');

  await expect(signIn.refusal).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});
