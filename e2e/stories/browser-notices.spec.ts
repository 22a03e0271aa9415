import type { CDPSession, Page } from '@playwright/test';
import { ENGINEER_OF_A } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

/** What the browser calls the worker of our pages, once there is one. */
async function workerOf(browser: CDPSession, origin: string): Promise<string> {
  const registered = new Promise<string>((resolve) => {
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
      if (ours !== undefined) resolve(ours.registrationId);
    });
  });
  await browser.send('ServiceWorker.enable');
  return registered;
}

/** The notices that the browser shows, by their titles. */
function shown(page: Page): Promise<{ title: string; path: string }[]> {
  return page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(({ title, data }) => ({
      title,
      path: (data as { path: string }).path,
    }));
  });
}

test('a browser that was switched on shows titles, and leads to pages of the house alone', async ({ visit }) => {
  const { page } = await visit(ENGINEER_OF_A);
  await page.goto('/notices/settings');
  const { origin } = new URL(page.url());
  await page.context().grantPermissions(['notifications'], { origin });
  const browser = await page.context().newCDPSession(page);
  const worker = workerOf(browser, origin);
  // No push service of a maker is asked here: whether one answers is no matter, the worker is there before that.
  await page.getByRole('button', { name: /^(在此浏览器开启|Switch on in this browser)$/ }).click();
  const registrationId = await worker;
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

  const push = async (message: object): Promise<void> => {
    await browser.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(message) });
  };
  await push({ id: 'one', title: '故障：总部主线', path: '/faults/1', language: 'zh-CN' });
  await push({ id: 'one', title: '故障恢复：总部主线', path: '/faults/1', language: 'zh-CN' });
  await push({ id: 'two', title: 'From elsewhere', path: '//elsewhere.example/', language: 'en' });

  await expect
    .poll(() => shown(page))
    .toEqual([
      { title: '故障恢复：总部主线', path: '/faults/1' },
      { title: 'From elsewhere', path: '/notices' },
    ]);
});

test('a browser that gets no address from its maker says so, and is not switched on', async ({ visit }) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  await page.goto('/notices/settings');
  // A private window, as each context of these stories is one: Chromium asks no push service for it.
  await page.context().grantPermissions(['notifications'], { origin: new URL(page.url()).origin });
  const on = page.getByRole('button', { name: /^(在此浏览器开启|Switch on in this browser)$/ });
  await on.click();

  await expect(page.getByRole('alert')).toContainText(/未能从其厂商的推送服务取得推送地址|gave it no address/);
  await expect(on).toBeEnabled();
  expect((await read<{ items: unknown[] }>('/api/v1/notice-browsers')).items).toEqual([]);
});
