import type { CustomerPage, HandoverList, PortfolioView } from '@linewatch/shared';
import type { DemoUser } from '@linewatch/shared/demo';
import { ENGINEER_OF_B, furtherLineOf, MANAGER_OF_A, MANAGER_OF_B, PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';
import { PortfolioPage } from '../pages/portfolio.page.ts';

/** What the polls bring takes a while to reach a page that is never loaded again. */
const LIVE = { timeout: 30_000 };

test('a manager sees the own customers alone, with what each of them needs (AMG1)', async ({ visit }) => {
  const { page, read } = await visit(MANAGER_OF_A);
  const { items } = await read<PortfolioView>('/api/v1/portfolio');
  const board = new PortfolioPage(page);

  await board.open();

  await expect(board.names).toHaveText(items.map(({ nameZh }) => nameZh));
  expect(items.map(({ code }) => code)).toEqual(MANAGER_OF_A.customers);
  const card = board.customers.first();
  for (const word of [/电路/, /未结故障单/, /待回访/, /剩余/, /满意度/]) await expect(card).toContainText(word);
});

test('who has a line down stands first and says so, and the order can be changed (AMG1, AMG4)', async ({
  visit,
  practice,
}) => {
  const { page, read } = await visit(PLATFORM_ADMIN);
  const board = new PortfolioPage(page);
  const { code } = furtherLineOf(ENGINEER_OF_B, 2);
  await board.open();

  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    const reasons = board.reasons('楚道物流');
    await expect(reasons.filter({ hasText: /条电路中断/ })).toBeVisible(LIVE);
    const { items } = await read<PortfolioView>('/api/v1/portfolio');
    expect(items.find(({ nameZh }) => nameZh === '楚道物流')?.isAtRisk).toBe(true);
    await expect(board.names).toHaveText(
      items.map(({ nameZh }) => nameZh),
      LIVE,
    );

    await board.orderBy('NAME');
    const byName = items.map(({ nameZh }) => nameZh).sort((one, other) => one.localeCompare(other, 'zh-CN'));
    await expect(board.names).toHaveText(byName);
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }
});

test('a customer goes to another manager: with all that was open, and at once (AMG5)', async ({ visit, sessions }) => {
  const admin = await visit(PLATFORM_ADMIN);
  const { items } = await admin.read<CustomerPage>('/api/v1/customers?limit=100');
  const id = items.find(({ code }) => code === MANAGER_OF_B.customers[0])?.id ?? '';
  const path = `/api/v1/customers/${id}`;
  const board = new PortfolioPage(admin.page);
  /** Whoever wins or loses a customer is signed out: the next visit signs in again. */
  const visitAnew = async (user: DemoUser): Promise<Visitor> => {
    sessions.delete(user.email);
    return visit(user);
  };
  expect(await (await visit(MANAGER_OF_B)).statusOf(path)).toBe(200);

  await board.openCustomer(id);
  try {
    await board.give(MANAGER_OF_B.name);
    await expect(board.newManager).toHaveAccessibleDescription('该客户现在就由这位客户经理负责，没有移交。');
    await board.give(MANAGER_OF_A.name);
    await expect(board.handovers.first().locator('summary')).toContainText(`移交给 ${MANAGER_OF_A.name}`);

    expect(await (await visit(MANAGER_OF_B)).statusOf(path)).toBe(401);
    expect(await (await visitAnew(MANAGER_OF_B)).statusOf(path)).toBe(404);
    const next = await visitAnew(MANAGER_OF_A);
    const [handover] = (await next.read<HandoverList>(`${path}/handovers`)).items;
    expect(handover?.from).toEqual([MANAGER_OF_B.name]);
    const { items: mine } = await next.read<PortfolioView>('/api/v1/portfolio');
    expect(mine.map((customer) => customer.id)).toContain(id);
    await next.page.goto(`/customers/${id}`);
    const pack = new PortfolioPage(next.page).handovers.first();
    await pack.locator('summary').click();
    await expect(pack.getByRole('heading', { name: /^未结故障单/ })).toBeVisible();
  } finally {
    await board.openCustomer(id);
    await board.give(MANAGER_OF_B.name);
    await expect(board.handovers.first().locator('summary')).toContainText(`移交给 ${MANAGER_OF_B.name}`);
    sessions.delete(MANAGER_OF_A.email);
    sessions.delete(MANAGER_OF_B.email);
  }
});
