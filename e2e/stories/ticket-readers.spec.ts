import type { AccessChoices, CircuitView, NoticeRoomList, TicketView, UserAccess, UserPage } from '@linewatch/shared';
import { CalledHook } from '../fixtures/called-hook.ts';
import {
  ADMIN_OF_A,
  ENGINEER_OF_A,
  ENGINEER_OF_B,
  furtherLineOf,
  NOC_OPERATOR,
  VIEWER_OF_A,
} from '../fixtures/demo.ts';
import { bringMail, mailsFor, type ReceivedMail, writtenMail } from '../fixtures/mails.ts';
import { reportedLine } from '../fixtures/reported-line.ts';
import { expect, test, type Visitor } from '../fixtures/test.ts';
import { RoomsPage } from '../pages/rooms.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';
import { TicketsPage } from '../pages/tickets.page.ts';

/** What a page that is never loaded again, or a box, holds after a while on a busy machine. */
const LATER = { timeout: 60_000 };
const SLOW = { symptom: /速度慢/ };

/** Takes a ticket back, so that the next story finds nothing of it open. */
async function takenBack({ page }: Visitor, id: string): Promise<void> {
  const ticket = new TicketPage(page);
  await ticket.open(id);
  await ticket.act(/撤销/).click();
  await ticket.fill({ 说明: '演练' }, /撤销/);
  await expect(ticket.turn).toContainText('无需处理');
}

test('the number that a customer gave its ticket is found by, and told to its own systems (TKT7)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const hook = await CalledHook.open();
  const name = `INC desk ${Date.now()}`;
  const admin = await visit(ADMIN_OF_A);
  const a = await visit(ENGINEER_OF_A);
  const b = await visit(ENGINEER_OF_B);
  const rooms = new RoomsPage(admin.page);
  await rooms.open();
  try {
    await rooms.makeWebhook(name, hook.url);
    await expect(rooms.room(name)).toBeVisible();
    const { id, number } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 7).code, {
      ...SLOW,
      ownNumber: 'INC-778',
    });

    const mine = new TicketsPage(a.page);
    await mine.open();
    await mine.search('INC-778');
    await expect(mine.rows).toHaveCount(1);
    await expect(mine.row(number)).toContainText('INC-778');
    await expect.poll(() => hook.bodies.find((body) => body.includes(number)) ?? '', LATER).toContain('INC-778');

    const theirs = new TicketsPage(b.page);
    await theirs.open();
    await theirs.search('INC-778');
    await expect(b.page.getByText('没有符合条件的工单')).toBeVisible();
    await takenBack(a, id);
  } finally {
    await rooms.open();
    await rooms.remove(name);
    await expect(rooms.room(name)).toHaveCount(0);
    await hook.close();
  }
  expect((await admin.read<NoticeRoomList>('/api/v1/notice-rooms')).items.map((room) => room.name)).not.toContain(name);
});

test('a viewer sees no ticket until the own admin shares those of the own sites, or all (TKT10)', async ({
  visit,
  sessions,
}) => {
  test.setTimeout(180_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 8);
  const a = await visit(ENGINEER_OF_A);
  const admin = await visit(ADMIN_OF_A);
  const decisions = new TicketsPage(admin.page);
  const { id, number, circuits } = await reportedLine(a, code, SLOW);
  const { endFacts, customerId } = await a.read<CircuitView>(`/api/v1/circuits/${circuits[0]?.id ?? ''}`);
  const { sites } = await admin.read<AccessChoices>('/api/v1/users/choices');
  const own = endFacts.flatMap(({ siteId }) => (siteId === null ? [] : [siteId]));
  const elsewhere = sites.map((site) => site.id).find((siteId) => !own.includes(siteId)) ?? '';
  const people = await admin.read<UserPage>(`/api/v1/users?q=${encodeURIComponent(VIEWER_OF_A.email)}`);
  const viewer = people.items.find(({ email }) => email === VIEWER_OF_A.email)?.id ?? '';
  /** Whoever is given another reach is signed out, and signs in again. */
  const bound = async (reach: Pick<UserAccess, 'customerIds' | 'siteIds'>): Promise<Visitor> => {
    await admin.write('PUT', `/api/v1/users/${viewer}/access`, { role: 'CUSTOMER_VIEWER', ...reach });
    sessions.delete(VIEWER_OF_A.email);
    return visit(VIEWER_OF_A);
  };
  const toSite = (siteId: string): Promise<Visitor> => bound({ customerIds: [], siteIds: [siteId] });
  const sees = async ({ page, statusOf }: Visitor, status: 200 | 404): Promise<void> => {
    const list = new TicketsPage(page);
    await list.open();
    await expect(list.row(number)).toHaveCount(status === 200 ? 1 : 0);
    expect(await statusOf(`/api/v1/tickets/${id}`)).toBe(status);
  };

  try {
    await decisions.open();
    await decisions.share('不能看工单');
    const whole = await visit(VIEWER_OF_A);
    await sees(whole, 404);
    await expect(new TicketsPage(whole.page).notShared).toBeVisible();

    // Those of the own sites: for whoever is bound to some, and about these alone.
    await decisions.share('所属站点的工单');
    await sees(whole, 404);
    await sees(await toSite(own[0] ?? ''), 200);
    await sees(await toSite(elsewhere), 404);

    await decisions.share('权限范围内的全部工单');
    await sees(await toSite(elsewhere), 404);
    const again = await bound({ customerIds: [customerId], siteIds: [] });
    await sees(again, 200);
    const ticket = new TicketPage(again.page);
    await ticket.open(id);
    await expect(ticket.status).toHaveText('已受理');
    await expect(ticket.acts).toHaveCount(0);
  } finally {
    await decisions.share('不能看工单');
    await bound({ customerIds: [customerId], siteIds: [] });
  }
  await takenBack(a, id);
});

