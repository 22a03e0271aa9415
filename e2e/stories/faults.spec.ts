import type { TicketPage as TicketList } from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B, furtherLineOf, NOC_OPERATOR, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { FaultsPage } from '../pages/faults.page.ts';
import { OverviewPage } from '../pages/overview.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';

const DOWN = /中断|Down/;
/** An alarm is held for 30 s before it is raised and for 60 s before it is cleared; the rest is a busy machine. */
const RAISED = { timeout: 150_000 };
const CLEARED = { timeout: 180_000 };
/** The ticket follows the alarm. */
const FILED = { timeout: 150_000 };

test('a port goes down: the fault appears by itself, is talked about, and is over when the port is up again', async ({
  visit,
  practice,
}) => {
  test.setTimeout(300_000);
  const { code } = plainLineOf(ENGINEER_OF_A);
  const first = await visit(ENGINEER_OF_A);
  const second = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const rival = await visit(ENGINEER_OF_B);
  const overview = new OverviewPage(first.page);
  const faults = new FaultsPage(second.page);
  await overview.open();
  await faults.open();
  await expect(overview.sentence).toBeVisible();
  await expect(overview.wrong(code)).toHaveCount(0);

  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });

    // Neither page is loaded again.
    await expect(overview.wrong(code)).toContainText(DOWN, RAISED);
    await expect(faults.row(code)).toContainText(/Z 端端口中断|Port down at the Z end/, RAISED);
    await expect(overview.wrong(code)).toContainText(/Z 端端口中断|Port down at the Z end/, RAISED);

    await faults.openFault(code);
    await expect(faults.story).toContainText(/故障确认|Confirmed/);

    const faultsOfNoc = new FaultsPage(noc.page);
    await faultsOfNoc.open();
    await faultsOfNoc.openFault(code);
    await faultsOfNoc.write('已派人前往机房');
    await expect(faults.story).toContainText('已派人前往机房');
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }

  await expect(overview.wrong(code)).toHaveCount(0, CLEARED);
  await faults.open('past');
  await expect(faults.row(code).first()).toBeVisible(CLEARED);
  expect(rival.frames.holding(code)).toEqual([]);
});

test('a line of a group customer goes down: its ticket is there before anybody calls, and outlives the repair (FLT5)', async ({
  visit,
  practice,
}) => {
  test.setTimeout(360_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 6);
  const a = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const rival = await visit(ENGINEER_OF_B);
  await rival.page.goto('/tickets');
  await noc.page.goto('/ticket-queue');
  const ticketOfLine = async (): Promise<TicketList['items'][number] | undefined> => {
    const { items } = await a.read<TicketList>('/api/v1/tickets?state=open&limit=200');
    return items.find(({ circuits }) => circuits.some((circuit) => circuit.code === code));
  };
  expect(await ticketOfLine()).toBeUndefined();

  const mine = new TicketPage(a.page);
  let number = '';
  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });

    // Nobody does anything but wait.
    await expect.poll(async () => (await ticketOfLine())?.channel, FILED).toBe('AUTO');
    const ticket = await ticketOfLine();
    number = ticket?.number ?? '';
    await expect(noc.page.getByRole('listitem').filter({ hasText: number })).toBeVisible(FILED);
    await mine.open(ticket?.id ?? '');
    await expect(mine.facts).toContainText('运营商主动发现');
    await expect(mine.clock(/派单/)).toContainText('剩余');
    await expect(mine.turn).toContainText('轮到我们处理');
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }

  // The network is well again, which closes nothing: somebody has to say why.
  await expect(mine.history).toContainText('网络侧已恢复', CLEARED);
  await expect(mine.status).toHaveText('已受理');
  await expect(mine.turn).toContainText('轮到我们处理');
  for (const secret of [number, code]) expect(rival.frames.holding(secret), secret).toEqual([]);
  await expect(rival.page.getByText(number)).toHaveCount(0);
});
