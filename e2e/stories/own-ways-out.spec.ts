import type { CircuitPage as CircuitList, MadeApiToken, ThresholdList } from '@linewatch/shared';
import { ADMIN_OF_A, circuitsOf, ENGINEER_OF_A, ENGINEER_OF_B, plainLineOf } from '../fixtures/demo.ts';
import { addresses } from '../fixtures/global-setup.ts';
import { expect, test } from '../fixtures/test.ts';

test('an engineer watches a level of an own line, an impossible one is refused at its field, and nobody else has it (FLT6)', async ({
  visit,
}) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  const rival = await visit(ENGINEER_OF_B);
  const { items } = await read<CircuitList>('/api/v1/circuits');
  const id = items.find(({ code }) => code === plainLineOf(ENGINEER_OF_A).code)?.id ?? '';
  const levels = async (): Promise<number[]> =>
    (await read<ThresholdList>(`/api/v1/thresholds?circuitId=${id}`)).items.map(({ level }) => level);
  expect(await levels()).toEqual([]);

  await page.goto(`/circuits/${id}`);
  const card = page.locator('lw-thresholds-card');
  await card.getByRole('button', { name: '设置阈值' }).click();
  await card.getByLabel(/^高于/).fill('170');
  await card.getByLabel('持续分钟数').fill('10');
  await card.getByRole('button', { name: '保存' }).click();
  await expect(card.getByText('须在 1 与 100 % 之间')).toBeVisible();
  expect(await levels()).toEqual([]);

  await card.getByLabel(/^高于/).fill('70');
  await card.getByRole('button', { name: '保存' }).click();
  await expect(card.getByText(/高于 70 % 持续/)).toBeVisible();
  expect(await levels()).toEqual([70]);
  expect((await rival.read<ThresholdList>('/api/v1/thresholds')).items).toEqual([]);

  await card.getByRole('button', { name: '删除' }).click();
  await card.getByRole('button', { name: '确认删除' }).click();
  await expect(card.getByText('还没有设置阈值。')).toBeVisible();
  expect(await levels()).toEqual([]);
});

test('the calendar of works is subscribed by an address that ends when it is switched off (MNT4)', async ({
  visit,
}) => {
  const { page } = await visit(ADMIN_OF_A);
  await page.goto('/works');
  const card = page.locator('lw-calendar-feed-card');
  await card.getByRole('button', { name: /^(生成订阅地址|更换地址)/ }).click();
  const shown = await card.locator('.address').innerText();
  const address = new URL(new URL(shown).pathname, addresses().portal);

  const answer = await fetch(address);
  expect(answer.headers.get('content-type')).toContain('text/calendar');
  expect(await answer.text()).toMatch(/^BEGIN:VCALENDAR\r\n/);

  await card.getByRole('button', { name: '停用' }).click();
  await expect(card.getByText('尚未订阅')).toBeVisible();
  expect((await fetch(address)).status).toBe(404);
});

test('monitoring scrapes the own lines by a token, no other line, and nothing once the token is revoked (API3)', async ({
  visit,
}) => {
  const admin = await visit(ADMIN_OF_A);
  const wish = { name: 'Prometheus', role: 'CUSTOMER_VIEWER', siteIds: [], days: 1 };
  const { token, view } = await admin.write<MadeApiToken>('POST', '/api/v1/tokens', wish);
  const scrape = (): Promise<Response> =>
    fetch(`${addresses().portal}/api/v1/metrics/circuits`, { headers: { Authorization: `Bearer ${token}` } });

  const answer = await scrape();
  expect(answer.headers.get('content-type')).toContain('application/openmetrics-text');
  const text = await answer.text();
  expect(text.trimEnd().endsWith('# EOF')).toBe(true);
  const named = new Set([...text.matchAll(/[{,]circuit="([^"]+)"/g)].map(([, code]) => code));
  for (const { code } of circuitsOf(ENGINEER_OF_B)) expect(named.has(code), code).toBe(false);
  expect(named.has(plainLineOf(ENGINEER_OF_A).code)).toBe(true);

  await admin.page.goto('/users/tokens');
  const revoked = await admin.page.evaluate(
    async (id) => (await fetch(`/api/v1/tokens/${id}`, { method: 'DELETE' })).status,
    view.id,
  );
  expect(revoked).toBe(204);
  expect((await scrape()).status).toBe(401);
});
