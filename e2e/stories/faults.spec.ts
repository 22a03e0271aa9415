import { ENGINEER_OF_A, ENGINEER_OF_B, NOC_OPERATOR, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { FaultsPage } from '../pages/faults.page.ts';
import { OverviewPage } from '../pages/overview.page.ts';

const DOWN = /中断|Down/;
/** An alarm is held for 30 s before it is raised and for 60 s before it is cleared; the rest is a busy machine. */
const RAISED = { timeout: 75_000 };
const CLEARED = { timeout: 120_000 };

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
