import {
  type CircuitPage as CircuitList,
  LINE_TEST_MOST_S,
  type LineTestView,
  type TicketView,
} from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B, furtherLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { LineTest } from '../pages/line-test.page.ts';
import { ReportPage } from '../pages/report.page.ts';
import { TicketPage } from '../pages/ticket.page.ts';

/** The verdict is there in thirty seconds by the house's own clock; the rest is a busy machine. */
const JUDGED = { timeout: 60_000 };

test('a line is tested: whose side it is stands there in plain words, and goes with the report', async ({
  visit,
  practice,
}) => {
  test.setTimeout(240_000);
  const { code } = furtherLineOf(ENGINEER_OF_A, 2);
  const a = await visit(ENGINEER_OF_A);
  const b = await visit(ENGINEER_OF_B);
  const { items } = await a.read<CircuitList>('/api/v1/circuits');
  const line = items.find((row) => row.code === code)?.id ?? '';

  // All is well: it says so, with what it read.
  await a.page.goto(`/circuits/${line}`);
  const onCircuit = new LineTest(a.page);
  await onCircuit.begin(/供电正常/);
  await expect(onCircuit.verdict).toContainText('更可能在您这一侧', JUDGED);
  await expect(onCircuit.reasons).toContainText('A 端端口正常');
  await expect(onCircuit.reasons).toContainText('Z 端端口正常');

  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    const report = new ReportPage(a.page);
    await report.beginFromCircuit();
    await report.chooseSymptom(/完全不通/);
    const whileFiling = new LineTest(a.page);
    await whileFiling.begin(/供电正常/);
    await expect(whileFiling.verdict).toContainText('更可能在我们这一侧', JUDGED);
    await expect(whileFiling.reasons).toContainText('Z 端端口中断');
    const ticket = new TicketPage(a.page);
    await report.sendOrInsist(ticket.filed);

    // What the customer saw is what everybody sees later.
    const { lineTestId } = await a.read<TicketView>(`/api/v1/tickets/${await ticket.id()}`);
    const kept = await a.read<LineTestView>(`/api/v1/line-tests/${lineTestId ?? ''}`);
    expect(kept.result?.verdict).toBe('OUR_SIDE');
    expect(Date.parse(kept.dueAt) - Date.parse(kept.askedAt)).toBeLessThanOrEqual(LINE_TEST_MOST_S * 1_000);
    await expect(new LineTest(a.page).verdict).toContainText('更可能在我们这一侧');
    expect(await b.statusOf(`/api/v1/line-tests/${kept.id}`)).toBe(404);
    await ticket.act(/撤销/).click();
    await ticket.fill({ 说明: '演练' }, /撤销/);
    await expect(ticket.turn).toContainText('无需处理');
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }
});
