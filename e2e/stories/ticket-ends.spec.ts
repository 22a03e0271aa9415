import type { TicketQueue, TicketView } from '@linewatch/shared';
import type { DemoUser } from '@linewatch/shared/demo';
import { ENGINEER_OF_A, furtherLineOf, MANAGER_OF_A, NOC_OPERATOR } from '../fixtures/demo.ts';
import { reportedLine } from '../fixtures/reported-line.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';
import { TimedHouse } from '../fixtures/timed-house.ts';
import { ReportPage } from '../pages/report.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What follows of the time that has passed, on a machine that is busy. */
const WORKED = { timeout: 90_000 };
const DEAD = { symptom: /完全不通/ };
const REPAIRED = { 故障原因: '光模块损坏', 故障段落: '接入段', 责任方: '运营商' };

let house: TimedHouse;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  house = await TimedHouse.open();
});

test.afterAll(() => house.close());

/** The NOC takes a ticket on and says that the line is well again. */
async function repaired({ page }: Visitor, id: string): Promise<TicketPage> {
  const desk = new TicketPage(page);
  await desk.open(id);
  await desk.act(/^接单$/).click();
  await desk.act(/标记恢复/).click();
  await desk.fill(REPAIRED, /标记恢复/);
  return desk;
}

test('who is told that all is well says yes or no, is called when nothing is said, and comes again later (TKT8)', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const a = await visit(ENGINEER_OF_A);
  const { id, number } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 3).code, DEAD);
  const mine = new TicketPage(a.page);
  const desk = await repaired(await visit(NOC_OPERATOR), id);
  await expect(mine.turn).toContainText('轮到您');
  await expect(mine.act(/确认已恢复/)).toBeVisible();
  const before = await a.read<TicketView>(`/api/v1/tickets/${id}`);

  // It is not: the clock of the repair goes on from where it stood.
  await mine.act(/还没有恢复/).click();
  await mine.fill({ 说明: '仍然不通' }, /还没有恢复/);
  await expect(mine.status).toHaveText('处理中');
  await expect(mine.clock(/修复/)).toContainText('剩余');
  const restore = ({ clocks }: TicketView): number =>
    Date.parse(clocks.find(({ kind }) => kind === 'RESTORE')?.startedAt ?? '');
  expect(restore(await a.read<TicketView>(`/api/v1/tickets/${id}`))).toBe(restore(before));

  // Now it is, and nobody says so: after a quarter of an hour somebody has to ask.
  await desk.act(/标记恢复/).click();
  await desk.fill(REPAIRED, /标记恢复/);
  await expect(mine.turn).toContainText('轮到您');
  await house.pass(15 * MINUTE);
  const noc = await visit(NOC_OPERATOR);
  const due = async (): Promise<TicketQueue['items'][number]['nextDue'] | undefined> =>
    (await noc.read<TicketQueue>('/api/v1/ticket-queue')).items.find((item) => item.id === id)?.nextDue;
  await expect.poll(async () => (await due())?.isBreached, WORKED).toBe(true);
  await noc.page.goto('/ticket-queue');
  const task = noc.page.getByRole('listitem').filter({ hasText: number });
  await expect(task).toContainText('恢复回访');
  await expect(task).toContainText('已超时');

  // Nobody objects for three days; what comes after that is another ticket, and says of which it reminds.
  await house.pass(72 * HOUR);
  const late = await visit(ENGINEER_OF_A);
  const over = new TicketPage(late.page);
  await expect.poll(async () => (await late.read<TicketView>(`/api/v1/tickets/${id}`)).status, WORKED).toBe('closed');
  await over.open(id);
  await expect(over.acts.getByRole('button', { name: /还没有恢复/ })).toHaveCount(0);
  await late.page.getByRole('link', { name: '问题又出现了，再次报障' }).click();
  const report = new ReportPage(late.page);
  await report.chooseSymptom(DEAD.symptom);
  await report.send();
  await expect(over.filed).toBeVisible();
  await expect.poll(() => over.id()).not.toBe(id);
  await expect(late.page.getByRole('main')).toContainText('相关');
  await expect(late.page.getByRole('link', { name: number })).toBeVisible();
});

test('a closed ticket is rated in the portal and once by a link, and a bad mark has its manager call (AMG3)', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const a = await visit(ENGINEER_OF_A);
  const { id, number } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 5).code, DEAD);
  const mine = new TicketPage(a.page);
  await repaired(await visit(NOC_OPERATOR), id);
  await mine.act(/确认已恢复/).click();
  await expect(mine.status).toHaveText('已结束');
  const link = async (): Promise<string> => {
    const mails = await house.mailsFor(ENGINEER_OF_A.email);
    const closed = mails.find(({ subject }) => subject.startsWith('工单已关闭') && subject.includes(number));
    return /https?:\/\/\S+\/rate#\S+/.exec(closed?.text ?? '')?.[0] ?? '';
  };
  await expect.poll(link, WORKED).not.toBe('');

  // Somebody who is not signed in anywhere.
  const stranger = await browser.newContext({ locale: 'zh-CN' });
  try {
    const page = await stranger.newPage();
    await page.goto(await link());
    await expect(page.getByText(number)).toBeVisible();
    const byLink = new TicketPage(page);
    for (const step of [/响应速度/, /过程沟通/, /修复质量/, /总体/]) await byLink.rate(step, 5);
    await byLink.sendRating();
    await expect(page.getByText('谢谢，您的评价已收到。')).toBeVisible();
    await page.goto('about:blank');
    await page.goto(await link());
    await expect(page.getByRole('alert')).toContainText('评价链接无效、已过期或已使用。');
  } finally {
    await stranger.close();
  }

  await mine.open(id);
  await expect(a.page.getByText(/修复质量 5 \/ 5/)).toBeVisible();
  await mine.rate(/修复质量/, 2);
  await mine.sendRating();
  await expect(a.page.getByText(/修复质量 2 \/ 5/)).toBeVisible();
  const manager = await visit(MANAGER_OF_A);
  await manager.page.goto('/tickets');
  const task = manager.page.locator('lw-call-backs li').filter({ hasText: number });
  await expect(task).toContainText('2 / 5');
  await expect(task).toContainText(/应于 .+ 前/);
  await task.getByLabel('回访结果').fill('已致歉，并说明整改措施');
  await task.getByRole('button', { name: '已回访' }).click();
  await expect(task).toHaveCount(0);
});
