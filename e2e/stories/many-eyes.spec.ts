import type { CircuitPage as CircuitList, DeviceImpact, DevicePage, NetworkMap } from '@linewatch/shared';
import { circuitsOf, ENGINEER_OF_A, ENGINEER_OF_B, furtherLineOf, NOC_OPERATOR } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';
import { FaultsPage } from '../pages/faults.page.ts';

const DOWN = /中断/;
/** An alarm is held for 30 s before it is raised; the rest is a busy machine. */
const RAISED = { timeout: 150_000 };
const CLEARED = { timeout: 180_000 };

test('one line down before many eyes: list and map turn red by themselves, the NOC takes it up, what it keeps to itself stays inside (LIV1, INV8, NOC1, FLT7)', async ({
  visit,
  practice,
}) => {
  test.setTimeout(360_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 5);
  const [list, map, desk, rival] = [
    await visit(ENGINEER_OF_A),
    await visit(ENGINEER_OF_A),
    await visit(NOC_OPERATOR),
    await visit(ENGINEER_OF_B),
  ];
  const { items } = await list.read<CircuitList>('/api/v1/circuits');
  const id = items.find((row) => row.code === code)?.id ?? '';
  const lines = new CircuitsPage(list.page);
  await lines.open();
  await expect(lines.status(code)).not.toHaveText(DOWN);
  await map.page.goto('/circuits/map');
  const drawn = map.page.locator(`svg a.line[href="/circuits/${id}"]`);
  await expect(drawn.first()).toHaveClass(/is-running/);
  await rival.page.goto('/circuits/map');
  await expect(rival.page.locator('svg a.line').first()).toBeVisible();

  // Nothing of the other customer is in what the map is made of, whichever way one looks.
  const [mine, theirs] = await Promise.all([map, rival].map(({ read }) => read<NetworkMap>('/api/v1/map')));
  for (const { code: foreign } of circuitsOf(ENGINEER_OF_B)) expect(JSON.stringify(mine)).not.toContain(foreign);
  expect(JSON.stringify(theirs)).not.toContain(id);

  const faults = new FaultsPage(list.page);
  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    // Neither page is loaded again.
    await expect(lines.status(code)).toHaveText(DOWN, RAISED);
    await expect(drawn.first()).toHaveClass(/is-failed/, RAISED);

    await faults.open();
    await expect(faults.row(code)).toBeVisible(RAISED);
    await expect(faults.row(code)).toContainText('待处理');

    await desk.page.goto(`/alarms?q=${encodeURIComponent(code)}`);
    const alarm = desk.page.locator('tr[data-alarm]').first();
    await expect(alarm).toContainText(code, RAISED);
    await desk.page.getByRole('checkbox', { name: '全选' }).check();
    const acts = desk.page.getByRole('group', { name: '操作' });
    await acts.getByRole('button', { name: '确认', exact: true }).click();
    await expect(desk.page.getByText(/条已完成|条无需变更/).first()).toBeVisible();
    await Promise.all([
      // The page is left right away: what was asked for has to have been answered.
      desk.page.waitForResponse((answer) => answer.url().endsWith('/api/v1/alarms/acts') && answer.ok()),
      acts.getByRole('button', { name: '指派给我' }).click(),
    ]);
    await desk.page.goto(`/alarms?q=${encodeURIComponent(code)}&assigned=me`);
    await expect(desk.page.locator('tr[data-alarm]').first()).toBeVisible();

    // Its owner is told at once, by the same page.
    await expect(faults.row(code)).toContainText('处理中', RAISED);

    await faults.openFault(code);
    const inside = new FaultsPage(desk.page);
    await inside.open();
    await inside.openFault(code);
    await inside.write('已派人前往机房');
    await expect(faults.story).toContainText('已派人前往机房');
    await inside.keep('客户欠费，先不承诺时限');
    await expect(inside.story).toContainText('客户欠费');
    await inside.write('预计一小时内恢复');
    await expect(faults.story).toContainText('预计一小时内恢复');
    await expect(faults.story).not.toContainText('客户欠费');
    expect(list.frames.holding('客户欠费')).toEqual([]);
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }
  await expect(drawn.first()).toHaveClass(/is-running/, CLEARED);
  for (const secret of [id, code]) expect(rival.frames.holding(secret), secret).toEqual([]);
});

test('a device shows who depends on it: customers, lines, grades and what the month still allows (NOC2)', async ({
  visit,
}) => {
  const { page, read } = await visit(NOC_OPERATOR);
  const [end] = circuitsOf(ENGINEER_OF_A).flatMap(({ ends }) => ends.filter(({ device }) => device !== null));
  const { items } = await read<DevicePage>('/api/v1/devices?limit=200');
  const device = items.find(({ code }) => code === end?.device);
  const impact = await read<DeviceImpact>(`/api/v1/devices/${device?.id ?? ''}/impact`);
  expect(impact.total).toBeGreaterThan(0);

  await page.goto(`/devices/${device?.id ?? ''}`);
  const card = page.locator('lw-device-impact');
  await expect(card.getByText(new RegExp(`${impact.customers.length} 个客户的 ${impact.total} 条电路`))).toBeVisible();
  for (const customer of impact.customers) {
    await expect(card.getByRole('link', { name: customer.nameZh, exact: true })).toBeVisible();
  }
  const rows = card.getByRole('table').locator('tbody tr');
  await expect(rows).toHaveCount(impact.circuits.length);
  for (const circuit of impact.circuits) await expect(rows.filter({ hasText: circuit.code })).toHaveCount(1);

  // A customer has no such page.
  const customer = await visit(ENGINEER_OF_A);
  expect(await customer.statusOf(`/api/v1/devices/${device?.id ?? ''}/impact`)).toBe(403);
});
