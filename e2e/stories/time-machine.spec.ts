import type { CircuitsThen } from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

const HOUR_MS = 3_600_000;

test('an instant of the past is an address that somebody else of the customer opens; another customer sees its own', async ({
  visit,
}) => {
  const engineer = await visit(ENGINEER_OF_A);
  const at = Math.floor((Date.now() - HOUR_MS) / 60_000) * 60_000;

  await engineer.page.goto('/circuits');
  await engineer.page.getByRole('link', { name: /^(时光机|Time machine)$/ }).click();
  await expect(engineer.page).toHaveURL(/\/circuits\/then$/);
  await engineer.page.goto(`/circuits/then?at=${String(at)}`);
  await expect(engineer.page.getByRole('heading', { name: /当时状态|As it was at/ })).toBeVisible();
  await engineer.page.getByRole('button', { name: /^(早 5 分钟|5 min earlier)$/ }).click();
  await expect(engineer.page).toHaveURL(new RegExp(`at=${String(at - 300_000)}$`));

  const own = await engineer.read<CircuitsThen>(`/api/v1/then?at=${String(at)}`);
  const other = await (await visit(ENGINEER_OF_B)).read<CircuitsThen>(`/api/v1/then?at=${String(at)}`);
  const known = own.counts.reduce((sum, each) => sum + each.known, 0);
  expect(known).toBeGreaterThan(0);
  const foreign = new Set(other.items.map(({ id }) => id));
  expect(own.items.filter(({ id }) => foreign.has(id))).toEqual([]);
});
