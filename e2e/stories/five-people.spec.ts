import type { CircuitPage as CircuitList, TicketPage as TicketList, TicketView } from '@linewatch/shared';
import {
  ADMIN_OF_A,
  ENGINEER_OF_A,
  ENGINEER_OF_B,
  furtherLineOf,
  MANAGER_OF_A,
  NOC_OPERATOR,
} from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitPage } from '../pages/circuit.page.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';
import { ReportPage } from '../pages/report.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';

const DOWN = /中断/;
/** Everybody but whoever acts looks at a page that is never loaded again. */
const LIVE = { timeout: 30_000 };

test('from a silent line to a rating: five people play a fault, and the rival sees nothing at any step', async ({
  visit,
  practice,
}) => {
  test.setTimeout(420_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 1);
  const customer = await visit(ENGINEER_OF_A);
  const colleague = await visit(ADMIN_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const manager = await visit(MANAGER_OF_A);
  const rival = await visit(ENGINEER_OF_B);
  const { items } = await customer.read<CircuitList>('/api/v1/circuits');
  const line = items.find((row) => row.code === code)?.id ?? '';

  const lines = new CircuitsPage(customer.page);
  const mine = new TicketPage(customer.page);
  await lines.open();
  await colleague.page.goto('/tickets');
  await manager.page.goto('/tickets');
  await rival.page.goto('/tickets');
  await noc.page.goto('/ticket-queue');
  await expect(rival.page.getByRole('heading', { level: 1 })).toBeVisible();

  try {
    // The line falls silent, and whoever looks at it reports it.
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    await expect(lines.status(code)).toHaveText(DOWN, LIVE);
    await lines.openCircuit(code);
    await expect(new CircuitPage(customer.page).end('Z')).toContainText(DOWN, LIVE);
    const report = new ReportPage(customer.page);
    await report.beginFromCircuit();
    await report.chooseSymptom(/完全不通/);
    await report.sendOrInsist(mine.filed);
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }
  await expect(mine.filed).toBeVisible();
  const id = await mine.id();
  const { number } = await customer.read<TicketView>(`/api/v1/tickets/${id}`);
  await expect(mine.clock(/派单/)).toContainText('剩余');

  // It stands on three pages without being asked for.
  await expect(colleague.page.getByRole('row').filter({ hasText: number })).toBeVisible(LIVE);
  await expect(manager.page.getByRole('row').filter({ hasText: number })).toBeVisible(LIVE);
  await expect(noc.page.getByRole('listitem').filter({ hasText: number })).toBeVisible(LIVE);
  await colleague.page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
  await manager.page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
  const theirs = new TicketPage(colleague.page);
  const watched = new TicketPage(manager.page);

  const desk = new TicketPage(noc.page);
  await desk.open(id);
  await desk.act(/^派单$/).click();
  await desk.fill({ 工作组: '传输' }, /^派单$/);
  await expect(mine.clock(/派单/)).toBeHidden(LIVE);
  await desk.act(/^接单$/).click();
  await expect(mine.status).toHaveText('处理中', LIVE);
  await expect(theirs.status).toHaveText('处理中', LIVE);
  await expect(watched.status).toHaveText('处理中', LIVE);

  // One word for everybody, and one that the NOC keeps to itself.
  await desk.say('已派人到 Z 端机房');
  await expect(desk.said('已派人到 Z 端机房')).toBeVisible(LIVE);
  await desk.writeInternally('疑似传输板卡故障');
  for (const page of [mine, theirs, watched]) await expect(page.said('已派人到 Z 端机房')).toBeVisible(LIVE);
  await expect(desk.said('疑似传输板卡故障')).toBeVisible(LIVE);
  await theirs.say('机房门卫已通知');
  await expect(desk.said('机房门卫已通知')).toBeVisible(LIVE);
  await expect(mine.said('机房门卫已通知')).toBeVisible(LIVE);
  for (const page of [mine, theirs, watched]) await expect(page.said('疑似传输板卡故障')).toHaveCount(0);

  await desk.act(/标记恢复/).click();
  await desk.fill({ 故障原因: '光模块损坏', 故障段落: '接入段', 责任方: '运营商' }, /标记恢复/);
  await expect(mine.turn).toContainText('轮到您', LIVE);
  await expect(watched.turn).toContainText('等待客户', LIVE);
  await mine.act(/确认已恢复/).click();
  await expect(theirs.turn).toContainText('无需处理', LIVE);
  await expect(desk.status).toHaveText('已结束', LIVE);
  await mine.rate(/总体/, 4);
  await mine.sendRating();
  await expect(customer.page.getByText(/总体 4 \/ 5/)).toBeVisible();
  await expect(manager.page.getByText(/总体 4 \/ 5/)).toBeVisible(LIVE);

  // The rival was there all the while, with a socket that was open.
  for (const secret of [id, number, line, code]) expect(rival.frames.holding(secret), secret).toEqual([]);
  await expect(rival.page.getByText(number)).toHaveCount(0);
  for (const state of ['open', 'over']) {
    expect(JSON.stringify(await rival.read<TicketList>(`/api/v1/tickets?state=${state}`))).not.toContain(number);
  }
  for (const path of [`tickets/${id}`, `circuits/${line}`]) expect(await rival.statusOf(`/api/v1/${path}`)).toBe(404);
  await new TicketPage(rival.page).open(id);
  await expect(rival.page.getByRole('heading', { level: 1 })).toHaveText('没有找到');
});
