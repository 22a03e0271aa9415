import type { CircuitPage as CircuitList, TicketPage as TicketList, TicketView } from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B, MANAGER_OF_A, NOC_OPERATOR, quietLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { ChangeRequestPage } from '../pages/change-request.page.ts';
import { ReportPage } from '../pages/report.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';

test('a fault is filed in three clicks, worked on in the sight of the customer, confirmed and rated', async ({
  visit,
}) => {
  const { code } = quietLineOf(ENGINEER_OF_A);
  const a = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const { items } = await a.read<CircuitList>('/api/v1/circuits');
  const line = items.find((row) => row.code === code)?.id ?? '';
  await a.page.goto(`/circuits/${line}`);

  const report = new ReportPage(a.page);
  await report.beginFromCircuit();
  await report.chooseSymptom(/时断时续/);
  await report.send();
  const mine = new TicketPage(a.page);
  await expect(mine.filed).toBeVisible();
  await expect(mine.clock(/修复/)).toContainText('剩余');
  await expect(mine.turn).toContainText('轮到我们处理');
  const id = await mine.id();
  const { number } = await a.read<TicketView>(`/api/v1/tickets/${id}`);

  await noc.page.goto('/ticket-queue');
  const row = noc.page.getByRole('listitem').filter({ hasText: number });
  await row.getByRole('button', { name: /接单/ }).click();
  await expect(row).toContainText('处理中');

  const theirs = new TicketPage(noc.page);
  await theirs.open(id);
  await theirs.writeInternally('交换机告警待查');
  await expect(theirs.said('交换机告警待查')).toBeVisible();
  await theirs.act(/挂起/).click();
  await theirs.fill({ 挂起原因: '客户不便入场', 说明: '门卫下班' }, /挂起/);

  // The customer's page follows without being loaded again.
  await expect(mine.clock(/修复/)).toContainText('已暂停');
  await expect(mine.pauses).toContainText('客户不便入场');
  await expect(mine.said('交换机告警待查')).toHaveCount(0);
  expect(JSON.stringify(await a.read(`/api/v1/tickets/${id}`))).not.toContain('交换机告警待查');

  await theirs.act(/继续处理/).click();
  await expect(mine.clock(/修复/)).toContainText('剩余');
  await theirs.act(/标记恢复/).click();
  await theirs.fill({ 故障原因: '光缆熔接点松动', 故障段落: '接入段', 责任方: '运营商' }, /标记恢复/);
  await expect(mine.turn).toContainText('轮到您');
  await mine.act(/确认已恢复/).click();
  await expect(mine.turn).toContainText('无需处理');
  await mine.rate(/总体/, 5);
  await mine.sendRating();
  await expect(a.page.getByText(/总体 5 \/ 5/)).toBeVisible();
});

test('a second report of the same line is offered to follow the first', async ({ visit }) => {
  const a = await visit(ENGINEER_OF_A);
  const { code } = quietLineOf(ENGINEER_OF_A);
  const { items } = await a.read<CircuitList>('/api/v1/circuits');
  const tickets = await a.read<TicketList>('/api/v1/tickets');
  const told = new Set(tickets.items.flatMap(({ circuits }) => circuits.map(({ id: circuitId }) => circuitId)));
  // Not the line of the other story, and none that a story has made trouble on: there may be a ticket about those.
  const line = items.findLast((row) => row.code !== code && row.status === 'running' && !told.has(row.id))?.id ?? '';
  await a.page.goto(`/tickets/new?circuit=${line}`);
  const report = new ReportPage(a.page);
  await report.chooseSymptom(/速度慢/);
  await report.send();
  const ticket = new TicketPage(a.page);
  await expect(ticket.filed).toBeVisible();
  const id = await ticket.id();

  await a.page.goto(`/tickets/new?circuit=${line}`);
  await expect(report.known).toBeVisible();
  await report.chooseSymptom(/速度慢/);
  await report.known.getByRole('button').click();
  await expect(a.page).toHaveURL(new RegExp(`/tickets/${id}`));

  const b = await visit(ENGINEER_OF_B);
  const foreign = new TicketPage(b.page);
  await foreign.open(id);
  await expect(foreign.heading).toHaveText('没有找到');

  await ticket.act(/撤销/).click();
  await ticket.fill({ 说明: '已自行恢复' }, /撤销/);
  await expect(ticket.turn).toContainText('无需处理');
});

test('a wish for more bandwidth goes to the account manager, and its customer follows it to its end (SLF4)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const { code } = quietLineOf(ENGINEER_OF_A);
  const a = await visit(ENGINEER_OF_A);
  const manager = await visit(MANAGER_OF_A);
  const rival = await visit(ENGINEER_OF_B);
  const { items } = await a.read<CircuitList>('/api/v1/circuits');
  const line = items.find((row) => row.code === code)?.id ?? '';
  await a.page.goto(`/circuits/${line}`);

  const wish = new ChangeRequestPage(a.page);
  await wish.beginFromCircuit();
  await wish.chooseBandwidth(200);
  await wish.explain('分行扩容，请提速');
  await wish.send();
  const mine = new TicketPage(a.page);
  await expect(mine.filed).toBeVisible();
  await expect(mine.facts).toContainText('200 Mbit/s');
  await expect(mine.clock(/首次反馈/)).toContainText('工作时间');
  await expect(mine.turn).toContainText('轮到我们处理');
  const id = await mine.id();
  const { number } = await a.read<TicketView>(`/api/v1/tickets/${id}`);

  await manager.page.goto('/tickets');
  await manager.page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
  const theirs = new TicketPage(manager.page);
  await expect(theirs.facts).toContainText('200 Mbit/s');
  await theirs.act(/^接单$/).click();
  await expect(mine.status).toHaveText('处理中');
  await theirs.act(/请客户补充/).click();
  await theirs.fill({ 说明: '希望从哪天起生效？' }, /请客户补充/);
  await expect(mine.turn).toContainText('轮到您');
  await mine.act(/补充信息/).click();
  await mine.fill({ 说明: '下月一日' }, /补充信息/);
  await expect(theirs.turn).toContainText('轮到我方');

  await theirs.act(/标记恢复/).click();
  await theirs.fill({ 处理措施: '已调整为 200 Mbit/s' }, /标记恢复/);
  await expect(mine.turn).toContainText('轮到您');
  await expect(mine.facts).toContainText('已调整为 200 Mbit/s');
  await mine.act(/确认已恢复/).click();
  await expect(mine.turn).toContainText('无需处理');
  await expect(theirs.status).toHaveText('已结束');
  expect(await rival.statusOf(`/api/v1/tickets/${id}`)).toBe(404);
  for (const secret of [id, number]) expect(rival.frames.holding(secret), secret).toEqual([]);
});
