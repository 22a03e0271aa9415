import type { DevicePage, SampleSeries } from '@linewatch/shared';
import { ENGINEER_OF_A, NOC_OPERATOR, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { NoticesPage } from '../pages/notices.page.ts';

const MILLION = 1_000_000;
const MISMATCH = /速率不符|Speed mismatch/;
/** One poll of ten seconds, and what a busy machine takes. */
const ONE_POLL = { timeout: 60_000 };

test('a port slower than what was sold is told to the NOC within a poll, and no longer than it lasts', async ({
  visit,
  practice,
}) => {
  const circuit = plainLineOf(ENGINEER_OF_A);
  const { page } = await visit(NOC_OPERATOR);
  const notices = new NoticesPage(page);
  await notices.open();
  await expect(notices.about(circuit.code)).toHaveCount(0);
  const speedMbps = circuit.contractedBps / MILLION;

  try {
    await practice.perform({ do: 'speed', circuit: circuit.code, mbps: Math.max(1, Math.floor(speedMbps / 2)) });
    await expect(notices.about(circuit.code)).toContainText(MISMATCH, ONE_POLL);
  } finally {
    await practice.perform({ do: 'speed', circuit: circuit.code, mbps: 1_000 });
  }
  await expect(notices.about(circuit.code)).toHaveCount(0, ONE_POLL);
});

test('a device gives its interfaces other indexes: every line goes on with its own traffic', async ({
  visit,
  practice,
}) => {
  const circuit = plainLineOf(ENGINEER_OF_A);
  const device = circuit.ends[0]?.device ?? '';
  const { page, read } = await visit(NOC_OPERATOR);
  const { items } = await read<DevicePage>(`/api/v1/devices?q=${encodeURIComponent(device)}`);
  const line = (await read<{ items: { id: string }[] }>(`/api/v1/circuits?q=${encodeURIComponent(circuit.code)}`))
    .items[0];
  const samples = async (): Promise<SampleSeries> => {
    const now = Date.now();
    return read(`/api/v1/circuits/${line?.id ?? ''}/samples?from=${now - 120_000}&to=${now}`);
  };
  await page.goto(`/devices/${items[0]?.id ?? ''}`);
  const interfaces = page.getByRole('table', { name: /端口表|Interface table/ });
  const row = interfaces.getByRole('row').filter({ hasText: circuit.ends[0]?.ifName ?? '-' });
  await expect(row.first()).toBeVisible(ONE_POLL);
  const indexBefore = await row
    .first()
    .getByText(/ifIndex \d+/)
    .innerText();

  await practice.perform({ do: 'renumber', device });
  const movedAt = Date.now();

  // By itself it is discovered anew within a minute of the last time; nobody has to wait for that.
  await page.getByRole('button', { name: /立即发现|Discover now/ }).click();
  await expect(page.getByText(/索引变化|renumbered/).first()).toBeVisible(ONE_POLL);
  await expect(row.first().getByText(/ifIndex \d+/)).not.toHaveText(indexBefore);
  await expect(async () => {
    const { at, inBps, contractedBps } = await samples();
    const since = at.flatMap((time, index) => (time > movedAt ? [inBps[index] ?? null] : []));
    expect(since.length).toBeGreaterThan(0);
    for (const bps of since) expect(bps ?? Number.NaN).toBeLessThanOrEqual(contractedBps * 1.05);
  }).toPass(ONE_POLL);
});
