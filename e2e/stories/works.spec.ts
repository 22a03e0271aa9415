import type { CircuitPage } from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B, NOC_OPERATOR, plainLineOf, PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { WorkPage } from '../pages/work.page.ts';

const MINUTE_MS = 60_000;
/** Everybody of the demo lives there. */
const SHANGHAI_MS = 8 * 60 * MINUTE_MS;

/** What a `datetime-local` input of a page in Shanghai takes. */
const typed = (ms: number): string => new Date(ms + SHANGHAI_MS).toISOString().slice(0, 16);

// The work begins on a whole minute, and people have to be through by then.
test.describe.configure({ timeout: 6 * MINUTE_MS });

test('a work is planned, approved by another, acknowledged, started and ended; its line is in maintenance meanwhile', async ({
  visit,
}) => {
  const nocPage = (await visit(NOC_OPERATOR)).page;
  const desk = new WorkPage(nocPage);
  const customer = await visit(ENGINEER_OF_A);
  const line = plainLineOf(ENGINEER_OF_A);
  const { items } = await customer.read<CircuitPage>(`/api/v1/circuits?q=${encodeURIComponent(line.code)}`);
  const circuitId = items[0]?.id ?? '';
  const start = Math.ceil(Date.now() / MINUTE_MS + 2) * MINUTE_MS;

  await desk.plan({ title: '更换光模块', start: typed(start), end: typed(start + 60 * MINUTE_MS), circuit: line.code });
  await expect(desk.preview).toContainText(/1 条电路|1 circuit/);
  await desk.save();
  await desk.step(/^(提交审批|Submit for approval)$/).click();
  await expect(desk.state).toContainText(/待审批|Awaiting approval/);
  const id = new URL(nocPage.url()).pathname.split('/').at(-1) ?? '';

  const approver = new WorkPage((await visit(PLATFORM_ADMIN)).page);
  await approver.open(id);
  await approver.step(/^(批准|Approve)$/).click();
  await expect(approver.state).toContainText(/已批准|已通知|Approved|Scheduled/);

  const told = new WorkPage(customer.page);
  await expect
    .poll(async () =>
      customer.read(`/api/v1/works/${id}`).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await told.open(id);
  await expect(told.circuits).toHaveCount(1);
  await told.step(/^(确认知悉|Acknowledge)$/).click();
  await expect(told.answers).toContainText(/已确认|Acknowledged/);
  const stranger = await visit(ENGINEER_OF_B);
  await expect(stranger.read(`/api/v1/works/${id}`)).rejects.toThrow(/404/);

  await customer.page.goto(`/circuits/${circuitId}`);
  await desk.open(id);
  await expect(desk.answers).toContainText(/已确认|Acknowledged/);
  await desk.step(/^(开始割接|Start the work)$/).click({ timeout: 4 * MINUTE_MS });
  await expect(desk.state).toContainText(/进行中|In progress/);
  await expect(customer.page.locator('lw-status').first()).toHaveText(/维护中|In maintenance/, { timeout: 30_000 });

  await desk.step(/^(完成|Complete)$/).click();
  await expect(desk.state).toContainText(/已完成|Completed/);
  await expect(customer.page.locator('lw-status').first()).not.toHaveText(/维护中|In maintenance/, { timeout: 30_000 });
});
