import type {
  CircuitPage as CircuitList,
  CustomerPage,
  CustomerView,
  TicketPage as TicketList,
  TicketQueue,
  TicketView,
} from '@linewatch/shared';
import type { DemoUser } from '@linewatch/shared/demo';
import {
  ENGINEER_OF_A,
  ENGINEER_OF_B,
  furtherLineOf,
  MANAGER_OF_A,
  NOC_OPERATOR,
  PLATFORM_ADMIN,
  quietLineOf,
} from '../fixtures/demo.ts';
import { reportedLine } from '../fixtures/reported-line.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';
import { TimedHouse } from '../fixtures/timed-house.ts';
import { FaultReportsPage } from '../pages/fault-reports.page.ts';
import { NormsPage } from '../pages/norms.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';
import { TicketQueuePage } from '../pages/ticket-queue.page.ts';
import { ToldPage } from '../pages/told.page.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** What follows of the time that has passed, on a machine that is busy. */
const WORKED = { timeout: 90_000 };
/** A clock that is set ahead may find a line unheard of, so that what it has been since begins anew: a minute is one. */
const HELD = { timeout: 150_000 };

const DEAD = { symptom: /完全不通/ };

let house: TimedHouse;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  house = await TimedHouse.open();
});

test.afterAll(() => house.close());

test('nobody dispatches: level after level is told, and the customer may call for the next one, not all the time (TKT5)', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const first = await visit(ENGINEER_OF_A);
  const { id, number, clocks } = await reportedLine(first, quietLineOf(ENGINEER_OF_A).code, DEAD);
  const due = Date.parse(clocks.find(({ kind }) => kind === 'DISPATCH')?.dueAt ?? '');
  await expect(new TicketPage(first.page).clock(/派单/)).toContainText('时限 15 分');
  const mails = async (level: number): Promise<number> =>
    (await house.mailsFor(MANAGER_OF_A.email)).filter(
      ({ subject, text }) =>
        subject.includes('工单已升级') && subject.includes(number) && text.includes(`升级到第几级：${level}`),
    ).length;

  // The fifteen minutes of the dispatch pass, and fifteen more.
  await house.pass(15 * MINUTE);
  const duty = new ToldPage((await visit(NOC_OPERATOR)).page);
  await duty.open();
  await expect(duty.notice('工单已升级', number)).toHaveCount(1, WORKED);
  await expect(duty.notice('工单已升级', number)).toContainText('升级到第几级：1');
  await expect.poll(() => mails(1), WORKED).toBe(1);
  await house.pass(15 * MINUTE);
  await expect.poll(() => mails(2), WORKED).toBe(1);
  await duty.open();
  await expect(duty.notice('工单已升级', number)).toHaveCount(2);

  const a = await visit(ENGINEER_OF_A);
  const mine = new TicketPage(a.page);
  await mine.open(id);
  await expect(mine.clock(/派单/)).toContainText('超时');
  await expect(
    mine.history.getByRole('listitem').filter({ hasText: '超时' }).filter({ hasText: '派单' }),
  ).toBeVisible();
  const told = await a.read<TicketView>(`/api/v1/tickets/${id}`);
  expect(told.clocks.find(({ kind }) => kind === 'DISPATCH')?.breachedAt).toBe(new Date(due).toISOString());
  await expect(a.page.getByText('已升级到第 2 级')).toBeVisible();

  // Whoever cannot wait calls for the next level: it is written down, told, and not to be done again at once.
  await mine.act(/^升级$/).click();
  await expect(a.page.getByText('已升级到第 3 级')).toBeVisible();
  await expect(mine.history.getByRole('listitem').filter({ hasText: '催办' })).toContainText(ENGINEER_OF_A.name);
  await expect.poll(() => mails(3), WORKED).toBe(1);
  await expect(a.page.getByText(/之后可再次催办/)).toBeVisible();
  for (const call of [/^催办$/, /^升级$/]) await expect(mine.act(call)).toBeDisabled();
  const again = { action: 'urge', version: (await a.read<TicketView>(`/api/v1/tickets/${id}`)).version };
  await expect(a.write('POST', `/api/v1/tickets/${id}/acts`, again)).rejects.toThrow(/429.*ticket\.urged-too-soon/);

  await house.pass(15 * MINUTE);
  await a.page.reload();
  await expect(mine.act(/^催办$/)).toBeEnabled();
});