test('an answer to the mail of a ticket lands in it once, and nobody else’s does (TKT15)', async ({ visit }) => {
  test.setTimeout(180_000);
  const a = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const { id, number } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 9).code, SLOW);
  const desk = new TicketPage(noc.page);
  await desk.open(id);
  await desk.act(/^接单$/).click();
  await desk.act(/请客户补充/).click();
  await desk.fill({ 说明: '机房供电正常吗？' }, /请客户补充/);
  const question = async (): Promise<ReceivedMail | undefined> =>
    (await mailsFor(ENGINEER_OF_A.email)).find(
      ({ subject }) => subject.startsWith('工单等您答复') && subject.includes(number),
    );
  await expect.poll(async () => (await question())?.replyTo ?? '', LATER).toContain(number);
  const { replyTo = '', messageId = '' } = (await question()) ?? {};

  const mine = new TicketPage(a.page);
  const to = { to: replyTo, about: messageId };
  const answer = writtenMail({ from: ENGINEER_OF_A.email, ...to, text: '供电正常，指示灯都亮' });
  for (let times = 0; times < 3; times += 1) expect(await bringMail(answer)).toBe(204);
  expect(await bringMail(writtenMail({ from: ENGINEER_OF_B.email, ...to, text: '我也来说一句' }))).toBe(204);
  expect(await bringMail(writtenMail({ from: 'stranger@evil.example', ...to, text: '我也来说一句' }))).toBe(204);

  await mine.open(id);
  await expect(mine.said('供电正常，指示灯都亮')).toHaveCount(1);
  await expect(mine.said('供电正常，指示灯都亮')).toContainText(ENGINEER_OF_A.name);
  await expect(mine.said('我也来说一句')).toHaveCount(0);
  await expect(desk.said('供电正常，指示灯都亮')).toHaveCount(1);
  await expect(desk.said('我也来说一句')).toHaveCount(0);
  // What was asked is answered: the ball is back.
  await expect(mine.turn).toContainText('轮到我们处理');
  await takenBack(a, id);
});

test('words and a file go into a ticket, what could harm or is too large does not, and the desk keeps its own words (TKT6)', async ({
  visit,
}) => {
  test.setTimeout(180_000);
  const a = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const { id } = await reportedLine(a, furtherLineOf(ENGINEER_OF_A, 10).code, SLOW);
  const mine = new TicketPage(a.page);
  const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
  const log = Buffer.from('2026-11-22 08:00:00 rtt 120 ms\n'.repeat(170_000));

  await mine.hand('附上路由器日志', file('router.txt', 'text/plain', log));
  await expect(mine.said('附上路由器日志')).toBeVisible(LATER);
  await expect(mine.said('router.txt')).toBeVisible(LATER);
  expect(log.length).toBeGreaterThan(5 * 1_024 ** 2);
  const { files } = await a.read<TicketView>(`/api/v1/tickets/${id}`);
  expect(files.map(({ name, bytes }) => [name, bytes])).toEqual([['router.txt', log.length]]);

  await mine.hand('请运行这个', file('fix.pdf', 'application/pdf', Buffer.from('MZ\u0090\u0000an executable')));
  await expect(mine.refusal).toContainText('不接受此类文件');
  await mine.open(id);
  await mine.hand('太大', file('all.txt', 'text/plain', Buffer.alloc(21 * 1_024 ** 2, 'x')));
  await expect(mine.refusal).toBeVisible(LATER);
  expect((await a.read<TicketView>(`/api/v1/tickets/${id}`)).files.length).toBe(1);

  const desk = new TicketPage(noc.page);
  await desk.open(id);
  await desk.writeInternally('怀疑客户侧环路，勿外传');
  await expect(desk.said('怀疑客户侧环路，勿外传')).toBeVisible();
  await mine.open(id);
  await expect(mine.said('附上路由器日志')).toBeVisible();
  await expect(mine.said('怀疑客户侧环路，勿外传')).toHaveCount(0);
  expect(JSON.stringify(await a.read(`/api/v1/tickets/${id}`))).not.toContain('勿外传');
  expect(a.frames.holding('勿外传')).toEqual([]);
  await takenBack(a, id);
});
