import type { SlaLedger, SlaOverview } from '@linewatch/shared';
import { ENGINEER_OF_A, NOC_OPERATOR, PLATFORM_ADMIN } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { SlaPage } from '../pages/sla.page.ts';

test('every minute that the last months lost opens to its reason, and adds up to the figure', async ({ visit }) => {
  const { page, read } = await visit(ENGINEER_OF_A);
  const lossy = await lossyMonth(read);
  const sla = new SlaPage(page);

  await sla.open(lossy.month);
  await expect(sla.rows.first()).toBeVisible();
  await sla.openCircuit(lossy.circuitId, lossy.month);

  await expect(page.getByText(`${lossy.contractual.percent ?? ''} %`).first()).toBeVisible();
  const month = await read<SlaLedger>(`/api/v1/circuits/${lossy.circuitId}/sla?month=${lossy.month}`);
  const lost = month.pieces.filter(({ kind }) => kind === 'down').reduce((sum, { seconds }) => sum + seconds, 0);
  expect(lost).toBe(month.contractual.lostS);

  await sla.openFirstPiece();
  await expect(sla.evidence.getByRole('heading')).toBeVisible();
  // By polls or by what the collectors heard: either way it leads to the readings of the time.
  await expect(sla.evidence.locator(`a[href*="/circuits/${lossy.circuitId}"]`).first()).toBeVisible();
});

test('time is taken out by two people, and the customer objects', async ({ visit }) => {
  const engineer = await visit(ENGINEER_OF_A);
  const { circuitId, month } = await lossyMonth(engineer.read);
  const ledger = await engineer.read<SlaLedger>(`/api/v1/circuits/${circuitId}/sla?month=${month}`);
  const piece = ledger.pieces.find(({ kind }) => kind === 'down');
  if (piece === undefined) throw new Error('nothing was lost');
  const noc = new SlaPage((await visit(NOC_OPERATOR)).page);
  const reason = `Power of the site ${String(Date.now())}`;

  await noc.openExclusions(`?circuit=${circuitId}&from=${piece.from}&to=${piece.to}`);
  await noc.propose(reason);
  await expect(noc.exclusions.filter({ hasText: reason })).toBeVisible();

  const admin = new SlaPage((await visit(PLATFORM_ADMIN)).page);
  await admin.openExclusions(`?circuit=${circuitId}`);
  await admin.act(reason, /^(批准|Approve)/, 'As the protocol says');
  await expect(admin.exclusions.filter({ hasText: reason })).toContainText('As the protocol says');

  const own = new SlaPage(engineer.page);
  await own.openExclusions(`?circuit=${circuitId}`);
  await own.act(reason, /^(提出异议|Object)/, 'The generator ran');
  await expect(own.exclusions.filter({ hasText: reason })).toContainText('The generator ran');
  const disputed = await engineer.read<SlaLedger>(`/api/v1/circuits/${circuitId}/sla?month=${month}`);
  expect(disputed.withoutDisputed?.lostS).toBe(disputed.contractual.lostS + piece.seconds);
});

/** The newest month of the demo in which a circuit of the caller lost time. */
async function lossyMonth(read: <Answer>(path: string) => Promise<Answer>) {
  const now = new Date();
  for (let back = 0; back < 4; back += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
    const { items } = await read<SlaOverview>(`/api/v1/sla?month=${month}&limit=500`);
    const found = items.find(({ contractual }) => contractual.lostS > 0);
    if (found !== undefined) return { ...found, month };
  }
  throw new Error('the demo lost nothing');
}