test('a grave fault is reported on: when the paper is due stands there, who owes it sees it late, and it comes in two languages (TKT9)', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const a = await visit(ENGINEER_OF_A);
  const { id, number, priority } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 3).code, DEAD);
  expect(priority).toBe('P1');
  const mine = new TicketPage(a.page);
  const desk = new TicketPage((await visit(NOC_OPERATOR)).page);
  await desk.open(id);
  await desk.act(/^接单$/).click();
  await desk.act(/标记恢复/).click();
  await desk.fill({ 故障原因: '光缆被挖断', 故障段落: '接入段', 责任方: '第三方' }, /标记恢复/);
  await mine.act(/确认已恢复/).click();
  await expect(mine.status).toHaveText('已结束');
  await expect(mine.faultReport).toContainText(/应于 .+ 前提交/);

  // Nobody writes it.
  await house.pass(6 * DAY);
  const noc = await visit(NOC_OPERATOR);
  for (const { page } of [noc, await visit(MANAGER_OF_A)]) {
    const owed = new FaultReportsPage(page);
    await owed.open();
    await expect(owed.row(number)).toContainText('已逾期', WORKED);
  }
  const late = new TicketPage(noc.page);
  await late.open(id);
  await late.publishReport('光缆被施工挖断，已熔接。', 'A digger cut the fibre; it was spliced.');
  await expect(late.faultReport).toContainText('发布于');

  const reader = await visit(ENGINEER_OF_A);
  const read = new TicketPage(reader.page);
  await read.open(id);
  await expect(read.faultReport).toContainText('光缆被施工挖断，已熔接。');
  for (const [name, language] of [
    ['中文', 'zh-CN'],
    ['English', 'en'],
  ] as const) {
    const [file] = await Promise.all([
      reader.page.waitForEvent('download'),
      read.faultReport.getByRole('link', { name }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${number}-${language}.pdf`);
    expect(await file.failure()).toBeNull();
  }
  const published = new FaultReportsPage(noc.page);
  await published.open();
  await expect(published.row(number)).toContainText('逾期发布');
});

test('what is promised goes by the grade of the customer, and by the table as it stood at the filing (TKT11)', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const [a, b, admin] = [await visit(ENGINEER_OF_A), await visit(ENGINEER_OF_B), await visit(PLATFORM_ADMIN)];
  const { items } = await admin.read<CustomerPage>('/api/v1/customers?limit=100');
  const path = `/api/v1/customers/${items.find(({ code }) => code === ENGINEER_OF_B.customers[0])?.id ?? ''}`;
  const { code, nameZh, nameEn, timeZone, status, version } = await admin.read<CustomerView>(path);
  await admin.write('POST', path, { code, nameZh, nameEn, timeZone, status, version, grade: 'LOCAL_C' });

  // The same trouble, told in the same words, by 集团级 and by 本地C级.
  const ofGroup = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 7).code, DEAD);
  const ofLocal = await reportedLine(b, furtherLineOf(ENGINEER_OF_B, 0).code, DEAD);
  const [mine, theirs] = [new TicketPage(a.page), new TicketPage(b.page)];
  await expect(mine.facts).toContainText('集团级');
  await expect(theirs.facts).toContainText('本地C级');
  expect([ofGroup.symptom, ofGroup.impact, ofGroup.description]).toEqual([
    ...[ofLocal.symptom, ofLocal.impact, ofLocal.description],
  ]);
  expect([ofGroup.priority, ofLocal.priority]).toEqual(['P1', 'P2']);
  await expect(mine.clock(/修复/)).toContainText('时限 4 小时');
  await expect(theirs.clock(/修复/)).toContainText('时限 1 天 0 小时');

  const norms = new NormsPage(admin.page);
  await norms.open();
  await norms.change({ 派单: '10' }, { 全部等级: '600' }, '本地客户十小时修复');
  await expect(norms.saved).toContainText('已生效');
  await theirs.open(ofLocal.id);
  await expect(theirs.clock(/修复/)).toContainText('时限 1 天 0 小时');
  await expect(theirs.facts).toContainText('第 1 版');
  const next = await reportedLine(b, furtherLineOf(ENGINEER_OF_B, 1).code, DEAD);
  await expect(theirs.clock(/修复/)).toContainText('时限 10 小时');
  await expect(theirs.clock(/派单/)).toContainText('时限 10 分');
  await expect(theirs.facts).toContainText('第 2 版');
  expect([ofLocal.clocks, next.clocks].map((each) => each.find(({ kind }) => kind === 'RESTORE')?.targetMs)).toEqual([
    24 * 60 * MINUTE,
    10 * 60 * MINUTE,
  ]);
});

test('the queue stands by the time that is left, what is late on top, whatever happens meanwhile (NOC3)', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const late = await reportedLine(await visit(ENGINEER_OF_A), furtherLineOf(ENGINEER_OF_A, 9).code, DEAD);
  await house.pass(15 * MINUTE);
  const noc = await visit(NOC_OPERATOR);
  const read = async (): Promise<TicketQueue['items']> => (await noc.read<TicketQueue>('/api/v1/ticket-queue')).items;
  const isLate = ({ nextDue }: TicketQueue['items'][number]): boolean => nextDue?.isBreached === true;
  await expect.poll(async () => (await read()).filter(isLate).map(({ id }) => id), WORKED).toContain(late.id);

  const queue = new TicketQueuePage(noc.page);
  const isSorted = async (): Promise<boolean> =>
    JSON.stringify(await queue.ids()) === JSON.stringify((await read()).map(({ id }) => id));
  await queue.open();
  await queue.letGo();
  const items = await read();
  const dues = items.map(({ nextDue }) => (nextDue === null ? Number.POSITIVE_INFINITY : Date.parse(nextDue.dueAt)));
  expect(dues).toEqual(dues.toSorted((one, two) => one - two));
  const onTop = items.map(isLate);
  expect(onTop, 'what is late stands on top').toEqual(onTop.toSorted((one, two) => Number(two) - Number(one)));
  await expect.poll(isSorted, WORKED).toBe(true);
  await expect(queue.row(late.number)).toContainText('已超时');

  // One comes, and goes on to its repair: it finds its places on a page that is never loaded again.
  const a = await visit(ENGINEER_OF_A);
  const { id, number } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 10).code, DEAD);
  await expect(queue.row(number)).toBeVisible(WORKED);
  await expect.poll(isSorted, WORKED).toBe(true);
  const desk = new TicketPage((await visit(NOC_OPERATOR)).page);
  await desk.open(id);
  await desk.act(/^接单$/).click();
  await desk.say('正在排查');
  await expect(queue.row(number)).toContainText('处理中', WORKED);
  await expect.poll(isSorted, WORKED).toBe(true);

  // Under somebody's hand the rows stay where they are until it is taken off.
  await queue.row(number).hover();
  const places = await queue.ids();
  await desk.act(/请客户补充/).click();
  await desk.fill({ 说明: '从几点开始？' }, /请客户补充/);
  await expect(queue.row(number)).toContainText('等待客户', WORKED);
  expect(await queue.ids()).toEqual(places);
  await queue.letGo();
  await expect.poll(isSorted, WORKED).toBe(true);
});

test('a line that fails a third time in 45 days gets a ticket about why, which its customer and its manager see (TKT14)', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 5);
  const visit = (user: DemoUser): Promise<Visitor> => house.visit(browser, user);
  const problems = async ({ read }: Visitor): Promise<TicketList['items']> => {
    const { items } = await read<TicketList>('/api/v1/tickets?ticketType=complaint&limit=200');
    return items.filter(({ circuits }) => circuits.some((circuit) => circuit.code === code));
  };
  for (let time = 1; time <= 3; time += 1) {
    const a = await visit(ENGINEER_OF_A);
    expect(await problems(a), `before fault ${time}`).toEqual([]);
    await failOnce(a, code);
    if (time < 3) await house.pass(14 * DAY);
  }

  const a = await visit(ENGINEER_OF_A);
  await expect.poll(async () => (await problems(a)).length, WORKED).toBe(1);
  const [problem] = await problems(a);
  for (const { page } of [a, await visit(MANAGER_OF_A)]) {
    await page.goto('/tickets');
    await page
      .getByRole('row')
      .filter({ hasText: problem?.number ?? '' })
      .getByRole('link')
      .first()
      .click();
    const ticket = new TicketPage(page);
    await expect(page.getByRole('main')).toContainText(code);
    await expect(page.getByRole('main')).toContainText('起因');
    await expect(ticket.facts).toContainText('运营商主动发现');
  }
  const told = new ToldPage(a.page);
  await told.open();
  await expect(told.notice('反复故障', code)).toHaveCount(1);
});

/** A line goes down until its fault is there, and is well again until that is over. */
async function failOnce({ read }: Visitor, code: string): Promise<void> {
  const circuit = async (): Promise<CircuitList['items'][number] | undefined> =>
    (await read<CircuitList>('/api/v1/circuits')).items.find((row) => row.code === code);
  const status = async (): Promise<string | undefined> => (await circuit())?.status;
  const id = (await circuit())?.id ?? '';
  const open = async (): Promise<number> =>
    (await read<{ items: unknown[] }>(`/api/v1/faults?show=open&circuitId=${id}`)).items.length;
  await expect.poll(status, WORKED).toBe('running');
  try {
    await house.practice.perform({ do: 'down', circuit: code, end: 'Z' });
    await expect.poll(status, WORKED).toBe('failed');
    // An alarm is held for half a minute before it is raised, and for a minute before it is cleared.
    await house.pass(MINUTE);
    await expect.poll(open, HELD).toBe(1);
  } finally {
    await house.practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }
  await expect.poll(status, WORKED).toBe('running');
  await house.pass(2 * MINUTE);
  await expect.poll(open, HELD).toBe(0);
}
